"""What a participant sees of their agenda: here, in a message that is kept up to date, in their calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Button, Notice, Outcome, press, reply, turn
from bot.core.routes import OnCommand, OnPress, Route
from bot.core.text import paragraphs
from bot.features.programme import attendance, day_messages, registering, store, views
from bot.features.programme.kept import AgendaItem, SessionId
from bot.features.programme.rules import PAGE, on_page, venue_day

Show = Callable[..., Outcome]
PAST = 30 * 24 * 3600
"""Seconds back to which a calendar file goes."""


class AgendaFlow:
    """`/agenda`."""

    def routes(self) -> list[Route]:
        return [
            OnCommand("agenda", self.show_agenda),
            OnPress("programme.agenda", self.show_agenda),
            OnPress("programme.open_agenda", self.show_anew),
            OnPress("programme.keep_day", self.got_day),
            OnPress("programme.calendar", self.show_calendar),
        ]

    async def show_agenda(self, context: Context, event: Command | Press) -> Outcome:
        show = turn if isinstance(event, Press) else reply
        page = number_in(event.arguments, 0) if isinstance(event, Press) else 0
        return await self._agenda(context, show, page)

    async def show_anew(self, context: Context, _: Press) -> Outcome:
        """The message pressed stays as it is: it is kept up to date."""
        return await self._agenda(context, reply, 0)

    async def _agenda(self, context: Context, show: Show, page: int) -> Outcome:
        t, items = context.t, await attendance.coming(context)
        shown = on_page(items, page, PAGE)
        last = (
            press(t.label("programme.reminders_button"), "programme.reminders"),
            press(t.label("programme.programme_button"), "programme.days"),
        )
        if not shown:
            return show(t("programme.agenda_empty"), last, (to_menu(t),))
        sessions = [item.session for item in shown]
        full = await registering.full_among(context, sessions)
        return show(
            paragraphs(t("programme.agenda"), views.sessions_by_day(t, sessions, full)),
            *(views.session_button(t, item.session, views.FROM_AGENDA) for item in shown),
            *views.turning(t, page, len(items) > (page + 1) * PAGE, "programme.agenda"),
            _keep_button(context, shown[0]),
            (press(t.label("programme.calendar_button"), "programme.calendar"),),
            last,
            (to_menu(t),),
        )

    async def got_day(self, context: Context, pressed: Press) -> Outcome:
        if not (letters := await day_messages.placed(context, _day(pressed.argument))):
            raise UserError("engine.old_button")
        return Outcome((Notice(context.t.label("programme.day_kept")),), letters=tuple(letters))

    async def show_calendar(self, context: Context, pressed: Press) -> Outcome:
        """One session, whether or not it is on the agenda; without one named, the whole agenda."""
        from bot.features.programme import calendar  # noqa: PLC0415 its package is slow to import

        who = attendance.attendee(context)
        held = await store.agenda_of(context.tx, who, context.now - PAST)
        if not pressed.argument and not held:  # a calendar without anything in it is none
            return await self._agenda(context, reply, 0)
        if not pressed.argument:
            revisions = await calendar.revisions_of_agenda(context.tx, who)
            return Outcome((calendar.calendar_file(context.t, held, revisions, context.now),))
        named = SessionId(pressed.argument)
        session = await store.known_session(context.tx, named)
        item = next((each for each in held if each.session.session_id == named), AgendaItem(session, None))
        revisions = await calendar.revision_of(context.tx, named)
        return Outcome((calendar.calendar_file(context.t, [item], revisions, context.now),))


def _keep_button(context: Context, item: AgendaItem) -> tuple[Button, ...]:
    """For the day that comes first."""
    t, session = context.t, item.session
    day = venue_day(session.starts_at, session.zone)
    label = t.label("programme.keep_day", day=t.day(day))
    return (press(label, "programme.keep_day", day.strftime(store.DAY_FORMAT)),)


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).strftime(store.DAY_FORMAT)
    except ValueError:
        raise UserError("engine.old_button") from None
