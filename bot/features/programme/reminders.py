"""Reminders on their way: a letter says which one it is, and is written as it leaves, from what is true then.

It may have waited for its turn, or for Telegram, or for a bot that did not run. By then the session may begin
in fewer minutes, or at another time, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.core.context import TextsFor
from bot.core.language import Language
from bot.core.outcome import Delivery, Lane, Letter, Screen, Unwritten
from bot.features.programme import letters, store
from bot.features.programme.kept import Attendee, KeptSession, SessionId
from bot.features.programme.quiet import is_quiet
from bot.features.programme.rounds import Recipient, ReminderOutcome
from bot.features.programme.rules import NEXT, Lead, grace_ends_at
from bot.features.programme.snoozes import SnoozeOutcome, outcome_of
from bot.features.programme.store import queries
from bot.storage.database import Transaction

KIND = "programme.reminder"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`starts_at`: for which time somebody is reminded; `lead` is None where it was wanted once more."""

    attendee: Attendee
    session_id: SessionId
    starts_at: int
    lead: Lead | None
    language: Language
    zone: str = ""
    """Where they are; none: at the venue."""

    @property
    def ledger_key(self) -> dict[str, object]:
        """Where it stands in the ledger."""
        key = {"session_id": self.session_id, "starts_at": self.starts_at, "attendee": self.attendee}
        return key if self.lead is None else key | {"lead_minutes": int(self.lead)}

    @classmethod
    def read(cls, about: Mapping[str, Any]) -> Reminder:
        lead = None if about["lead"] is None else Lead(about["lead"])
        return cls(**{**about, "lead": lead, "language": Language(about["language"])})


def owed(to: Recipient, session: KeptSession, lead: Lead | None, now: int) -> Letter:
    assert to.language is not None, "nobody is reminded who cannot be reached"
    reminder = Reminder(to.attendee, session.session_id, session.starts_at, lead, to.language, to.zone)
    return Letter(
        to.address,
        KIND,
        Unwritten(asdict(reminder)),
        lane=Lane.REMINDERS,
        delivery=Delivery.AT_MOST_ONCE,
        expires_in=grace_ends_at(session.starts_at, session.ends_at) - now,
    )


class ReminderWriter:
    """Implements `core.writers.Writer`."""

    def __init__(self, texts_for: TextsFor) -> None:
        self._texts_for = texts_for

    async def write(
        self, tx: Transaction, asked: Sequence[Mapping[str, Any]], now: int
    ) -> list[Screen | None]:
        """One screen for all who read about a session in one language, and one for those whom it must not
        wake. What does not leave is noted."""
        reminders = [Reminder.read(about) for about in asked]
        sessions = await store.sessions_named(tx, {each.session_id for each in reminders})
        wanted = await store.still_wanted(tx, [(each.session_id, each.attendee) for each in reminders])
        screens: dict[tuple[SessionId, Language, bool], Screen] = {}
        said, unsaid = list[Screen | None](), list[tuple[Reminder, SnoozeOutcome]]()
        for each in reminders:
            session = sessions[each.session_id]
            is_wanted = (each.session_id, each.attendee) in wanted
            outcome = outcome_of(session, each.starts_at, now) if is_wanted else SnoozeOutcome.OFF
            if outcome is not SnoozeOutcome.POSTED:
                unsaid.append((each, outcome))
                said.append(None)
                continue
            seen = each.session_id, each.language, _is_silent(each, session, now)
            if seen not in screens:
                texts = self._texts_for(each.language)
                screens[seen] = letters.reminder(texts, session, now, is_silent=seen[-1])
            said.append(screens[seen])
        await _note(tx, unsaid, now)
        return said


def _is_silent(reminder: Reminder, session: KeptSession, now: int) -> bool:
    """It was held up into the night, and there is time yet; what somebody asked for once more they expect."""
    is_near = session.starts_at - now <= NEXT
    return reminder.lead is not None and not is_near and is_quiet(now, reminder.zone or session.zone)


async def _note(tx: Transaction, unsaid: Sequence[tuple[Reminder, SnoozeOutcome]], now: int) -> None:
    """Of a time the session has left, nobody was reminded: should it come back to it, they will be."""
    again = [each.ledger_key | {"outcome": outcome.value} for each, outcome in unsaid if each.lead is None]
    planned = [(each.ledger_key, outcome is SnoozeOutcome.MISSED) for each, outcome in unsaid if each.lead]
    missed = [key | {"outcome": ReminderOutcome.MISSED.value} for key, is_missed in planned if is_missed]
    needless = [key for key, is_missed in planned if not is_missed]
    if again:
        await queries.correct_snoozes(tx, [line | {"decided_at": now} for line in again])
    if missed:
        await queries.miss_reminders(tx, [line | {"decided_at": now} for line in missed])
    if needless:
        await queries.take_back_reminders(tx, needless)
