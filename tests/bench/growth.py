"""What a case costs where there are few, thousands, or a hundred thousand; and a large photo, to others."""

from __future__ import annotations

import asyncio
import itertools
import os
import statistics
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.core.clock import SystemClock
from bot.core.ids import random_id
from bot.features.staff.rules import Grant
from bot.sandbox import Phone, Sandbox
from bot.storage.connect import open_database
from bot.storage.database import Transaction
from tests.bench import scenes
from tests.bench.processes import BotProcess, our_bot, running

NOW = 1_750_000_000
OFFICERS = 200
"""Who has the cases that only stand there."""
DEEDS = ("relayed message", "take", "close")
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Grown:
    """CPU microseconds of each deed where so many cases are open; one figure a round."""

    open_cases: int
    rounds: dict[str, list[float]] = field(default_factory=lambda: {deed: [] for deed in DEEDS})

    def cost(self, deed: str) -> float:
        return statistics.median(self.rounds[deed])


def spread(grown: Sequence[Grown], deed: str) -> float:
    """The dearest house over the cheapest; 1 where all was too fast for the clock."""
    costs = [each.cost(deed) for each in grown]
    return max(costs) / min(costs) if min(costs) else 1.0


@dataclass(frozen=True, slots=True)
class Town:
    """One house, and the people who come to it."""

    sandbox: Sandbox
    bot: BotProcess
    officers: Sequence[Phone]
    grants: Sequence[Grant]
    reporters: Sequence[Phone]


async def growing(
    folder: Path, master_key: str, sizes: Sequence[int], people: int, rounds: int
) -> list[Grown]:
    """The houses take turns, so that all see the same machine."""
    found = [Grown(size) for size in sizes]
    async with AsyncExitStack() as towns:
        built = [await towns.enter_async_context(_town(folder, master_key, size, people)) for size in sizes]
        for _ in range(rounds):
            for town, grown in zip(built, found, strict=True):
                await _round(town, grown)
    return found


@asynccontextmanager
async def _town(folder: Path, master_key: str, size: int, people: int) -> AsyncIterator[Town]:
    url = f"sqlite:///{folder}/grown-{size}.db"
    sandbox = Sandbox(SystemClock())
    await sandbox.start()
    try:
        invited = await scenes.invitations(url, master_key, sandbox, people)
        await _fill(url, size)
        environment = our_bot(sandbox, url, master_key)
        async with running("bot", "run", log=folder / f"grown-{size}.log", **environment) as bot:
            officers = await scenes.officers_who_join(sandbox, [link for link, _ in invited])
            reporters = [sandbox.person(f"Reporter {number}") for number in range(people)]
            yield Town(sandbox, bot, officers, [grant for _, grant in invited], reporters)
    finally:
        await sandbox.stop()


async def _round(town: Town, grown: Grown) -> None:
    """Everybody sends a concern; it is taken, they go on with it, it is closed."""
    cards = [await scenes.send_case(*each) for each in _pairs(town)]
    taking = [partial(_press, *card, "case.take") for card in cards]
    going_on = [partial(_go_on, reporter, officer) for reporter, officer, _ in _pairs(town)]
    closing = [partial(_press, *card, "case.closed", "advised") for card in cards]
    for deed, doings in (("take", taking), ("relayed message", going_on), ("close", closing)):
        await _measure(town, grown, deed, doings)


def _pairs(town: Town) -> Iterator[tuple[Phone, Phone, Grant]]:
    officers = itertools.cycle(zip(town.officers, town.grants, strict=True))
    for reporter, (officer, grant) in zip(town.reporters, officers, strict=False):
        yield reporter, officer, grant


async def _measure(
    town: Town, grown: Grown, deed: str, doings: Sequence[Callable[[], Awaitable[object]]]
) -> None:
    await town.bot.comes_to_rest()
    before = town.bot.cpu()
    for doing in doings:
        await doing()
    await town.bot.comes_to_rest()
    grown.rounds[deed].append((town.bot.cpu() - before) / len(doings) * 1e6)


