"""The leak contract, for every kind of message: what is planted in whatever a young person sends reaches no
officer, no log and no disk; nor does what an officer sends say to anybody who the officer is.

Both send every field the library knows of, in a new concern, in an open case and in answers; files of every
type with metadata; edits, albums, stickers. The case is handed over, and everything is passed on once more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.core.clock import SystemClock
from bot.core.media import MediaKind
from bot.house import LOCALES
from bot.sandbox import Phone, Sandbox
from bot.sandbox.files import File
from tests.child import Child
from tests.conftest import new_postgres_database
from tests.every_kind import HEDGEHOG, fields_of_the_library, handles, what_cannot_go_through
from tests.house import REPOSITORY
from tests.life_of_kinds import MIRA, MORE_WORDS, OLAF, WORDS, Stage, ever, live
from tests.planted import holds, planted_files
from tests.traces import Identity, files_in, tables

NEUTRAL = {"photo.jpg", "photo.png", "document.pdf", "video.mp4", "voice.ogg", "audio.mp3", "audio.m4a"}
"""How files may be called that an officer gets."""
_WATCH = """
import os, sys
_seen = os.open({path!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def _watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        os.write(_seen, f"{{arguments[0]}}\\n".encode())
sys.addaudithook(_watch)
"""
"""In the bot's process: the name of every file that is ever opened to be written."""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_nothing_planted_in_any_kind_of_message_reaches_anybody(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/trustline.db"
    if engine == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_server"))
    async with staged(url, tmp_path) as stage:
        await live(stage)
        places = {f"while running, {name}": held for name, held in files_in(tmp_path).items()}
        await stage.child.runs("backup", str(tmp_path / "backup.gz"))
        places["stats"] = (await stage.child.runs("stats")).encode()
        assert (await stage.child.stop())[0] == 0
    places |= files_in(tmp_path) | await tables(url)
    search(places, [*MIRA.spellings(), *OLAF.spellings(), *sent_handles(stage)])
    look_at_phones(stage)
    assert not list(written_elsewhere(tmp_path)), "only what was searched may have been written"
    assert "update_unreadable" in stage.child.log
    assert "_failed" not in stage.child.log, "something did not work, so it was not tried"


@asynccontextmanager
async def staged(url: str, folder: Path) -> AsyncIterator[Stage]:
    sandbox = Sandbox(SystemClock(), topics_can_be_closed=False)
    await sandbox.start()
    (folder / "watch").mkdir()
    watch = _WATCH.format(path=str(folder / "written.txt"))
    (folder / "watch" / "sitecustomize.py").write_text(watch, "utf-8")
    debug = {"PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1", "PYTHONWARNINGS": "always"}
    path = f"{folder / 'watch'}:{REPOSITORY}"
    child = Child(sandbox, folder, url, BOT_UNDO_SECONDS="0", PYTHONPATH=path, **debug)
    stage = Stage(
        sandbox, child, url, *(person(sandbox, mark.who) for mark in (MIRA, OLAF)), sandbox.person("Hanna")
    )
    sandbox.world.watchers.append(stage.notice)
    try:
        await child.start()
        await child.at_work()
        yield stage
    finally:
        await child.end()
        await sandbox.stop()


def written_elsewhere(folder: Path) -> Iterator[str]:
    """Catalogues are compiled beside their sources when they are older; nothing of anybody's is in them."""
    for name in set((folder / "written.txt").read_text("utf-8").split("\n")) - {"", "/dev/null"}:
        path = Path(folder, name)
        if folder not in path.parents and not (LOCALES in path.parents and path.suffix == ".mo"):
            yield name


def person(sandbox: Sandbox, who: Identity) -> Phone:
    sandbox.world._next_person = who.chat_id
    return sandbox.person(who.first_name, last_name=who.last_name, username=who.username)


def sent_handles(stage: Stage) -> Iterator[bytes]:
    """Of the files the two have sent."""
    for phone in (stage.mira, stage.olaf):
        for handle in handles([message.raw for message in phone.messages if not message.is_from_bot]):
            yield handle.encode()


def search(places: Mapping[str, bytes], needles: Sequence[bytes]) -> None:
    low = [needle.lower() for needle in needles]
    found = [f"{name}: {part!r}" for name, held in places.items() for part in low if part in held.lower()]
    assert not found, "\n".join(found[:20])


def look_at_phones(stage: Stage) -> None:
    """All that ever came to them, the calls that brought it, and the files as they would be downloaded."""
    young, officers = [*MIRA.spellings(), *sent_handles(stage)], [*OLAF.spellings()]
    hidden = {
        stage.mira.chat_id: officers,
        stage.olaf.chat_id: young,
        stage.hanna.chat_id: [*young, *officers],
        None: [*MIRA.spellings(), *officers],
    }
    calls: dict[Any, bytes] = {}
    for call in stage.sandbox.calls:
        shown = orjson.dumps([call.method, call.params], default=repr)
        calls[call.chat_id] = calls.get(call.chat_id, b"") + shown
    for chat, needles in hidden.items():
        search({f"phone {chat}": bytes(stage.seen.get(chat, b"")), f"calls to {chat}": calls[chat]}, needles)
    for officer in (stage.olaf, stage.hanna):
        look_at_files(stage.sandbox, officer)
    arrived = str(ever(stage.hanna))
    assert all(words in arrived for words in (*WORDS, *MORE_WORDS[1:], HEDGEHOG))
    assert MORE_WORDS[0] not in arrived, "it was taken back"


def look_at_files(sandbox: Sandbox, officer: Phone) -> None:
    got = [file for raw in ever(officer) for file in files_of(sandbox, raw)]
    assert len(got) > len(planted_files(""))
    assert {file.name for file in got} <= NEUTRAL
    assert not [file.name for file in got if holds(file.content, MIRA.word)]


def files_of(sandbox: Sandbox, raw: dict[str, Any]) -> Iterator[File]:
    for kind in set(MediaKind) & raw.keys():
        card = raw[kind][-1] if kind == MediaKind.PHOTO else raw[kind]
        file = sandbox.world.files.find(card["file_id"])
        assert file is not None
        yield file


async def test_every_kind_holds_the_mark_and_none_is_left_out() -> None:
    sandbox = Sandbox(SystemClock())
    sent = what_cannot_go_through(sandbox.world, sandbox.person("Ann"), MIRA)
    assert not [kind for kind, content in sent.items() if MIRA.word not in str(content)]
    read = {*MediaKind, "text", "caption", "reply_to_message", "forward_origin", "media_group_id"}
    always = {
        "message_id",
        "from_user",
        "chat",
        "date",
        "message_thread_id",
        "is_topic_message",
        "api_kwargs",
    }
    assert fields_of_the_library() <= sent.keys() | MIRA.beside.keys() | read | always
