"""What people thought of a session: under a keyed hash while they can change it, afterwards nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.agenda import Session
from bot.core.context import Context, Keys, Purpose
from bot.core.counts import SMALLEST
from bot.core.ids import AddressId, KeyId, random_id
from bot.features.questions import store
from bot.features.questions.rules import RATINGS
from bot.features.questions.store import queries
from bot.storage.database import Row, Transaction

PAGE = 6
WORDS_PAGE = 6


@dataclass(frozen=True, slots=True)
class Room:
    """Where something is said of one session, and how many have."""

    session_id: str
    ends_at: int | None
    """When it closes; None: nobody was asked yet."""
    answers: int
    is_closed: bool

    def is_open(self, now: int) -> bool:
        return not self.is_closed and self.ends_at is not None and now < self.ends_at


async def find(tx: Transaction, session_id: str) -> Room | None:
    row = await queries.room(tx, session_id=session_id)
    return _room(row) if row else None


async def may_answer(context: Context, session_id: str) -> bool:
    """Only who was asked."""
    attendee = context.people.alias(Purpose.ATTENDANCE)
    return bool(await queries.was_asked(context.tx, session_id=session_id, attendee=attendee))


async def rate(context: Context, session_id: str, rating: int) -> bool:
    """One per person; the latest counts. False when it is over."""
    giver = _giver(context, session_id)
    is_new = await queries.keep_rating(context.tx, giver=giver, session_id=session_id, rating=rating)
    if not is_new:
        return bool(await queries.change_rating(context.tx, giver=giver, rating=rating))
    return bool(await queries.one_more_answer(context.tx, session_id=session_id, now=context.now))


async def keep_line(context: Context, session: Session, line: str) -> bool:
    """Beside a rating that was given. False when there is none any more."""
    giver = _giver(context, session.session_id)
    sealer = await store.sealer_of(context.tx, context.keys, session)
    return bool(await queries.keep_line(context.tx, giver=giver, sealed=sealer.seal(line, _bound(giver))))


async def count_given(context: Context) -> int:
    """Of the person at hand, of sessions where they can still change it."""
    givers = await _givers(context)
    counted: int = await queries.count_givers(context.tx, givers="".join(givers)) if givers else 0
    return counted


async def forget_given(context: Context) -> None:
    """They could answer again, so they count no more: nobody reaches the fewest answers alone."""
    if rows := [{"giver": giver} for giver in await _givers(context)]:
        await queries.one_answer_less(context.tx, rows)
        await queries.forget_giver(context.tx, rows)


async def close_next(tx: Transaction, keys: Keys, now: int) -> str | None:
    """From now on nobody's: counts, and lines in a new order. What is too little to be told goes."""
    row = await queries.to_close(tx, now=now)
    if row is None:
        return None
    room = _room(row)
    await queries.close(tx, session_id=room.session_id)
    if room.answers >= SMALLEST:
        await queries.keep_counts(tx, session_id=room.session_id)
        await _keep_words(tx, keys, room)
    await queries.forget_givers(tx, session_id=room.session_id)
    await queries.forget_asked(tx, session_id=room.session_id)
    return room.session_id


async def rated(tx: Transaction, page: int) -> list[Room]:
    """Where there are enough answers to tell of, the latest first."""
    rows = await queries.rated(tx, least=SMALLEST, most=PAGE + 1, skipped=page * PAGE)
    return [_room(row) for row in rows]


async def counts(tx: Transaction, session_id: str) -> list[int]:
    """Of each rating, from the lowest."""
    found = {row["rating"]: row["voices"] for row in await queries.counts(tx, session_id=session_id)}
    return [found.get(rating, 0) for rating in RATINGS]


async def words(tx: Transaction, keys: Keys, session_id: str, page: int) -> list[str]:
    """In the order of their random ids, which says nothing about when they came, or from whom."""
    rows = await queries.words(tx, session_id=session_id, most=WORDS_PAGE + 1, skipped=page * WORDS_PAGE)
    if not rows:
        return []
    sealer = await store.sealer_in(tx, keys, session_id)
    return [sealer.open(row["sealed"], _bound(row["words_id"])) for row in rows]


async def drop_next(tx: Transaction, keys: Keys, now: int) -> Sequence[AddressId] | None:
    """All about a session that is long over, questions too. Where askers were reached; None: nothing."""
    row = await queries.old_room(tx, now=now)
    if row is None:
        return None
    here = row["session_id"]
    addresses = [AddressId(each["address_id"]) for each in await queries.addresses_in(tx, session_id=here)]
    for drop in (
        queries.drop_votes_in,
        queries.drop_questions_in,
        queries.forget_givers,
        queries.forget_asked,
        queries.drop_counts,
        queries.drop_words,
        queries.drop_rounds,
        queries.drop_room,
    ):
        await drop(tx, session_id=here)
    if row["key_id"]:
        await keys.destroy(tx, KeyId(row["key_id"]))
    return addresses


async def _keep_words(tx: Transaction, keys: Keys, room: Room) -> None:
    kept = await queries.lines_of(tx, session_id=room.session_id)
    if len(kept) < SMALLEST:
        return
    sealer = await store.sealer_in(tx, keys, room.session_id)
    rows = []
    for row in kept:
        words_id, line = random_id(), sealer.open(row["sealed"], _bound(row["giver"]))
        sealed = sealer.seal(line, _bound(words_id))
        rows.append({"words_id": words_id, "session_id": room.session_id, "sealed": sealed})
    await queries.keep_words(tx, rows)


async def _givers(context: Context) -> list[str]:
    """All they could have, in one order for everybody."""
    return [_giver(context, row["session_id"]) for row in await queries.collecting(context.tx)]


def _giver(context: Context, session_id: str) -> str:
    alias = context.people.alias(Purpose.FEEDBACK)
    return context.keys.lookup("questions.feedback", f"{alias}:{session_id}")


def _room(row: Row) -> Room:
    return Room(row["session_id"], row["feedback_ends_at"], row["answers"], bool(row["is_closed"]))


def _bound(named: str) -> str:
    return f"feedback:{named}"
