"""Whose reminder is due.

A reminder is no row that waits for its time. A session has one *round* per lead time, six rows with the
moment they are due, and six more for every time zone besides the venue's in which somebody wants to be there;
an agenda entry names its lead time and its zone. A due round is gone through in stretches of attendees, along
the index `agenda_of_round`, and remembers how far it has come. So moving a session sets a few rows anew,
whether three people want to be there or a hundred thousand; people who add it or choose another lead time
touch only rows of their own; and waiting costs nothing: one look at `rounds_due`.

`reminders` is the ledger of what was decided for whom. Its rows are written in the transaction that posts
the letters and moves the round on: a crash undoes all three or none. Its key (session, occurrence, lead
time, attendee) keeps a session that comes back to an earlier time from being announced twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.core.ids import AddressId
from bot.core.language import Language
from bot.features.programme.kept import AgendaItem, Attendee, KeptSession, ProgrammeId, SessionId
from bot.features.programme.model import ScheduledSession
from bot.features.programme.rules import NEXT, SETTLING, Lead, due_at
from bot.features.programme.store import queries, read_session
from bot.storage.database import Row, Transaction


class ReminderOutcome(StrEnum):
    """What became of one reminder; the value ends a catalogue key."""

    POSTED = "posted"
    EARLY = "early"
    """Posted before the quiet hours in which it would have come."""
    MISSED = "missed"
    """It was too late to be of use: the bot did not run."""
    UNREACHABLE = "unreachable"

    @property
    def is_posted(self) -> bool:
        return self in (ReminderOutcome.POSTED, ReminderOutcome.EARLY)


@dataclass(frozen=True, slots=True)
class Round:
    """The reminders of one session, at one time, for one lead time, of those in one zone (none: the venue's);
    `reached` is the last attendee done."""

    session_id: SessionId
    starts_at: int
    lead: Lead
    zone: str
    reached: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an attendee is reached and in which language; None when they no longer are."""

    attendee: Attendee
    address: AddressId
    language: Language | None
    zone: str
    """Where they are; none: at the venue."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What was decided about one reminder."""

    session: KeptSession
    lead: Lead
    outcome: ReminderOutcome
    decided_at: int


async def set_rounds(
    tx: Transaction,
    programme_id: ProgrammeId,
    venue: str,
    untimed: Iterable[SessionId],
    timed: Mapping[SessionId, ScheduledSession],
    now: int,
) -> None:
    """Sessions have another time: their reminders come anew, by all clocks they came by before.

    What should have come already comes when the change is told: it may be taken back until then.
    """
    if closed := [{"session_id": session_id} for session_id in untimed]:
        await queries.close_rounds(tx, closed)
    zones: dict[str, list[str]] = {}
    for row in await queries.zones_of_rounds(tx, programme_id=programme_id):
        zones.setdefault(row["session_id"], []).append(row["zone"])
    opened = [
        row | {"due_at": now + SETTLING} if row["due_at"] <= now < session.starts_at - NEXT else row
        for session_id, session in timed.items()
        for zone in ("", *zones.get(session_id, ()))
        for lead in Lead
        for row in [_round_row(session_id, session.starts_at, lead, venue, zone)]
    ]
    if opened:
        await queries.open_rounds(tx, opened)


async def join_rounds(tx: Transaction, items: Iterable[AgendaItem], since: int = 0) -> None:
    """There are rounds by the clocks of whoever holds these; one that was due by `since` is done."""
    joined = [
        row | {"is_done": int(item.session.is_off or row["due_at"] <= since)}
        for item in items
        if item.zone
        for lead in Lead
        for row in [_round_row(item.session.session_id, item.starts_at, lead, item.session.zone, item.zone)]
    ]
    if joined:
        await queries.join_rounds(tx, joined)


async def correct_round(tx: Transaction, due: Round, session: KeptSession) -> None:
    """Somebody joined a round at the very moment its session moved: they are in the one it has now."""
    await advance_round(tx, due, (), is_done=True)
    await join_rounds(tx, [AgendaItem(session, due.lead, due.zone)])


async def next_round(tx: Transaction, now: int) -> Round | None:
    """The round longest due, held for this transaction; rounds nobody is in are done in passing."""
    await queries.close_idle_rounds(tx, now=now)
    row = await queries.next_round(tx, now=now)
    if row is None:
        return None
    return Round(
        SessionId(row["session_id"]),
        row["starts_at"],
        Lead(row["lead_minutes"]),
        row["zone"],
        row["reached"],
    )


async def to_remind(tx: Transaction, due: Round, most: int) -> list[Recipient]:
    """The next attendees of a round, without those who have been reminded of this occurrence."""
    rows = await queries.to_remind(
        tx,
        session_id=due.session_id,
        starts_at=due.starts_at,
        lead_minutes=int(due.lead),
        zone=due.zone,
        reached=due.reached,
        most=most,
    )
    return [read_recipient(row, row["zone"]) for row in rows]


async def keep_outcomes(
    tx: Transaction, due: Round, outcomes: Iterable[tuple[Recipient, ReminderOutcome]], now: int
) -> None:
    rows = [
        {
            "session_id": due.session_id,
            "starts_at": due.starts_at,
            "lead_minutes": int(due.lead),
            "attendee": to.attendee,
            "outcome": outcome.value,
            "decided_at": now,
        }
        for to, outcome in outcomes
    ]
    if rows:
        await queries.keep_reminders(tx, rows)


async def advance_round(
    tx: Transaction, due: Round, recipients: Sequence[Recipient], *, is_done: bool
) -> None:
    """The round has come past these."""
    await queries.advance_round(
        tx,
        session_id=due.session_id,
        starts_at=due.starts_at,
        lead_minutes=int(due.lead),
        zone=due.zone,
        reached=recipients[-1].attendee if recipients else due.reached,
        is_done=int(is_done),
    )


async def ledger_of(tx: Transaction, attendee: Attendee, most: int) -> list[LedgerLine]:
    """What was decided last, the latest first."""
    rows = await queries.reminders_of(tx, attendee=attendee, most=most)
    return [
        LedgerLine(
            read_session(row), Lead(row["lead_minutes"]), ReminderOutcome(row["outcome"]), row["decided_at"]
        )
        for row in rows
    ]


async def decided_of(tx: Transaction, attendee: Attendee) -> set[SessionId]:
    """Sessions of which something was decided about their reminder, at whatever time they were to be."""
    return {SessionId(row["session_id"]) for row in await queries.decided_of(tx, attendee=attendee)}


def read_recipient(row: Row, zone: str) -> Recipient:
    language = Language(row["language"]) if row["language"] else None
    return Recipient(Attendee(row["attendee"]), AddressId(row["address_id"]), language, zone)


def _round_row(session_id: SessionId, starts_at: int, lead: Lead, venue: str, zone: str) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "starts_at": starts_at,
        "lead_minutes": int(lead),
        "zone": zone,
        "due_at": due_at(starts_at, lead, venue, zone),
    }
