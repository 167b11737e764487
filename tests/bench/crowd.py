"""A hundred thousand people with one session on their agenda, reminded under limits that are enforced."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.clock import SystemClock
from bot.core.context import Purpose
from bot.core.ids import AddressId, random_id
from bot.core.language import Language
from bot.core.manner import Manner
from bot.engine.discretion import Reach
from bot.features.programme.importer import import_programme
from bot.features.programme.model import Localized, Programme, ScheduledSession
from bot.features.programme.rules import Lead
from bot.house import House, open_house
from bot.sandbox import Phone, Sandbox
from bot.sandbox.limits import PER_SECOND
from bot.settings import Settings
from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.bench import scenes
from tests.bench.load import Pressing
from tests.bench.processes import REPOSITORY, BotProcess, our_bot, running

AT_ONCE = 5000
PRESSING = 10
"""People who press while the others are reminded."""
LEAD = Lead.TEN_MINUTES
DAY = 86400
PATIENCE = 30.0
"""Seconds without a reminder after which no more are expected."""


@dataclass(slots=True)
class Crowd:
    """What happened under limits raised by `factor`."""

    factor: float
    people: int
    seconds: float = 0.0
    """From the first reminder to the last, or until it was enough."""
    is_over: bool = False
    """All were to be reminded."""
    reminded: int = 0
    in_full_seconds: int = 0
    """Reminders of those seconds that were over."""
    doubled: int = 0
    refused: int = 0
    """Messages answered with 429."""
    cpu: float = 0.0
    """Seconds of the bot's process in that time."""
    presses: list[float] = field(default_factory=list)
    memory: int = 0
    """Most bytes the bot has held meanwhile."""
    moved_in: float = 0.0
    """Seconds it takes to move the session afterwards."""
    rows_moved: int = 0
    """Rows written for that."""

    @property
    def per_second(self) -> float:
        return self.in_full_seconds / max(1.0, int(self.seconds))

    @property
    def share(self) -> float:
        """Of the rate that is allowed."""
        return self.per_second / (PER_SECOND * self.factor)

    @property
    def slow_press(self) -> float:
        """The slowest of a hundred, in seconds."""
        return statistics.quantiles(self.presses, n=100)[98] if len(self.presses) > 1 else 0.0


class Reminded:
    """Counts what arrives on the phones of the crowd."""

    def __init__(self, sandbox: Sandbox, crowd: Sequence[Phone]) -> None:
        self.count: Counter[int] = Counter()
        self.moments: list[float] = []
        self._crowd = {phone.chat_id for phone in crowd}
        sandbox.world.watchers.append(self._see)

    def _see(self, event: dict[str, Any]) -> None:
        if event["type"] == "message" and event["chat"] in self._crowd and event["message"]["from"]["is_bot"]:
            self.count[event["chat"]] += 1
            self.moments.append(time.monotonic())

    async def enough(self, people: int, seconds: float | None) -> None:
        """All are reminded, or it has gone on for so long."""
        began = time.monotonic()
        while len(self.count) < people:
            await asyncio.sleep(0.05)
            now = time.monotonic()
            if self.moments and seconds is not None and now - self.moments[0] > seconds:
                return
            if now - (self.moments[-1] if self.moments else began) > PATIENCE:
                return


async def reminding(
    folder: Path, master_key: str, people: int, factor: float, seconds: float | None
) -> Crowd:
    """Until all are, or for so many seconds; then their session is moved."""
    url = f"sqlite:///{folder}/crowd-{factor:g}.db"
    sandbox = Sandbox(SystemClock())
    await sandbox.start()
    found = Crowd(factor, people, is_over=seconds is None)
    try:
        phones = [sandbox.person(f"Participant {number}") for number in range(people)]
        async with _house(url, master_key) as house:
            await _subscribe(house, phones)
        environment = our_bot(sandbox, url, master_key)
        environment["BOT_MESSAGES_PER_SECOND"] = str(int(PER_SECOND * factor))
        async with running("bot", "run", log=folder / "crowd.log", **environment) as bot:
            await _remind(sandbox, bot, url, phones, found, seconds)
    finally:
        await sandbox.stop()
    async with _house(url, master_key) as house:
        await _move(house, found)
        return found


async def _remind(
    sandbox: Sandbox, bot: BotProcess, url: str, phones: Sequence[Phone], found: Crowd, seconds: float | None
) -> None:
    pressing = await scenes.people_with_menus(sandbox, PRESSING)
    await bot.comes_to_rest()
    sandbox.limits.enabled, sandbox.limits.factor = True, found.factor
    reminded, cpu = Reminded(sandbox, phones), bot.cpu()
    await _bring_forward(url)
    async with asyncio.TaskGroup() as tasks:
        presser = tasks.create_task(_press(pressing, found.presses))
        watcher = tasks.create_task(_watch(bot, found))
        await reminded.enough(found.people, seconds)
        found.cpu = bot.cpu() - cpu
        presser.cancel()
        watcher.cancel()
    first, last = reminded.moments[0], reminded.moments[-1]
    found.seconds = last - first
    full = max(1, int(found.seconds))
    found.in_full_seconds = sum(moment - first <= full for moment in reminded.moments)
    found.reminded, found.refused = len(reminded.count), sandbox.limits.refused
    found.doubled = sum(times > 1 for times in reminded.count.values())


