"""Finding a service: where, what kind, a list that can be narrowed down in place, a card.

Whatever somebody looks for stands in the buttons of that message: nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.context import Context, Roster
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, number_in
from bot.core.outcome import Outcome, Screen, Show, Turn
from bot.core.routes import Feature, OnCommand, OnLink, OnPress
from bot.features.services import store, views
from bot.features.services.card import card_screen
from bot.features.services.checks import ONLINE
from bot.features.services.finder import Finder
from bot.features.services.model import Code
from bot.features.services.narrowing import choices_screen
from bot.features.services.reporting import report
from bot.features.services.rules import EVERYWHERE, PAGE, Facet, Query
from bot.features.services.shelf import Shelf

LINK_PREFIX = "v"
_QUERY = 7
"""Arguments of a button that say what is looked for."""


class ServicesFlow:
    def __init__(
        self, directory: Directory, roster: Roster, shelf: Shelf, link: Callable[[str], str]
    ) -> None:
        """`link` makes a deep link of its payload."""
        self._directory = directory
        self._roster = roster
        self._shelf = shelf
        self._link = link

    def feature(self) -> Feature:
        return Feature(
            "services",
            [
                OnCommand("support", self.ask_area),
                OnPress("services.start", self.ask_area),
                OnPress("services.kinds", self.ask_kind),
                OnPress("services.list", self.show_list),
                OnPress("services.narrow", self.ask_choice),
                OnPress("services.card", self.show_card),
                OnLink(LINK_PREFIX, self.show_linked),
                OnPress("services.wrong", self.got_report),
            ],
        )

    async def ask_area(self, context: Context, event: Command | Press) -> Outcome:
        return _shown(event, views.areas_screen(await self._finder(context)))

    async def ask_kind(self, context: Context, pressed: Press) -> Outcome:
        return _shown(
            pressed, views.kinds_screen(await self._finder(context), self._query(pressed.arguments).area)
        )

    async def show_list(self, context: Context, pressed: Press) -> Outcome:
        """Where there is no such page any more, the last there is."""
        finder, query = await self._finder(context), self._query(pressed.arguments)
        last = max(0, finder.count(query) - 1) // PAGE
        page = min(number_in(pressed.arguments, _QUERY), last)
        codes = finder.index.page(query, context.now, page * PAGE, PAGE)
        found = await store.services(context.tx, codes, context.now)
        return _shown(pressed, views.list_screen(finder, query, page, found))

    async def ask_choice(self, context: Context, pressed: Press) -> Outcome:
        facet = next((each for each in Facet if each[0] == pressed.argument), None)
        if facet is None:
            raise UserError("engine.old_button")
        query = self._query(pressed.arguments[1:])
        return _shown(pressed, choices_screen(await self._finder(context), query, facet))

    async def show_card(self, context: Context, pressed: Press) -> Outcome:
        """Without a list to go back to, as from a coordinator's letter, a new message."""
        query = self._query(pressed.arguments[1:]) if len(pressed.arguments) > 1 else None
        screen = await self._card(context, pressed.argument, query, number_in(pressed.arguments, 1 + _QUERY))
        return _shown(pressed, screen) if query else Outcome((Show(screen),))

    async def show_linked(self, context: Context, command: Command) -> Outcome:
        return _shown(command, await self._card(context, command.argument, None, 0))

    async def got_report(self, context: Context, pressed: Press) -> Outcome:
        listed = await self._found(context, pressed.argument)
        return await report(context, self._roster, listed)

    def _query(self, arguments: Sequence[str]) -> Query:
        """An area that is none narrows nothing down."""
        query = Query.read(arguments)
        known = query.area in (EVERYWHERE, ONLINE, *self._directory.areas)
        return query if known else replace(query, area=EVERYWHERE)

    async def _card(self, context: Context, code: str, query: Query | None, page: int) -> Screen:
        listed = await self._found(context, code)
        return card_screen(context, listed, self._link(f"{LINK_PREFIX}-{code}"), query, page)

    async def _found(self, context: Context, code: str) -> store.Listed:
        listed = await store.find_service(context.tx, Code(code), context.now)
        if listed is None:
            raise UserError("services.gone")
        return listed

    async def _finder(self, context: Context) -> Finder:
        return Finder(context.t, self._directory, await self._shelf.index(context.tx), context.now)


def _shown(event: Command | Press, screen: Screen) -> Outcome:
    """In place of what was pressed, or as a new message."""
    return Outcome((Turn(screen) if isinstance(event, Press) else Show(screen),))
