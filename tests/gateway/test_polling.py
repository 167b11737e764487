"""Long polling: an update is confirmed only when it is on disk, and trouble is waited out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.core.clock import FastClock
from bot.core.context import Context
from bot.core.incoming import Command
from bot.core.outcome import Outcome, reply
from bot.core.routes import OnCommand
from bot.core.text import escape
from bot.gateway.inbound import Inbound
from bot.gateway.polling import Polling
from bot.storage.connect import open_database
from tests.engine.front_desk import FrontDesk
from tests.engine.post_office import PostOffice, post_office, texts


async def _echo(_: Context, command: Command) -> Outcome:
    return reply(escape(command.argument))


@dataclass(slots=True)
class Line:
    office: PostOffice
    desk: FrontDesk

    def begins(self) -> asyncio.Task[None]:
        polling = Polling(self.office.api, Inbound(), self.desk.dispatch, FastClock(500))
        return asyncio.get_running_loop().create_task(polling.run())

    def waiting(self) -> list[int]:
        """Updates that were not confirmed."""
        return [update["update_id"] for update in self.office.sandbox.world.updates.waiting]


@pytest.fixture
async def line(tmp_path: object) -> AsyncIterator[Line]:
    database = await open_database(f"sqlite:///{tmp_path}/x.db")
    async with post_office(database) as office:
        yield Line(office, FrontDesk.open(office, [OnCommand("echo", _echo)]))
    await database.close()


async def _end(polling: asyncio.Task[None]) -> None:
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling


async def test_updates_are_handled_and_confirmed_in_order(line: Line) -> None:
    mira = line.office.sandbox.person("Mira")
    await mira.says("/echo 0")
    polling = line.begins()
    for number in range(1, 5):
        await mira.says(f"/echo {number}")
    await mira.hears("4")
    assert texts(mira) == ["0", "1", "2", "3", "4"]
    await line.office.until(lambda: _is(not line.waiting()))
    await _end(polling)


async def _is(value: bool) -> bool:
    return value


async def test_nothing_is_confirmed_before_it_is_on_disk(line: Line) -> None:
    """The database is held by another unit: the update waits at Telegram's, not in memory."""
    mira = line.office.sandbox.person("Mira")
    async with line.office.database.transaction():
        polling = line.begins()
        await mira.says("/echo 1")
        await asyncio.sleep(0.1)
        assert len(line.waiting()) == 1
        await _end(polling)
    assert await line.desk.in_hand() == 0
    polling = line.begins()
    await mira.hears("1")
    await _end(polling)


async def test_what_was_taken_but_not_confirmed_is_not_handled_twice(line: Line) -> None:
    mira = line.office.sandbox.person("Mira")
    await mira.says("/echo 1")
    updates = list(line.office.sandbox.world.updates.waiting)
    await line.desk.dispatch.take(Inbound().read_all(updates))
    await line.desk.lanes.drained()
    polling = line.begins()
    await mira.says("/echo 2")
    await mira.hears("2")
    assert texts(mira) == ["1", "2"]
    await _end(polling)


@pytest.mark.parametrize(
    ("fault", "logged"),
    [
        ({"status": 409}, "another_bot_polls"),
        ({"status": 401}, "token_refused"),
        ({"status": 429, "retry_after": 5}, ""),
        ({"status": 500}, "poll_failed"),
        ({"status": 502}, "poll_failed"),
        ({"kind": "drop_before"}, "poll_failed"),
        ({"kind": "drop_after"}, "poll_failed"),
    ],
    ids=str,
)
async def test_trouble_is_logged_and_waited_out(
    line: Line, fault: dict[str, object], logged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mira = line.office.sandbox.person("Mira")
    line.office.sandbox.faults.add("getUpdates", times=2, **fault)  # type: ignore[arg-type]
    await mira.says("/echo 1")
    polling = line.begins()
    await mira.hears("1")
    assert texts(mira) == ["1"]
    seen = "".join(capsys.readouterr())
    assert logged in seen
    assert line.office.sandbox.token not in seen
    await _end(polling)
