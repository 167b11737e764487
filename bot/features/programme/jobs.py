"""What happens by the clock: reminders leave when due, changes are told, old attendance is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from bot.core.clock import Clock
from bot.core.context import TextsFor
from bot.core.ids import Ref
from bot.core.outcome import Lane, Letter
from bot.features.programme import day_messages, letters, reminders, rounds, snoozes, store, telling
from bot.features.programme.kept import KeptSession
from bot.features.programme.rounds import Recipient, ReminderOutcome, Round
from bot.features.programme.rules import Phase, Standing, standing, wished_at
from bot.features.programme.snoozes import DueSnooze, SnoozeOutcome
from bot.features.programme.telling import Stretch, ToldChange
from bot.storage.database import Database, Transaction

AT_ONCE = 100
"""Attendees in one transaction: few enough that nobody who presses a button waits for it."""
READY_FOR = 10
"""Seconds of sending that lie ready: what is not posted yet can still be cancelled, moved or taken off."""
KEPT_FOR = 30 * 24 * 3600
"""Seconds after a session's end until it is forgotten who wanted to be there."""


class LetterBox(Protocol):
    """Where letters are owed: part of the transaction given."""

    async def post(self, tx: Transaction, letters: Iterable[Letter]) -> None: ...

    async def owes(self, tx: Transaction, lane: Lane, most: int) -> bool:
        """Whether so many letters of a lane wait for their turn, or more."""
        ...

    async def withdraw(self, tx: Transaction, refs: Iterable[Ref]) -> None:
        """Where they stand need not be known any more."""
        ...


class ReminderJob:
    """All that is due is posted, each thing once: a second run at the same moment posts nothing.

    `wake` is called when letters have been posted; `pause` tells for how many seconds no letter of a lane can
    leave.
    """

    def __init__(
        self,
        database: Database,
        letter_box: LetterBox,
        texts_for: TextsFor,
        clock: Clock,
        wake: Callable[[Iterable[Lane]], None],
        per_second: int = 30,
        pause: Callable[[Lane], float] = lambda _: 0.0,
    ) -> None:
        self._database = database
        self._letter_box = letter_box
        self._texts_for = texts_for
        self._clock = clock
        self._wake = wake
        self._most_ready = per_second * READY_FOR
        self._pause = pause

    async def run(self) -> None:
        """Run every few seconds. Stretch by stretch, in a transaction each, until nothing is due, or enough
        letters lie ready for now.

        What cannot leave for long is not written yet: it is to say how things are when it does.
        """
        while self._pause(Lane.REMINDERS) <= READY_FOR and await self._do_some():
            self._wake([Lane.REMINDERS])

    async def forget_past(self) -> None:
        """Run once an hour or so."""
        now = int(self._clock.now())
        async with self._database.transaction() as tx:
            await store.forget_past(tx, now - KEPT_FOR)
            await self._letter_box.withdraw(tx, await day_messages.drop_past(tx, now))

    async def _do_some(self) -> bool:
        """One stretch. Changes go first: nobody is reminded of what they do not know has moved; then what
        somebody has asked for with a button: they do not wait for a crowd."""
        async with self._database.transaction() as tx:
            now = int(self._clock.now())
            if await self._letter_box.owes(tx, Lane.REMINDERS, self._most_ready):
                return False
            return (
                await self._tell_some(tx, now)
                or await self._remind_again(tx, now)
                or await self._remind_some(tx, now)
            )

    async def _remind_some(self, tx: Transaction, now: int) -> bool:
        """One stretch of the round longest due; False when nothing is due."""
        due = await rounds.next_round(tx, now)
        if due is None:
            return False
        session = await store.find_session(tx, due.session_id)
        assert session is not None
        if session.is_off or session.starts_at != due.starts_at:
            await rounds.correct_round(tx, due, session)
            return True
        recipients = await rounds.to_remind(tx, due, AT_ONCE)
        stand = standing(session.starts_at, session.ends_at, now)
        outcomes = [(to, _outcome(to, stand, due, session, now)) for to in recipients]
        reminded = [to for to, outcome in outcomes if outcome.is_posted]
        await self._letter_box.post(tx, (reminders.owed(to, session, due.lead, now) for to in reminded))
        await rounds.keep_outcomes(tx, due, outcomes, now)
        await rounds.advance_round(tx, due, recipients, is_done=len(recipients) < AT_ONCE)
        return True

    async def _remind_again(self, tx: Transaction, now: int) -> bool:
        """Some of those who wanted to be reminded once more; False when nobody does now."""
        due = await snoozes.due_snoozes(tx, now, AT_ONCE)
        outcomes = [(each, _snooze_outcome(each, now)) for each in due]
        again = [each for each, outcome in outcomes if outcome is SnoozeOutcome.POSTED]
        await self._letter_box.post(tx, (reminders.owed(each.to, each.session, None, now) for each in again))
        await snoozes.end_snoozes(tx, outcomes, now)
        return bool(due)

    async def _tell_some(self, tx: Transaction, now: int) -> bool:
        """One stretch of attendees of what has changed; False when all know it."""
        stretch = await telling.next_stretch(tx, now, AT_ONCE)
        if stretch is None:
            return False
        told = await telling.to_tell(tx, stretch, now)
        await self._letter_box.post(tx, await self._news(tx, stretch, told, now))
        await telling.advance(tx, stretch)
        return True

    async def _news(
        self, tx: Transaction, stretch: Stretch, told: list[tuple[Recipient, list[ToldChange]]], now: int
    ) -> list[Letter]:
        """A notice to each, and their agendas that stand in a chat as they are now."""
        if not told:
            return []
        agendas = await telling.agendas_in(tx, stretch, now)
        notices = [
            letters.notice(self._texts_for(to.language), to, changes, agendas.get(to.attendee, []), now)
            for to, changes in told
            if to.language
        ]
        standing_days = await day_messages.between(tx, stretch.reached, stretch.last)
        revised = [
            day_messages.revision(
                self._texts_for(to.language), to.address, each, agendas.get(to.attendee, [])
            )
            for to, changes in told
            if to.language
            for each in standing_days.get(to.attendee, ())
            if each.day in {day for change in changes for day in change.days}
        ]
        return [*notices, *revised]


def _outcome(to: Recipient, stand: Standing, due: Round, session: KeptSession, now: int) -> ReminderOutcome:
    if stand.phase is Phase.MISSED:
        return ReminderOutcome.MISSED
    if not to.language:
        return ReminderOutcome.UNREACHABLE
    is_early = now < wished_at(session.starts_at, due.lead, session.zone)
    return ReminderOutcome.EARLY if is_early else ReminderOutcome.POSTED


def _snooze_outcome(due: DueSnooze, now: int) -> SnoozeOutcome:
    outcome = snoozes.outcome_of(due.session, due.asked_for, now)
    is_lost = outcome is SnoozeOutcome.POSTED and not due.to.language
    return SnoozeOutcome.UNREACHABLE if is_lost else outcome
