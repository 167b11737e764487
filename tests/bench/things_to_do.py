"""Looking for something to do where there is very much of it."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import asyncpg

from bot.core.ids import random_id
from bot.features.activities import store
from bot.features.activities.filters import Facet, Wanted
from bot.features.activities.importer import import_activities
from bot.features.activities.model import Access, Activity, Kind
from bot.storage.connect import open_database
from bot.storage.database import Transaction

NOW = 1_800_000_000
ZONE = "Europe/Vienna"
AREAS = ("old-town", "riverside", "north", "elsewhere")
ORGANISATIONS = ("city", "police", "schools", "youth-health")
DAY, HOUR = 24 * 3600, 3600
PAGE = 6
Look = Callable[[Transaction], Awaitable[object]]
_NARROW = Wanted({Facet.AREA: "north", Facet.KIND: "art", Facet.AGE: "teen", Facet.COST: "free"})
LOOKS: Mapping[str, Look] = {
    "the first page": lambda tx: store.found(tx, Wanted(), NOW, ZONE, 0, PAGE),
    "the last page": lambda tx: store.found(tx, Wanted(), NOW, ZONE, 99 * PAGE, PAGE),
    "what few are": lambda tx: store.found(tx, _NARROW, NOW, ZONE, 0, PAGE),
    "what none is": lambda tx: store.found(tx, Wanted({Facet.AREA: "moon"}), NOW, ZONE, 0, PAGE),
    "how many": lambda tx: store.tally(tx, Wanted(), NOW, ZONE),
    **{
        f"counts by {facet}": partial(store.tally_by, facet=facet, wanted=Wanted(), now=NOW, zone=ZONE)
        for facet in Facet
    },
    "an organisation's": lambda tx: store.offered_by(tx, "city", NOW - 14 * DAY, 0, PAGE),
    "everybody's": lambda tx: store.offered_by(tx, None, NOW - 14 * DAY, 0, PAGE),
}


async def looks(url: str, activities: int, times: int) -> dict[str, float]:
    """Milliseconds of each look, the median of `times`."""
    database = await open_database(url)
    try:
        async with database.transaction() as tx:
            await import_activities(tx, "bench", _offered(activities), NOW)
        if database.engine == "postgresql":
            await _let_settle(url)
        return {name: await _median(database.transaction, look, times) for name, look in LOOKS.items()}
    finally:
        await database.close()


async def _let_settle(url: str) -> None:
    """What PostgreSQL does by itself within a minute of an import."""
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM ANALYZE activities")
    await connection.close()


async def _median(transaction: Callable[[], object], look: Look, times: int) -> float:
    took = []
    for _ in range(times):
        async with transaction() as tx:  # type: ignore[attr-defined]
            began = time.perf_counter()
            await look(tx)
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1e3


def _offered(count: int) -> list[Activity]:
    """All of it in the next half year."""
    dice = random.Random(1)
    return [_activity(dice, NOW + dice.randrange(180 * DAY)) for _ in range(count)]


def _activity(dice: random.Random, starts_at: int) -> Activity:
    youngest = dice.randint(6, 16)
    return Activity(
        key=random_id(),
        organisation=dice.choice(ORGANISATIONS),
        area=dice.choice(AREAS),
        kind=dice.choice(list(Kind)),
        zone=ZONE,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        title={"en": "Basketball for all"},
        place={"en": "Court by the bridge"},
        about={"en": "We play in small teams. No experience needed. " * 5},
        youngest=youngest,
        oldest=youngest + 5,
        capacity=dice.randint(1, 30),
        cost=dice.choice(["free", "3 EUR"]),
        access=Access(dice.randrange(16)),
    )