async def _press(pressing: Pressing, took: list[float]) -> None:
    """People who open the menu once a second, or as soon as they have seen the last one."""
    async with asyncio.TaskGroup() as people:
        for chat in range(PRESSING):
            people.create_task(_press_again(pressing, chat, took))
            await asyncio.sleep(1 / PRESSING)


async def _press_again(pressing: Pressing, chat: int, took: list[float]) -> None:
    while True:
        seconds = await scenes.seconds_of(pressing.do(chat, 0))
        took.append(seconds)
        await asyncio.sleep(max(0.0, 1.0 - seconds))


async def _watch(bot: BotProcess, found: Crowd) -> None:
    while True:
        found.memory = max(found.memory, bot.memory())
        await asyncio.sleep(0.5)


@asynccontextmanager
async def _house(url: str, master_key: str) -> AsyncIterator[House]:
    settings = Settings(database_url=url, master_key=master_key, config=REPOSITORY / "config")  # type: ignore[arg-type]
    house = await open_house(settings, SystemClock())
    try:
        yield house
    finally:
        await house.database.close()


def _programme(starts_at: int) -> Programme:
    title = Localized.of("How schools can listen first")
    session = ScheduledSession("one", None, starts_at, starts_at + 3600, title, room=Localized.of("Hall A"))
    return Programme(Localized.of("Prevention week"), "Europe/Vienna", None, (), (), (session,))


async def _subscribe(house: House, phones: Sequence[Phone]) -> None:
    """Each has written to the bot, and has the session on their agenda: it is tomorrow."""
    async with house.database.transaction() as tx:
        await import_programme(tx, _programme(int(time.time()) + DAY), int(time.time()))
        (session,) = await tx.rows("SELECT session_id FROM sessions", {})
    for start in range(0, len(phones), AT_ONCE):
        await _add(house, session["session_id"], phones[start : start + AT_ONCE])


async def _add(house: House, session: str, phones: Sequence[Phone]) -> None:
    registry, addresses, attendees, agenda = house.registry, [], [], []
    for phone in phones:
        phone._chat.started = True  # without an update for each
        address = AddressId(random_id())
        alias = registry.pepper.digest(f"alias:{Purpose.ATTENDANCE}", registry.sender(phone.chat_id).person)
        sealed = registry.seal_address(address, Reach(phone.chat_id, Manner()))
        addresses.append({"address_id": address, "sealed": sealed, "language": Language.EN.value})
        attendees.append({"attendee": alias, "address_id": address, "lead_minutes": int(LEAD)})
        agenda.append({"attendee": alias, "session_id": session, "lead_minutes": int(LEAD)})
    async with house.database.transaction() as tx:
        for table, rows in (("addresses", addresses), ("attendees", attendees), ("agenda", agenda)):
            names = ", ".join(rows[0])
            values = ", ".join(f":{name}" for name in rows[0])
            await tx.execute_many(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)


async def _bring_forward(url: str) -> None:
    """The day has come: reminders are due now."""
    database = await open_database(url)
    try:
        now = int(time.time())
        async with database.transaction() as tx:
            moments = {"starts_at": now + LEAD * 60, "ends_at": now + LEAD * 60 + 3600}
            await tx.execute("UPDATE sessions SET starts_at = :starts_at, ends_at = :ends_at", moments)
            due = {"starts_at": moments["starts_at"], "now": now, "lead": int(LEAD)}
            await tx.execute(
                """UPDATE rounds SET starts_at = :starts_at,
                   due_at = CASE WHEN lead_minutes = :lead THEN CAST(:now AS BIGINT) ELSE due_at END""",
                due,
            )
    finally:
        await database.close()


async def _move(house: House, found: Crowd) -> None:
    """By an hour, tomorrow."""
    before, now = await _written(house.database), int(time.time())
    began = time.perf_counter()
    async with house.database.transaction() as tx:
        await import_programme(tx, _programme(now + DAY + 3600), now)
    found.moved_in = time.perf_counter() - began
    found.rows_moved = await _written(house.database) - before


async def _written(database: Database) -> int:
    """Rows this connection has ever written."""
    async with database.transaction() as tx:
        (row,) = await tx.rows("SELECT total_changes() AS written", {})
    return int(row["written"])
