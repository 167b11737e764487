"""A number did not work: one voice per person, without a name; after several, somebody is asked to look."""

from __future__ import annotations

from bot.core.context import Context, Purpose, Roster
from bot.core.coordinators import to_coordinators
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.journal import Deed, Entry
from bot.core.outcome import Letter, Outcome, Screen, Turn
from bot.core.routes import Feature, OnPress
from bot.core.text import paragraphs
from bot.features.support import cards, store, tasks
from bot.features.support.doubts import Doubts
from bot.features.support.places import Places


class Reports:
    def __init__(self, places: Places, doubts: Doubts, roster: Roster) -> None:
        self._places = places
        self._doubts = doubts
        self._roster = roster

    def feature(self) -> Feature:
        return Feature("support.reports", [OnPress("support.failed", self.got_failed)])

    async def got_failed(self, context: Context, pressed: Press) -> Outcome:
        """What is left to call is shown at once. Memory may run ahead of the commit; it is renewed soon."""
        country, number = (*pressed.arguments, "", "")[:2]
        if country not in self._places.countries or not self._places.at(country).shows(number):
            raise UserError("engine.old_button")
        voice = context.people.alias(Purpose.REPORT)
        is_new = await store.add_voice(context.tx, voice, country, number, context.now)
        letters = await self._doubt(context, country, number) if is_new else []
        place, t = self._places.at(country), context.t
        screen = Screen(
            paragraphs(t("support.noted"), cards.numbers_text(t, place)),
            (*cards.copy_rows(t, place), (cards.back_to_card(t, place),)),
        )
        return Outcome((Turn(screen),), letters=tuple(letters))

    async def _doubt(self, context: Context, country: str, number: str) -> list[Letter]:
        self._doubts.add(country, number)
        entry = Entry(context.now, Deed.NUMBER_DOUBTED, None, detail=f"{country} {number}")
        await context.journal.write(context.tx, entry)
        doubt = store.Doubt(country, number, is_decided=False)
        return await to_coordinators(
            context, self._roster, "support.doubt", lambda t: tasks.task_screen(t, self._places, doubt)
        )
