"""What happens by the clock: people are asked what they thought, answers close, and all of it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.core.agenda import Session, Sessions
from bot.core.audience import Reader
from bot.core.context import Work
from bot.core.ids import Batch
from bot.core.language import Language
from bot.core.outcome import Delivery, Lane, Letter, Post, Screen
from bot.features.questions import feedback, feedback_store, rounds
from bot.features.questions.rounds import Round
from bot.features.questions.rules import ASKED_WITHIN, LETTER_LASTS, morning_after

STRETCH = 100
"""Attendees in one transaction: few enough that nobody who presses a button waits for it."""
OWED_FOR = 10
"""Seconds of sending that lie ready."""

Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]


class QuestionJobs:
    """`run`: carries out a piece of work again and again, while there is more of it."""

    def __init__(self, sessions: Sessions, per_second: int, run: Callable[[Piece], Awaitable[None]]) -> None:
        self._sessions = sessions
        self._most_owed = per_second * OWED_FOR
        self._run = run

    async def ask(self) -> None:
        """Run every few seconds."""
        await self._run(self._ask_some)

    async def open_and_close(self) -> None:
        """Run every minute or so."""
        await self._run(self._open)
        await self._run(self._close)

    async def tidy(self) -> None:
        """Run every hour or so."""
        await self._run(self._drop)

    async def _open(self, work: Work) -> tuple[bool, list[Letter]]:
        ended = await self._sessions.ended(work.tx, work.now - ASKED_WITHIN, work.now)
        await rounds.open_rounds(work.tx, ended, work.now)
        return False, []

    async def _ask_some(self, work: Work) -> tuple[bool, list[Letter]]:
        """One stretch of the round longest due."""
        due = await rounds.next_round(work.tx, work.now)
        if due is None:
            return False, []
        session = await self._session(work, Language.EN, due)
        is_moved = session is not None and session.ends_at > work.now
        if session is None or session.is_off or is_moved or work.now >= due.expires_at:
            await rounds.give_up(work.tx, due, is_moved=is_moved)
            return True, []
        if (day := morning_after(work.now, due.zone)) > work.now:
            await rounds.hold(work.tx, due, day)
            return True, []
        if (await work.sent.tally(work.tx, Batch(due.session_id))).owed >= self._most_owed:
            return False, []
        return True, await self._ask_stretch(work, due)

    async def _ask_stretch(self, work: Work, due: Round) -> list[Letter]:
        stretch = await self._sessions.reminded(work.tx, due.session_id, due.place, due.reached, STRETCH)
        meant = await rounds.to_be_asked(work.tx, due, stretch)
        await rounds.asked(work.tx, due, meant)
        await rounds.advance(work.tx, due, stretch, is_done=len(stretch) < STRETCH)
        return await self._letters(work, due, meant)

    async def _letters(self, work: Work, due: Round, readers: Sequence[Reader]) -> list[Letter]:
        """One screen per language, a letter per person: at most once, and not when it would be night."""
        screens: dict[Language, Screen] = {}
        owed = []
        for reader in readers:
            language = reader.language
            assert language is not None, "they are reached"
            if language not in screens:
                screens[language] = await self._screen(work, language, due)
            owed.append(
                Letter(
                    reader.address,
                    "questions.feedback",
                    Post(screens[language]),
                    lane=Lane.BULK,
                    delivery=Delivery.AT_MOST_ONCE,
                    expires_in=LETTER_LASTS,
                    batch=Batch(due.session_id),
                )
            )
        return owed

    async def _screen(self, work: Work, language: Language, due: Round) -> Screen:
        session = await self._session(work, language, due)
        assert session is not None
        return feedback.question(work.texts_for(language), due.session_id, session.title)

    async def _session(self, work: Work, language: Language, due: Round) -> Session | None:
        named = await self._sessions.named(work.tx, work.texts_for(language), [due.session_id])
        return named.get(due.session_id)

    async def _close(self, work: Work) -> tuple[bool, list[Letter]]:
        closed = await feedback_store.close_next(work.tx, work.keys, work.now)
        if closed:
            await work.sent.forget_batch(work.tx, Batch(closed))
        return closed is not None, []

    async def _drop(self, work: Work) -> tuple[bool, list[Letter]]:
        """The ways to those who asked go too."""
        addresses = await feedback_store.drop_next(work.tx, work.keys, work.now)
        await work.sent.forget_addresses(work.tx, addresses or ())
        return addresses is not None, []
