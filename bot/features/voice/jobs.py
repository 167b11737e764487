"""What happens to consultations by the clock: they end, people are told what came of them, and they go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.context import Roster, TextsFor, Work
from bot.core.directory import Directory
from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.outcome import Lane, Letter, Post, Screen, below, press
from bot.core.roles import Action, may
from bot.core.text import paragraphs
from bot.features.voice import store, views
from bot.features.voice.rules import KEPT, TOLD_WITHIN, WORDS_KEPT, Consultation

Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]


class VoiceJobs:
    """`run` does a piece of work again and again until nothing is due."""

    def __init__(self, directory: Directory, roster: Roster, run: Callable[[Piece], Awaitable[None]]) -> None:
        self._directory = directory
        self._roster = roster
        self._run = run

    async def run(self) -> None:
        """Every minute or so."""
        await self._run(self._close)
        await self._run(self._tell)

    async def tidy(self) -> None:
        """Every hour or so."""
        await self._run(self._destroy)
        await self._run(self._drop)

    async def _close(self, work: Work) -> tuple[bool, list[Letter]]:
        due = await store.due_to_close(work.tx, work.now)
        owed: list[Letter] = []
        for asked in due:
            if await store.close(work.tx, asked.consultation_id, asked.closes_at):
                owed += await self._call_for_outcome(work, asked)
        return len(due) == store.AT_ONCE, owed

    async def _call_for_outcome(self, work: Work, asked: Consultation) -> list[Letter]:
        """Whoever asked owes an answer."""
        owed = []
        for member in await self._roster.working_for(work.tx, asked.organisation):
            if may(member.role, Action.CONSULT) and (t := await work.texts_at(member.address)):
                text = paragraphs(
                    t("voice.has_ended"),
                    t("voice.question", question=views.wording(asked, t.language).question),
                )
                rows = ((press(t.label("voice.open_it"), "consult.open", asked.consultation_id),),)
                owed.append(Letter(member.address, "voice.ended", Post(Screen(text, rows))))
        return owed

    async def _tell(self, work: Work) -> tuple[bool, list[Letter]]:
        """The next stretch of those who wait for the oldest outcome; each address goes with its letter."""
        found = await store.to_tell(work.tx)
        if found is None:
            return False, []
        asked, waiting = found
        if not waiting:
            await store.told(work.tx, asked.consultation_id)
            return True, []
        await store.heard(work.tx, [address for address, _ in waiting])
        return True, self._outcomes(work.texts_for, asked, waiting)

    def _outcomes(
        self,
        texts_for: TextsFor,
        asked: Consultation,
        waiting: list[tuple[AddressId, Language | None]],
    ) -> list[Letter]:
        """One screen per language, a letter per person."""
        languages = {language for _, language in waiting if language}
        screens = {each: self._outcome(texts_for, asked, each) for each in languages}
        return [
            Letter(
                address,
                "voice.outcome",
                Post(screens[language]),
                lane=Lane.BULK,
                expires_in=TOLD_WITHIN,
                is_last=True,
            )
            for address, language in waiting
            if language
        ]

    def _outcome(self, texts_for: TextsFor, asked: Consultation, language: Language) -> Screen:
        t = texts_for(language)
        text = paragraphs(
            t("voice.you_were_asked", question=views.wording(asked, language).question),
            views.outcome(t, self._directory, asked),
        )
        return Screen(text, ((below(t.label("voice.see_results"), "voice.result", asked.consultation_id),),))

    async def _destroy(self, work: Work) -> tuple[bool, list[Letter]]:
        return await store.destroy_words(work.tx, work.keys, work.now - WORDS_KEPT), []

    async def _drop(self, work: Work) -> tuple[bool, list[Letter]]:
        """Nobody will say any more what came of it: the ways to those who waited go too."""
        waited = await store.drop_old(work.tx, work.now - KEPT)
        await work.sent.forget_addresses(work.tx, waited or ())
        return waited is not None, []
