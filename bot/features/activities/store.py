"""What is kept of activities and of who has a place in one. Times are UTC seconds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from string import ascii_lowercase

from bot.core.ids import AddressId, KeyId
from bot.core.places.book import PlaceBook
from bot.core.places.rules import Standing
from bot.features.activities.filters import Facet, Wanted, days_around
from bot.features.activities.kept import ActivityId, KeptActivity, Place, read_activity, read_place
from bot.features.activities.rules import MOST_HELD
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)
book = PlaceBook(queries)

MOST_COUNTED = 500
"""Nobody goes through more than that: counting on costs time and tells nothing."""


async def found(
    tx: Transaction, wanted: Wanted, now: int, zone: str, skipped: int, most: int
) -> list[KeptActivity]:
    """Those that are not over, by start."""
    rows = await queries.found_activities(tx, **wanted.bounds(now, zone), skipped=skipped, most=most)
    return [read_activity(row) for row in rows]


async def tally(tx: Transaction, wanted: Wanted, now: int, zone: str) -> int:
    """How many there are; more than MOST_COUNTED is many."""
    count: int = await queries.tally(tx, **wanted.bounds(now, zone), most=MOST_COUNTED + 1)
    return count


async def tally_by(tx: Transaction, facet: Facet, wanted: Wanted, now: int, zone: str) -> Mapping[str, int]:
    """How many each choice would leave, of the first MOST_COUNTED."""
    bounds = wanted.bounds(now, zone) | {"most": MOST_COUNTED}
    if facet in (Facet.AREA, Facet.KIND):
        statement = queries.tally_by_area if facet is Facet.AREA else queries.tally_by_kind
        return {row["choice"]: row["every"] for row in await statement(tx, **bounds)}
    if facet is Facet.WHEN:
        tomorrow, next_week = days_around(now, zone)
        return dict(await queries.tally_by_when(tx, **bounds, tomorrow=tomorrow, next_week=next_week))
    statements = {Facet.AGE: queries.tally_by_age, Facet.COST: queries.tally_by_cost}
    return dict(await statements.get(facet, queries.tally_by_access)(tx, **bounds))


async def find(tx: Transaction, activity: ActivityId) -> KeptActivity | None:
    return _activity(await queries.activity(tx, activity_id=activity))


async def hold(tx: Transaction, activity: ActivityId) -> KeptActivity | None:
    """Nobody else changes who has a place in it until this transaction is over."""
    return _activity(await queries.hold_activity(tx, activity_id=activity))


async def named(tx: Transaction, activities: Collection[ActivityId]) -> dict[ActivityId, KeptActivity]:
    """However many."""
    found: list[KeptActivity] = []
    ids = list(activities)
    for start in range(0, len(ids), MOST_HELD):
        rows = await queries.activities_held(tx, **_ids(ids[start : start + MOST_HELD]))
        found += map(read_activity, rows)
    return {each.activity_id: each for each in found}


async def offered_by(
    tx: Transaction, organisation: str | None, since: int, skipped: int, most: int
) -> list[KeptActivity]:
    """Those that started after `since`; None: of all organisations."""
    page = {"since": since, "skipped": skipped, "most": most}
    if organisation is None:
        return [read_activity(row) for row in await queries.activities_since(tx, **page)]
    rows = await queries.activities_of_organisation(tx, organisation=organisation, **page)
    return [read_activity(row) for row in rows]


async def set_key(tx: Transaction, activity: ActivityId, key: KeyId) -> None:
    await queries.set_key(tx, activity_id=activity, key_id=key)


async def add(
    tx: Transaction,
    activity: KeptActivity,
    address: AddressId,
    standing: Standing,
    code_lookup: str,
    sealed: bytes,
) -> None:
    """Somebody has a place, or stands at the end of the line."""
    position = await book.enter(tx, activity.activity_id, activity, standing)
    await queries.keep_place(
        tx,
        address_id=address,
        activity_id=activity.activity_id,
        standing=int(standing),
        position=position,
        code_lookup=code_lookup,
        sealed=sealed,
    )


async def place_at(tx: Transaction, address: AddressId) -> Place | None:
    return _place(await queries.place(tx, address_id=address))


async def as_it_stands(tx: Transaction, place: Place) -> Place | None:
    return await place_at(tx, place.address)


async def places_at(tx: Transaction, addresses: Sequence[AddressId]) -> list[Place]:
    """As many at a time as anybody holds."""
    found: list[Place] = []
    for start in range(0, len(addresses), MOST_HELD):
        stretch = addresses[start : start + MOST_HELD]
        found += [read_place(row) for row in await queries.places_at(tx, **_ids(stretch))]
    return found


async def is_code_taken(tx: Transaction, code_lookup: str) -> bool:
    return bool(await queries.code_is_taken(tx, code_lookup=code_lookup))


async def place_by_code(tx: Transaction, code_lookup: str) -> Place | None:
    return _place(await queries.place_by_code(tx, code_lookup=code_lookup))


async def next_in_line(tx: Transaction, activity: ActivityId, most: int) -> list[Place]:
    """Those of them who can be asked."""
    return [read_place(row) for row in await queries.next_in_line(tx, activity_id=activity, most=most)]


async def ahead_of(tx: Transaction, place: Place) -> int:
    """How many wait before them."""
    count: int = await queries.ahead_in_line(tx, activity_id=place.activity_id, position=place.position)
    return count


async def line(tx: Transaction, activity: ActivityId, most: int) -> list[Place]:
    return [read_place(row) for row in await queries.line(tx, activity_id=activity, most=most)]


async def offer_due(tx: Transaction, now: int) -> Place | None:
    return _place(await queries.offer_due(tx, now=now))


async def offer_to_nobody(tx: Transaction, now: int) -> Place | None:
    return _place(await queries.offer_to_nobody(tx, now=now))


async def line_to_move(tx: Transaction, now: int) -> ActivityId | None:
    activity: ActivityId | None = await queries.line_to_move(tx, now=now)
    return activity


async def line_to_close(tx: Transaction, now: int) -> ActivityId | None:
    activity: ActivityId | None = await queries.line_to_close(tx, now=now)
    return activity


async def guests(tx: Transaction, activity: ActivityId, skipped: int, most: int) -> list[Place]:
    """Those who have a place, in the order in which they signed up."""
    rows = await queries.guests(tx, activity_id=activity, skipped=skipped, most=most)
    return [read_place(row) for row in rows]


async def attendance(tx: Transaction, activity: ActivityId) -> tuple[int, int]:
    """How many have a place, and how many of them came."""
    row = await queries.attendance(tx, activity_id=activity)
    return row["going"], row["here"]


async def set_here(tx: Transaction, place: Place, *, is_here: bool) -> None:
    await queries.set_here(tx, address_id=place.address, is_here=int(is_here))


async def counts(tx: Transaction) -> Sequence[Row]:
    """How many came to all activities that are over, by kind."""
    rows: Sequence[Row] = await queries.counts(tx)
    return rows


async def close_books(tx: Transaction, activity: KeptActivity) -> None:
    """Of those who came, only their number stays."""
    _, here = await attendance(tx, activity.activity_id)
    await queries.drop_places(tx, activity_id=activity.activity_id)
    await queries.close_books(tx, activity_id=activity.activity_id, came=here)


async def drop_old(tx: Transaction, before: int) -> None:
    await queries.drop_old_rounds(tx, before=before)
    await queries.drop_old_news(tx, before=before)
    await queries.drop_old_activities(tx, before=before)


def _activity(row: Row | None) -> KeptActivity | None:
    return read_activity(row) if row else None


def _place(row: Row | None) -> Place | None:
    return read_place(row) if row else None


def _ids(ids: Iterable[str]) -> dict[str, str]:
    """Each under a name of its own; the rest name nothing."""
    padded = [*ids, *[""] * MOST_HELD]
    return {f"id_{letter}": each for letter, each in zip(ascii_lowercase[:MOST_HELD], padded, strict=False)}