async def _press(officer: Phone, card: int, case_id: str, route: str, *arguments: str) -> None:
    await officer.presses_data("|".join((route, case_id, *arguments)), card)


async def _go_on(reporter: Phone, officer: Phone) -> None:
    words = f"Nobody has come to look at the stairs yet: {scenes.a_new_word()}"
    await reporter.says(words)
    await officer.hears(words, within=scenes.SLOW)


async def _fill(url: str, size: int) -> None:
    """Cases somebody has, with all that hangs on them. Nothing of it can be opened."""
    database = await open_database(url)
    try:
        for start in range(0, size, AT_ONCE):
            async with database.transaction() as tx:
                await _add(tx, range(start, min(size, start + AT_ONCE)))
    finally:
        await database.close()


async def _add(tx: Transaction, numbers: Sequence[int]) -> None:
    cases = [(random_id(), random_id(), random_id(), f"officer-{number % OFFICERS}") for number in numbers]
    await _insert(
        tx,
        "concerns",
        [
            {
                "case_id": case, "key_id": key, "code_lookup": random_id(), "reference": "AAAA",
                "topic": "drugs", "area": "north", "language": "en", "state": 1, "reporter": reporter,
                "officer": officer, "organisation": "police", "opened_at": NOW, "changed_at": 2**40,
            }
            for case, key, reporter, officer in cases
        ],
    )  # fmt: skip
    await _insert(tx, "data_keys", [{"key_id": key, "sealed": os.urandom(64)} for _, key, *_ in cases])
    await _insert(
        tx,
        "addresses",
        [{"address_id": to, "sealed": os.urandom(48), "language": "en"} for *_, to, _ in cases],
    )
    await _insert(
        tx,
        "links",
        [{"link_id": random_id(), "person": random_id(), "sealed": os.urandom(90)} for _ in cases],
    )
    await _insert(tx, "concern_cards", [{"case_id": case, "officer": officer} for case, *_, officer in cases])
    await _insert(
        tx,
        "concern_messages",
        [
            {
                "message_id": random_id(), "case_id": case, "from_officer": position % 2,
                "sealed": os.urandom(200), "source_message": position, "position": position, "is_edited": 0,
            }
            for case, *_ in cases
            for position in (1, 2, 3)
        ],
    )  # fmt: skip
    await _insert(
        tx,
        "outbox",
        [
            {
                "letter_id": random_id(), "address_id": officer, "kind": "concerns.relayed", "lane": 1,
                "state": 2, "position": NOW + count, "try_at": NOW, "expires_at": 2**40, "at_most_once": 0,
                "is_last": 0, "tries": 1, "ref": f"seen:{random_id()}", "message_id": count,
            }
            for *_, officer in cases
            for count in (1, 2)
        ],
    )  # fmt: skip


async def _insert(tx: Transaction, table: str, rows: list[dict[str, object]]) -> None:
    names = ", ".join(rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    await tx.execute_many(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)


async def photo_beside_presses(
    folder: Path, master_key: str, photo: bytes
) -> tuple[list[float], list[float]]:
    """Seconds each press of a menu took somebody else: without, and while a photo was being cleaned."""
    sandbox, url = Sandbox(SystemClock()), f"sqlite:///{folder}/photo.db"
    await sandbox.start()
    try:
        invited = await scenes.invitations(url, master_key, sandbox, 1)
        environment = our_bot(sandbox, url, master_key)
        async with running("bot", "run", log=folder / "photo.log", **environment) as bot:
            await scenes.officers_who_join(sandbox, [link for link, _ in invited])
            pressing = await scenes.people_with_menus(sandbox, 1)
            sender = sandbox.person("Sender")
            await bot.comes_to_rest()
            before = [await scenes.seconds_of(pressing.do(0, 0)) for _ in range(100)]
            (area,), (topic,) = invited[0][1].areas, invited[0][1].topics
            during = []
            async with asyncio.TaskGroup() as tasks:
                cleaned = tasks.create_task(scenes.send_photo(sender, topic, area, photo))
                while not cleaned.done():
                    during.append(await scenes.seconds_of(pressing.do(0, 0)))
            return before, during
    finally:
        await sandbox.stop()
