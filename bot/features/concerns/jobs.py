"""What happens to concerns by the clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.core.context import Tier, Work
from bot.core.journal import Deed
from bot.core.outcome import Letter, Post, Screen
from bot.features.concerns import calling, conduct, erasure, held, letters, letting_go, news, store, views
from bot.features.concerns.handing_over import end_old
from bot.features.concerns.office import Office
from bot.features.concerns.relations import able_for, note_deed
from bot.features.concerns.retention import DAY, Retention
from bot.features.concerns.rules import HELD_SECONDS, Concern, Result, State

Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]


class ConcernJobs:
    """Runs without a person at hand. `run` does a piece of work again and again until nothing is due."""

    def __init__(self, office: Office, retention: Retention, run: Callable[[Piece], Awaitable[None]]) -> None:
        self._office = office
        self._retention = retention
        self._run = run

    async def keep_promises(self) -> None:
        """Every few seconds: calls nobody answered go further, promises that were missed are owned up to."""
        await self._run(self._call_further)
        await self._run(self._own_up)
        await self._run(self._end_offers)

    async def tidy(self) -> None:
        """Every hour or so: what was kept long enough goes."""
        await self._run(self._drop_old)
        await self._run(self._close_silent)
        await self._run(self._erase_expired)

    async def _call_further(self, work: Work) -> tuple[bool, list[Letter]]:
        due = await store.to_call(work.tx, work.now)
        owed: list[Letter] = []
        for concern in due:
            if concern.state is State.NEW:
                owed += await calling.call_further(work, self._office, concern)
            elif concern.state is State.TAKEN and concern.unseen:
                owed += await self._take_back(work, concern)
            else:
                await store.called(work.tx, concern, concern.tier, None)
        return len(due) == store.AT_ONCE, owed

    async def _own_up(self, work: Work) -> tuple[bool, list[Letter]]:
        due = await store.promises_missed(work.tx, work.now)
        owed: list[Letter] = []
        for concern in due:
            await note_deed(work, concern, Deed.MISSED, None)
            answer_by_at = work.now + self._office.times.answer // 2
            await store.promise(work.tx, concern.case_id, answer_by_at, is_late=True)
            owed += await news.tell(work, self._office, concern, "concerns.late_for_you")
            if concern.state is State.NEW:
                owed += await calling.call_further(work, self._office, concern)
            elif concern.is_late:
                owed += await self._take_back(work, concern)
            else:
                owed += await self._remind(work, concern)
        return len(due) == store.AT_ONCE, owed

    async def _remind(self, work: Work, concern: Concern) -> list[Letter]:
        """The officer, and those above them."""
        owed: list[Letter] = []
        if concern.officer and (t := await work.texts_at(concern.officer)):
            owed.append(
                letters.news_to_officer(
                    t, self._office, concern, concern.officer, "concerns.late_for_officer"
                )
            )
        able = await able_for(work, self._office, concern)
        for member in able[Tier.LEADS] or able[Tier.COORDINATORS]:
            if member.address != concern.officer and (t := await work.texts_at(member.address)):
                text = t("concerns.late_in_team", reference=self._office.title(t, concern))
                owed.append(Letter(member.address, "concerns.late", Post(Screen(text))))
        return owed

    async def _take_back(self, work: Work, concern: Concern) -> list[Letter]:
        """Whoever has it does not answer: it waits for others, and both sides are told."""
        await note_deed(work, concern, Deed.RETURNED, None)
        return await letting_go.give_back(work, self._office, concern, "concerns.taken_back")

    async def _end_offers(self, work: Work) -> tuple[bool, list[Letter]]:
        return False, await end_old(work, self._office)

    async def _drop_old(self, work: Work) -> tuple[bool, list[Letter]]:
        """Words an officer never sent anywhere are destroyed; old strikes are forgotten."""
        await held.drop_old(work.tx, work.keys, work.now - HELD_SECONDS)
        await conduct.drop_old(work)
        return False, []

    async def _close_silent(self, work: Work) -> tuple[bool, list[Letter]]:
        """Answered long ago, and nobody wrote since: closed, and still to be reopened."""
        due = await store.silent_since(work.tx, work.now - self._retention.silent * DAY)
        owed: list[Letter] = []
        for concern in due:
            expires_at = self._retention.expires_at(concern, Result.FELL_SILENT, work.now)
            await store.close(work.tx, concern.case_id, Result.FELL_SILENT, work.now, expires_at)
            await note_deed(work, concern, Deed.CLOSED, None, Result.FELL_SILENT)
            t = await work.texts_at(concern.reporter)
            rows = views.closed_rows(t, concern) if t else ()
            owed += await news.tell(work, self._office, concern, "concerns.closed_fell_silent", *rows)
            if concern.officer and (t := await work.texts_at(concern.officer)):
                closed = replace(concern, state=State.CLOSED)
                owed.append(letters.retitle_topic(t, self._office, closed, concern.officer))
        return len(due) == store.AT_ONCE, owed

    async def _erase_expired(self, work: Work) -> tuple[bool, list[Letter]]:
        due = await store.expired(work.tx, work.now)
        owed: list[Letter] = []
        for concern in due:
            owed += await erasure.erase_case(work, self._office, concern, None, Deed.EXPIRED)
            owed += await erasure.told_erased(work, self._office, concern, "concerns.expired_for_you")
        return len(due) == store.AT_ONCE, owed
