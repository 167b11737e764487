"""What is kept for the clock: what is due, and how far along those who signed up it has come.

A reminder is no row that waits for its time. An activity has one *round* per lead time, and a due round is
gone through in stretches of people, in the order of their addresses; it remembers how far it has come. So
moving an activity sets two rows anew, whoever has signed up. Changes are told in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from bot.core.ids import AddressId
from bot.features.activities.kept import ActivityId, KeptActivity, Place, read_activity, read_place
from bot.features.activities.model import Wording
from bot.features.activities.rules import Lead, News
from bot.features.activities.store import queries
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Round:
    """The reminders of one activity for one lead time; `reached` is the last address done."""

    activity_id: ActivityId
    lead: Lead
    reached: str


@dataclass(frozen=True, slots=True)
class ToldNews:
    """What changed, from where it stood when people last heard of it; `told_to` is the last address told."""

    activity_id: ActivityId
    kind: News
    before_at: int
    before_place: Wording
    told_to: str


async def next_round(tx: Transaction, now: int) -> Round | None:
    """The one longest due, held for this transaction."""
    row = await queries.next_round(tx, now=now)
    return Round(ActivityId(row["activity_id"]), Lead(row["lead_hours"]), row["reached"]) if row else None


async def advance_round(tx: Transaction, due: Round, people: Sequence[Place], *, is_done: bool) -> None:
    await queries.advance_round(
        tx,
        activity_id=due.activity_id,
        lead_hours=int(due.lead),
        reached=people[-1].address if people else due.reached,
        is_done=int(is_done),
    )


async def next_news(tx: Transaction, now: int) -> ToldNews | None:
    """The oldest that is not told to all, held for this transaction."""
    row = await queries.next_news(tx, now=now)
    if row is None:
        return None
    return ToldNews(
        ActivityId(row["activity_id"]),
        News(row["kind"]),
        row["before_at"],
        orjson.loads(row["before_place"]),
        row["told_to"],
    )


async def advance_news(tx: Transaction, news: ToldNews, people: Sequence[Place], *, is_told: bool) -> None:
    await queries.advance_news(
        tx,
        activity_id=news.activity_id,
        told_to=people[-1].address if people else news.told_to,
        is_told=int(is_told),
    )


async def next_to_write_to(tx: Transaction, activity: ActivityId, reached: str, most: int) -> list[Place]:
    """The next stretch of those who signed up, however they stand."""
    rows = await queries.next_to_write_to(tx, activity_id=activity, reached=AddressId(reached), most=most)
    return [read_place(row) for row in rows]


async def activity_over(tx: Transaction, before: int) -> KeptActivity | None:
    """One that ended before that moment, and of which it is still known who signed up; held."""
    row = await queries.activity_over(tx, before=before)
    return read_activity(row) if row else None


async def addresses_of(tx: Transaction, activity: ActivityId) -> list[AddressId]:
    """Of all who signed up."""
    return [AddressId(row["address_id"]) for row in await queries.addresses_of(tx, activity_id=activity)]
