"""Whom a session that is over is to be asked about.

A session has one *round* per place its people said they are in, due when it is day there. A round is gone
through in stretches of attendees and remembers how far it has come: nobody has a row that waits. Who was
asked is noted in the transaction that posts the letters, so that nobody is asked twice, whatever stops the
bot and wherever somebody travels meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.agenda import Ended
from bot.core.audience import Reader
from bot.features.questions.rules import (
    ASKED_AFTER,
    ASKED_WITHIN,
    FEEDBACK_FOR,
    KEPT_FOR,
    morning_after,
)
from bot.features.questions.store import queries
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Round:
    """Those in one place (none: the venue's) who are asked about one session; `reached` is the last done."""

    session_id: str
    place: str
    zone: str
    expires_at: int
    reached: str


async def open_rounds(tx: Transaction, ended: Iterable[Ended], now: int) -> None:
    """For what has ended and has none yet."""
    known = {(row["session_id"], row["place"]) for row in await queries.rounds_since(tx, now=now)}
    new = [each for each in ended if (each.session_id, each.place) not in known]
    if not new:
        return
    rooms = {
        each.session_id: {
            "session_id": each.session_id,
            "expires_at": each.programme_ends_at + KEPT_FOR,
            "feedback_ends_at": each.ends_at + FEEDBACK_FOR,
        }
        for each in new
    }
    await queries.keep_rooms(tx, list(rooms.values()))
    await queries.open_rounds(
        tx,
        [
            {
                "session_id": each.session_id,
                "place": each.place,
                "zone": each.zone,
                "due_at": morning_after(each.ends_at + ASKED_AFTER, each.zone),
                "expires_at": each.ends_at + ASKED_WITHIN,
            }
            for each in new
        ],
    )


async def next_round(tx: Transaction, now: int) -> Round | None:
    """The round longest due, held for this transaction."""
    row = await queries.next_round(tx, now=now)
    return Round(**row) if row else None


async def hold(tx: Transaction, due: Round, until: int) -> None:
    await queries.hold_round(tx, session_id=due.session_id, place=due.place, due_at=until)


async def give_up(tx: Transaction, due: Round, *, is_moved: bool) -> None:
    """Nobody more is asked. If the session goes on, and nobody was, it is found again when it ends."""
    if is_moved and not due.reached:
        await queries.drop_round(tx, session_id=due.session_id, place=due.place)
    else:
        await advance(tx, due, (), is_done=True)


async def to_be_asked(tx: Transaction, due: Round, stretch: Sequence[Reader]) -> list[Reader]:
    """Of a stretch, without those who were asked, want not to be, or are not reached."""
    if not stretch:
        return []
    bounds = {"session_id": due.session_id, "after": due.reached, "last": stretch[-1].alias}
    over = {row["attendee"] for row in await queries.passed_over(tx, **bounds)}
    return [each for each in stretch if each.alias not in over and each.language]


async def asked(tx: Transaction, due: Round, readers: Iterable[Reader]) -> None:
    rows = [{"session_id": due.session_id, "attendee": each.alias} for each in readers]
    if rows:
        await queries.keep_asked(tx, rows)


async def advance(tx: Transaction, due: Round, stretch: Sequence[Reader], *, is_done: bool) -> None:
    """The round has come past these."""
    await queries.advance_round(
        tx,
        session_id=due.session_id,
        place=due.place,
        reached=stretch[-1].alias if stretch else due.reached,
        is_done=int(is_done),
    )
