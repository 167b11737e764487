"""What the organiser's staff see: who comes, by code and nickname, never by account; and who came."""

from __future__ import annotations

from typing import Protocol

from bot.core.codes import spell_code
from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Button, Outcome, Rows, press, reply, turn
from bot.core.places.rules import Standing, are_doors_open
from bot.core.roles import Action, Relation, may
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.activities import places, store, views
from bot.features.activities.filters import LONGEST
from bot.features.activities.kept import ActivityId, Guest, KeptActivity, Place
from bot.features.activities.views import TITLE, Views, turning, when, wording

PAGE = 8


class OtherDoor(Protocol):
    """Where people come to something else."""

    async def let_in(self, context: Context, typed: str) -> Outcome | None:
        """By the code they show; None: it is a code for nothing there."""
        ...

    async def stand_open(self, context: Context) -> tuple[Html, Rows]:
        """What there is to let people into now."""
        ...


class ActivityDesk:
    """Staff of the organisation that offers an activity; coordinators all. Codes for something else are tried
    at the other door."""

    def __init__(self, directory: Directory, other_door: OtherDoor) -> None:
        self._views = Views(directory)
        self._other_door = other_door

    def feature(self) -> Feature:
        return Feature(
            "activities.desk",
            [
                OnCommand("checkin", self.check_in, Action.CHECK_IN),
                OnPress("activities.desk", self.show_activities, Action.CHECK_IN),
                OnPress("activities.guests", self.show_guests, Action.CHECK_IN),
                OnPress("activities.came", self.mark, Action.CHECK_IN),
            ],
        )

    async def check_in(self, context: Context, command: Command) -> Outcome:
        """By the code somebody shows; without one, what there is to choose from."""
        if not command.argument:
            said, doors = await self._other_door.stand_open(context)
            text, rows = await self._activities(context, 0)
            return reply(paragraphs(said, text), *doors, *rows)
        if elsewhere := await self._other_door.let_in(context, command.argument):
            return elsewhere
        activity, place = await _by_code(context, command.argument)
        guest, was_here = await places.guest(context, activity, place), place.is_here
        await _check_in(context, activity, place, is_here=True)
        key = "activities.was_here" if was_here else "activities.is_here"
        t = context.t
        said = t(key, guest=_name(t, guest), title=wording(t, activity.about.title, TITLE))
        return reply(lines(said, await _numbers(context, activity)), _guests_row(t, activity))

    async def show_activities(self, context: Context, pressed: Press) -> Outcome:
        text, rows = await self._activities(context, number_in(pressed.arguments, 0))
        return turn(text, *rows)

    async def show_guests(self, context: Context, pressed: Press) -> Outcome:
        activity = await _own(context, ActivityId(pressed.argument))
        text, rows = await _guest_list(context, activity, number_in(pressed.arguments, 1))
        return turn(text, *rows)

    async def mark(self, context: Context, pressed: Press) -> Outcome:
        """A second press takes it back."""
        activity, place = await _by_code(context, pressed.argument)
        await _check_in(context, activity, place, is_here=not place.is_here)
        text, rows = await _guest_list(context, activity, number_in(pressed.arguments, 1))
        return turn(text, *rows)

    async def _activities(self, context: Context, page: int) -> tuple[Html, Rows]:
        """From those that may still be going on to those that are to come."""
        t, member = context.t, context.staff
        assert member is not None
        sees_all = may(member.role, Action.CHECK_IN, Relation.FOREIGN)
        since = context.now - LONGEST
        found = await store.offered_by(
            context.tx, None if sees_all else member.organisation, since, page * PAGE, PAGE + 1
        )
        shown = found[:PAGE]
        text = paragraphs(
            t("activities.desk"),
            lines(*(self._views.line(t, each, None) for each in shown)) or t("activities.desk_none"),
        )
        buttons = (views.activity_button(t, each, "activities.guests", 0) for each in shown)
        return text, (*buttons, *turning(t, page, len(found) > PAGE, "activities.desk"), (to_menu(t),))


async def _guest_list(context: Context, activity: KeptActivity, page: int) -> tuple[Html, Rows]:
    t, here = context.t, activity.activity_id
    found = await store.guests(context.tx, here, page * PAGE, PAGE + 1)
    guests = await places.guests(context, activity, found[:PAGE])
    text = paragraphs(
        lines(t("activities.title", title=wording(t, activity.about.title, TITLE)), when(t, activity)),
        await _numbers(context, activity),
        lines(*(_line(t, guest) for guest in guests)),
        t("activities.guests_hint") if guests else t("activities.guests_none"),
    )
    buttons = ((_mark(t, guest, page),) for guest in guests)
    back = (press(t.label("activities.desk_back"), "activities.desk", 0),)
    return text, (*buttons, *turning(t, page, len(found) > PAGE, "activities.guests", here), back)


async def _numbers(context: Context, activity: KeptActivity) -> Html:
    going, here = await store.attendance(context.tx, activity.activity_id)
    return context.t("places.numbers", going=going, here=here, waiting=activity.waiting)


async def _by_code(context: Context, typed: str) -> tuple[KeptActivity, Place]:
    """A code of somebody else's activity is as good as none. Raises UserError."""
    place = await places.by_code(context, typed)
    if place is None:
        raise UserError("activities.unknown_code")
    activity = await store.find(context.tx, place.activity_id)
    if activity is None or not _is_ours(context, activity):
        raise UserError("activities.unknown_code")
    return activity, place


async def _check_in(context: Context, activity: KeptActivity, place: Place, *, is_here: bool) -> None:
    """Raises UserError before the doors open, and for whoever has no place."""
    if place.standing is not Standing.GOING:
        raise UserError("places.waits_only")
    if not are_doors_open(activity, activity.ends_at, context.now):
        raise UserError("places.not_now")
    await store.set_here(context.tx, place, is_here=is_here)


async def _own(context: Context, activity_id: ActivityId) -> KeptActivity:
    activity = await store.find(context.tx, activity_id)
    if activity is None or not _is_ours(context, activity):
        raise UserError("activities.not_there")
    return activity


def _is_ours(context: Context, activity: KeptActivity) -> bool:
    member = context.staff
    if member is None:
        return False
    is_own = activity.about.organisation == member.organisation
    return may(member.role, Action.CHECK_IN, Relation.COLLEAGUE if is_own else Relation.FOREIGN)


def _line(t: Texts, guest: Guest) -> Html:
    key = "activities.guest_here" if guest.is_here else "activities.guest"
    return t(key, guest=_name(t, guest), code=Html(f"<code>{spell_code(guest.code)}</code>"))


def _mark(t: Texts, guest: Guest, page: int) -> Button:
    key = "activities.mark_gone" if guest.is_here else "activities.mark_here"
    label = t.label(key, guest=guest.nickname or spell_code(guest.code))
    return press(label, "activities.came", guest.code, page)


def _name(t: Texts, guest: Guest) -> str:
    return guest.nickname or t.label("activities.no_name")


def _guests_row(t: Texts, activity: KeptActivity) -> tuple[Button, ...]:
    return (press(t.label("activities.guests_button"), "activities.guests", activity.activity_id, 0),)
