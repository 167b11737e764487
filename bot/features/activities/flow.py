"""What people see of activities: a list that filters turn in place, and the card of each."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.incoming import Command, Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Button, Outcome, Rows, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnLink, OnPress
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.activities import places, store, views
from bot.features.activities.cards import Cards
from bot.features.activities.filters import OPTIONS, Facet, Wanted, read_wanted
from bot.features.activities.kept import ActivityId
from bot.features.activities.signing import DIALOGUE, SignUpFlow
from bot.features.activities.views import Views, turning

PAGE = 5
LINK = "a"
"""Prefix of the deep link to an activity."""


class ActivityFlow:
    """`link`: the address that opens the bot with a payload."""

    def __init__(self, directory: Directory, link: Callable[[str], str]) -> None:
        self._directory = directory
        self._views = Views(directory)
        self._cards = Cards(self._views, lambda activity: link(f"{LINK}-{activity}"))

    def feature(self) -> Feature:
        return Feature(
            "activities",
            [
                OnCommand("activities", self.show_start),
                OnPress("activities.start", self.show_start),
                OnPress("activities.list", self.show_list),
                OnPress("activities.pick", self.ask_choice),
                OnPress("activities.show", self.show_activity),
                OnLink(LINK, self.show_linked),
                *SignUpFlow(self._cards, self._views).routes(),
            ],
        )

    async def show_start(self, context: Context, event: Command | Press) -> Outcome:
        show = turn if isinstance(event, Press) else reply
        text, rows = await self._list(context, Wanted(), 0)
        return show(text, *rows)

    async def show_list(self, context: Context, pressed: Press) -> Outcome:
        text, rows = await self._list(
            context, self._wanted(pressed.argument), number_in(pressed.arguments, 1)
        )
        return turn(text, *rows)

    async def ask_choice(self, context: Context, pressed: Press) -> Outcome:
        """All choices of one filter, each with how many activities it would leave."""
        wanted = self._wanted(pressed.argument)
        named = pressed.arguments[1] if len(pressed.arguments) > 1 else ""
        facet = Facet(named) if named in tuple(Facet) else Facet.AREA
        others, t = wanted.without(facet), context.t
        zone = self._zone(wanted)
        every = await store.tally(context.tx, others, context.now, zone)
        counts = await store.tally_by(context.tx, facet, others, context.now, zone)
        choices = [(t.label(f"activities.any_{facet}"), others, min(every, store.MOST_COUNTED))]
        choices += [
            (self._name(t, facet, option), others.choosing(facet, option), counts.get(option, 0))
            for option in OPTIONS.get(facet, tuple(self._directory.areas))
        ]
        more = "+" if every > store.MOST_COUNTED else ""
        return turn(
            t(f"activities.ask_{facet}"),
            *(
                (_choice(t, name, f"{count}{more}", each),)
                for name, each, count in choices
                if count or more or each == wanted
            ),
        )

    async def show_activity(self, context: Context, pressed: Press) -> Outcome:
        text, rows = await self._cards.card(context, ActivityId(pressed.argument), pressed.arguments[1:3])
        return turn(text, *rows, ends=DIALOGUE)

    async def show_linked(self, context: Context, command: Command) -> Outcome:
        text, rows = await self._cards.card(context, ActivityId(command.argument))
        return reply(text, *rows)

    async def _list(self, context: Context, wanted: Wanted, page: int) -> tuple[Html, Rows]:
        t, zone, written = context.t, self._zone(wanted), wanted.written()
        found = await store.found(context.tx, wanted, context.now, zone, page * PAGE, PAGE + 1)
        count = await store.tally(context.tx, wanted, context.now, zone)
        shown, mine = found[:PAGE], await places.held(context)
        text = paragraphs(
            lines(t("activities.heading"), _found(t, count)),
            lines(*(self._views.line(t, each, mine.get(each.activity_id)) for each in shown)),
            "" if shown else t("activities.none"),
        )
        rows = (
            *(views.activity_button(t, each, "activities.show", written, page) for each in shown),
            *turning(t, page, len(found) > PAGE, "activities.list", written),
            *self._filters(t, wanted),
            *_ways(context, has_places=bool(mine)),
        )
        return text, rows

    def _wanted(self, written: str) -> Wanted:
        """Without an area that is none."""
        wanted = read_wanted(written)
        known = {
            facet: choice
            for facet, choice in wanted.choices.items()
            if facet is not Facet.AREA or choice in self._directory.areas
        }
        return Wanted(known)

    def _filters(self, t: Texts, wanted: Wanted) -> Rows:
        """Every filter says what it is set to."""
        buttons = [
            press(self._setting(t, facet, wanted), "activities.pick", wanted.written(), facet.value)
            for facet in Facet
        ]
        return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))

    def _setting(self, t: Texts, facet: Facet, wanted: Wanted) -> str:
        if facet not in wanted.choices:
            return t.label(f"activities.set_{facet}")
        return t.label("activities.chosen", choice=self._name(t, facet, wanted.choices[facet]))

    def _name(self, t: Texts, facet: Facet, choice: str) -> str:
        if facet is Facet.AREA:
            return self._directory.area_name(choice, t.language)
        return t.label(f"activities.choice.{choice}")

    def _zone(self, wanted: Wanted) -> str:
        """By whose clocks it is today."""
        areas = self._directory.areas
        known = areas.get(wanted.choices.get(Facet.AREA, "")) or next(iter(areas.values()), None)
        return known.zone if known else "UTC"


def _choice(t: Texts, name: str, count: str, wanted: Wanted) -> Button:
    label = t.label("activities.choice_counted", choice=name, count=count)
    return press(label, "activities.list", wanted.written(), 0)


def _found(t: Texts, count: int) -> Html:
    if count > store.MOST_COUNTED:
        return t("activities.found_many", most=store.MOST_COUNTED)
    return t.count("activities.found", count)


def _ways(context: Context, *, has_places: bool) -> Rows:
    """Where else one can go from the list."""
    t, rows = context.t, list[tuple[Button, ...]]()
    if has_places:
        rows.append((press(t.label("activities.mine_button"), "activities.mine"),))
    if context.may(Action.CHECK_IN):
        rows.append((press(t.label("activities.desk_button"), "activities.desk"),))
    return (*rows, (to_menu(t),))
