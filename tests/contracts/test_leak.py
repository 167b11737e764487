"""The leak contract: who somebody is stands nowhere but in their own chat; nor do the words of a concern, but
in the chats of the officers who answer it.

The bot is a process of its own, asked for everything a young person and a participant can do, while Telegram
fails in every way it has. Then every place is searched where something could have been left.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import orjson
import pytest

from bot.core.clock import SystemClock
from bot.core.roles import Role
from bot.features.staff.rules import Grant
from bot.sandbox import Phone, Sandbox
from tests.child import Child, enrolled
from tests.conftest import new_postgres_database
from tests.kept import opened
from tests.life import ANSWER, CONCERN, DRAFT, FOLLOW_UP, MIRA, TWIN, Stage, erase, live
from tests.programme import bring_programme
from tests.traces import Identity, files_in, spellings, tables

METHODS = {
    *("getMe", "getUpdates", "setMyCommands"),
    *("sendMessage", "editMessageText", "answerCallbackQuery"),
    *("createForumTopic", "editForumTopic", "deleteForumTopic", "deleteMessage"),
}
"""All that the bot may call: nothing that forwards or copies, nothing that asks who somebody is."""
MIRAS, TWINS, OFFICERS = "Mira's chat", "the twin's chat", "chat of officer"


@pytest.mark.parametrize(
    ("engine", "log_format", "erases"),
    [("sqlite", "json", True), ("postgresql", "console", False)],
)
async def test_nobody_learns_who_somebody_is(
    engine: str, log_format: str, erases: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/trustline.db"
    if engine == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_server"))
    async with staged(url, tmp_path, log_format) as stage:
        await live(stage)
        if erases:
            await erase(stage)
        places = {f"while running, {name}": held for name, held in files_in(tmp_path).items()}
        await stage.child.runs("backup", str(tmp_path / "backup.gz"))
        places["stats"] = (await stage.child.runs("stats")).encode()
        assert (await stage.child.stop())[0] == 0
    places |= files_in(tmp_path) | await tables(url) | on_phones(stage)
    assert "update_failed" in stage.child.log
    assert "update_unreadable" in stage.child.log
    assert {call.method for call in stage.sandbox.calls} <= METHODS
    search(places, stage.sandbox.token)


@asynccontextmanager
async def staged(url: str, folder: Path, log_format: str) -> AsyncIterator[Stage]:
    sandbox = Sandbox(SystemClock(), topics_can_be_closed=False)
    await sandbox.start()
    debug = {"PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1", "PYTHONWARNINGS": "always"}
    child = Child(sandbox, folder, url, BOT_LOG_FORMAT=log_format, **debug)
    stage = Stage(sandbox, child, url, person(sandbox, MIRA), person(sandbox, TWIN), sandbox.person("Bo"))
    sandbox.world.watchers.append(stage.notice)
    try:
        await child.start()
        await child.at_work()
        grants = [Grant(Role.OFFICER, "police"), Grant(Role.OFFICER, "youth-health")]
        stage.officers = await enrolled(sandbox, child, url, grants)
        async with opened(url) as database:
            await bring_programme(database, sandbox.world.now())
        yield stage
    finally:
        await child.end()
        await sandbox.stop()


def person(sandbox: Sandbox, who: Identity) -> Phone:
    sandbox.world._next_person = who.chat_id
    phone = sandbox.person(who.first_name, last_name=who.last_name, username=who.username)
    assert phone.chat_id == who.chat_id
    return phone


def search(places: Mapping[str, bytes], token: str) -> None:
    found = [
        f"{name}: {part!r}"
        for name, held in places.items()
        for part in hidden_from(name, token)
        if part.lower() in held.lower()
    ]
    assert not found, "\n".join(found)


def hidden_from(place: str, token: str) -> Iterator[bytes]:
    """What must not stand there: everybody has their own, and officers read what they are meant to."""
    for who, chat in ((MIRA, MIRAS), (TWIN, TWINS)):
        if place != chat:
            yield from who.spellings()
    yield from spellings(token)
    if place not in (MIRAS, TWINS) and not place.startswith(OFFICERS):
        for words in (CONCERN, FOLLOW_UP, DRAFT, ANSWER):
            yield from spellings(words)


def on_phones(stage: Stage) -> dict[str, bytes]:
    """All that ever stood on them, and the calls that brought it there; with proof that the search finds."""
    of = {stage.mira.chat_id: MIRAS, stage.twin.chat_id: TWINS}
    of |= {officer.chat_id: f"{OFFICERS} {number}" for number, officer in enumerate(stage.officers)}
    held = {of.get(chat, "another phone"): bytes(seen) for chat, seen in stage.seen.items()}
    for call in stage.sandbox.calls:
        place = of.get(call.chat_id, "other calls")  # type: ignore[arg-type]
        held[place] = held.get(place, b"") + orjson.dumps([call.method, call.params])
    assert MIRA.first_name.encode() in held[MIRAS]
    assert CONCERN.encode() in held[f"{OFFICERS} 0"]
    assert {"another phone", "other calls"} <= held.keys()
    return held


def _in_base_64(before: str, word: str) -> bytes:
    return base64.b64encode(f"{before}{word}c".encode())


@pytest.mark.parametrize(
    "hide",
    [str.encode, *(partial(_in_base_64, "abc"[:shift]) for shift in range(3))],
    ids=["plain", "base64", "base64+1", "base64+2"],
)
def test_the_search_finds_a_name_wherever_it_hides(hide: Callable[[str], bytes]) -> None:
    with pytest.raises(AssertionError, match="somewhere"):
        search({"somewhere": b"\x00\xff" + hide(MIRA.last_name) + b"\n"}, "no token")
    with pytest.raises(AssertionError, match="somewhere"):
        search({"somewhere": b"\xff" + MIRA.chat_id.to_bytes(8, "little")}, "no token")
