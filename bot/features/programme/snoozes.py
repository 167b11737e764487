"""Reminders that are wanted once more: a row of the person's own for each, which is its own ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.features.programme.kept import Attendee, KeptSession
from bot.features.programme.rounds import Recipient, read_recipient
from bot.features.programme.rules import Phase, standing
from bot.features.programme.store import queries, read_session
from bot.storage.database import Transaction


class SnoozeOutcome(StrEnum):
    """What became of it; the value ends a catalogue key."""

    POSTED = "posted"
    MISSED = "missed"
    OFF = "off"
    """The session does not take place."""
    MOVED = "moved"
    """It is at another time, for which there is a reminder of its own."""
    UNREACHABLE = "unreachable"


def outcome_of(session: KeptSession, asked_for: int, now: int) -> SnoozeOutcome:
    """Of what was asked for at a time the session had."""
    if session.is_off:
        return SnoozeOutcome.OFF
    if session.starts_at != asked_for:
        return SnoozeOutcome.MOVED
    is_missed = standing(session.starts_at, session.ends_at, now).phase is Phase.MISSED
    return SnoozeOutcome.MISSED if is_missed else SnoozeOutcome.POSTED


@dataclass(frozen=True, slots=True)
class DueSnooze:
    """`asked_for`: when the session was to start as they asked."""

    to: Recipient
    session: KeptSession
    asked_for: int


@dataclass(frozen=True, slots=True)
class SnoozeLine:
    """One that waits, or what became of it."""

    session: KeptSession
    asked_for: int
    due_at: int
    outcome: SnoozeOutcome | None
    decided_at: int

    @property
    def is_coming(self) -> bool:
        """Of what is off, or at another time by now, it will not come."""
        return self.outcome is None and not self.session.is_off and self.session.starts_at == self.asked_for


async def keep_snooze(
    tx: Transaction, attendee: Attendee, session: KeptSession, due_at: int, now: int
) -> None:
    """In place of an earlier one for the same session."""
    await queries.keep_snooze(
        tx,
        attendee=attendee,
        session_id=session.session_id,
        starts_at=session.starts_at,
        due_at=due_at,
        decided_at=now,
    )


async def due_snoozes(tx: Transaction, now: int, most: int) -> list[DueSnooze]:
    """Held for this transaction."""
    rows = await queries.due_snoozes(tx, now=now, most=most)
    return [DueSnooze(read_recipient(row, row["place"]), read_session(row), row["asked_for"]) for row in rows]


async def end_snoozes(tx: Transaction, ended: Iterable[tuple[DueSnooze, SnoozeOutcome]], now: int) -> None:
    rows = [
        {
            "attendee": due.to.attendee,
            "session_id": due.session.session_id,
            "outcome": outcome.value,
            "decided_at": now,
        }
        for due, outcome in ended
    ]
    if rows:
        await queries.end_snoozes(tx, rows)


async def snoozes_of(tx: Transaction, attendee: Attendee, most: int) -> list[SnoozeLine]:
    """The latest first."""
    rows = await queries.snoozes_of(tx, attendee=attendee, most=most)
    return [
        SnoozeLine(
            read_session(row),
            row["asked_for"],
            row["due_at"],
            SnoozeOutcome(row["outcome"]) if row["outcome"] else None,
            row["decided_at"],
        )
        for row in rows
    ]
