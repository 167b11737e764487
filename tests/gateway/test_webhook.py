"""Webhook mode over real HTTP: updates in, the pages a watchman asks for, and a whole concern."""

from __future__ import annotations

import asyncio
import io
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import orjson
import pytest

from bot.app import App
from bot.core.clock import FastClock
from bot.core.errors import OperatorError
from bot.house import open_house
from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.house import REPOSITORY, Play
from tests.journeys.steps import send_concern
from tests.waiting import until

SECRET = "a_secret-that-is-shared"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True)
class Site:
    """The bot behind an address, and a way to knock there."""

    play: Play
    url: str
    session: aiohttp.ClientSession

    async def gets(self, path: str) -> tuple[int, str]:
        async with self.session.get(self.url + path) as response:
            return response.status, await response.text()

    async def posts(self, body: object, headers: dict[str, str] | None = None) -> int:
        given = {HEADER: SECRET} if headers is None else headers
        data = io.BytesIO(body if isinstance(body, bytes) else orjson.dumps(body))
        async with self.session.post(f"{self.url}/telegram", data=data, headers=given) as response:
            return response.status


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[Site]:
    clock = FastClock()
    sandbox = Sandbox(clock, topics_can_be_closed=False)
    await sandbox.start()
    listen = f"127.0.0.1:{_free_port()}"
    settings = Settings(
        database_url=f"sqlite:///{folder}/x.db",  # type: ignore[arg-type]
        config=REPOSITORY / "config",
        webhook_url=f"http://{listen}",
        webhook_secret=SECRET,  # type: ignore[arg-type]
        listen=listen,
        undo_seconds=0,
    )
    house, stop = await open_house(settings, clock), asyncio.Event()
    try:
        async with asyncio.TaskGroup() as tasks, aiohttp.ClientSession() as session:
            tasks.create_task(App(settings, house, sandbox.token, sandbox.url).run(stop))
            try:
                await until(lambda: any(call.method == "setWebhook" for call in sandbox.calls))
                yield Site(Play(sandbox, house, clock), f"http://{listen}", session)
            finally:
                stop.set()
    finally:
        await sandbox.stop()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with _running(tmp_path) as running:
        yield running


def _update(number: int, chat_id: int, text: str = "/help") -> dict[str, object]:
    person = {"id": chat_id, "is_bot": False, "first_name": "M", "language_code": "en"}
    chat = {"id": chat_id, "type": "private", "first_name": "M"}
    message = {"message_id": 900, "date": 1, "from": person, "chat": chat, "text": text}
    return {"update_id": number, "message": message}


async def test_a_concern_from_the_first_word_to_the_answer(site: Site) -> None:
    officer, youth = await site.play.officer(), site.play.person()
    await send_concern(youth, "There is somebody at the bus stop.")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("There is somebody at the bus stop.")
    (topic,) = officer.topics.values()
    await officer.says("Thank you for telling us.", thread=topic.thread)
    answer = await youth.hears("Thank you for telling us.")
    await youth.says("You are welcome.", reply_to=answer.message_id)
    await officer.hears("You are welcome.")
    methods = {call.method for call in site.play.sandbox.calls}
    assert "getUpdates" not in methods
    (asked,) = (call.params for call in site.play.sandbox.calls if call.method == "setWebhook")
    assert asked["secret_token"] == SECRET
    assert "callback_query" in asked["allowed_updates"]


@pytest.mark.parametrize(
    "headers", [{}, {HEADER: ""}, {HEADER: "guessed"}, {HEADER: SECRET + "x"}, {HEADER: "b\u00e4d"}], ids=str
)
async def test_whoever_does_not_know_the_secret_is_turned_away(site: Site, headers: dict[str, str]) -> None:
    mira = site.play.person("Mira")
    await mira.says("/start")
    await mira.hears()
    assert await site.posts(_update(1, mira.chat_id), headers) == 403
    await mira.hears_nothing(0.1)


async def test_an_update_is_on_disk_before_it_is_confirmed_and_handled_once(site: Site) -> None:
    mira = site.play.person("Mira")
    await mira.says("/start")
    await mira.hears()
    for _ in range(2):
        assert await site.posts(_update(5, mira.chat_id)) == 200
        async with site.play.house.database.transaction() as tx:
            (row,) = await tx.rows("SELECT COUNT(*) AS n FROM inbox WHERE update_id = 5", {})
        assert row["n"] == 1
    await mira.hears()
    await mira.hears_nothing(0.1)


async def test_an_update_that_cannot_be_kept_is_not_confirmed(site: Site) -> None:
    mira = site.play.person("Mira")
    await mira.says("/start")
    await mira.hears()
    database = site.play.house.database
    async with database.transaction() as tx:
        await tx.execute("ALTER TABLE inbox RENAME TO inbox_away", {})
    assert await site.posts(_update(5, mira.chat_id)) == 500
    assert await site.gets("/healthz") == (200, "alive\n")
    async with database.transaction() as tx:
        await tx.execute("ALTER TABLE inbox_away RENAME TO inbox", {})
    assert await site.posts(_update(5, mira.chat_id)) == 200
    await mira.hears()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"not JSON", 400), (b"", 400), (b"[1, 2]", 200), (b"{}", 200), (b"x" * 2_000_000, 413)],
    ids=["words", "nothing", "a list", "no update", "two megabytes"],
)
async def test_what_is_no_update_does_no_harm(site: Site, body: bytes, status: int) -> None:
    assert await site.posts(body) == status
    assert await site.gets("/readyz") == (200, "ready\n")


async def test_what_a_watchman_sees(site: Site) -> None:
    assert await site.gets("/healthz") == (200, "alive\n")
    assert await site.gets("/readyz") == (200, "ready\n")
    mira = site.play.person("Mira")
    await mira.says("/start")
    await mira.hears()
    status, metrics = await site.gets("/metrics")
    assert status == 200
    for line in metrics.splitlines():
        assert re.fullmatch(r'(# .*|trustline_\w+(\{lane="\w+"\})? \d+(\.\d+)?)', line), line
    assert 'trustline_letters_owed{lane="urgent"} 0' in metrics
    assert str(mira.chat_id) not in metrics
    for path in ("/", "/telegram", "/nowhere"):
        assert (await site.gets(path))[0] in (404, 405)


async def test_it_is_not_ready_when_the_database_cannot_be_read(site: Site) -> None:
    database = site.play.house.database
    async with database.transaction() as tx:
        await tx.execute("ALTER TABLE outbox RENAME TO outbox_away", {})
    assert await site.gets("/readyz") == (503, "not ready\n")
    async with database.transaction() as tx:
        await tx.execute("ALTER TABLE outbox_away RENAME TO outbox", {})
    assert await site.gets("/readyz") == (200, "ready\n")


async def test_an_address_that_is_taken_is_a_mistake_of_the_operators(site: Site, tmp_path: Path) -> None:
    listen = site.url.removeprefix("http://")
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/other.db",  # type: ignore[arg-type]
        config=REPOSITORY / "config",
        webhook_url="https://bot.example.org",
        webhook_secret=SECRET,  # type: ignore[arg-type]
        listen=listen,
    )
    house = await open_house(settings, site.play.clock)
    with pytest.raises(OperatorError, match=f"^BOT_LISTEN: {listen}"):
        await App(settings, house, site.play.sandbox.token, site.play.sandbox.url).run(asyncio.Event())
