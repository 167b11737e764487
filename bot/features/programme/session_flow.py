"""What a participant sees of one session and does with it: read, add to the agenda, take off again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.outcome import Button, Outcome, Rows, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import OnLink, OnPress, Route
from bot.core.text import Html, paragraphs
from bot.features.programme import attendance, day_messages, registering, store, views
from bot.features.programme.kept import AgendaItem, KeptSession, SessionId
from bot.features.programme.listing import Listings
from bot.features.programme.register_flow import (
    RegisterFlow,
    ask_to_give_back,
    place_at,
    place_rows,
    place_text,
)
from bot.features.programme.reminder_flow import read_lead
from bot.features.programme.rules import PAGE, clashes, hurried, venue_day


class SessionFlow:
    """A press names the session and where "back" leads: a page of its day and a track, or the agenda."""

    def __init__(self, listings: Listings, between_rooms: int) -> None:
        self._listings = listings
        self._between_rooms = between_rooms

    def routes(self) -> list[Route]:
        return [
            OnLink("s", self.show_linked),
            OnPress("programme.session", self.show),
            OnPress("programme.add", self.add),
            OnPress("programme.remove", self.remove),
            OnPress("programme.others", self.show_others),
            OnPress("programme.leads", self.ask_lead),
            OnPress("programme.lead", self.got_lead),
            *RegisterFlow(self.show).routes(),
        ]

    async def show_linked(self, context: Context, command: Command) -> Outcome:
        text, rows = await self._session(context, SessionId(command.argument), (0,))
        return reply(text, *rows)

    async def show(self, context: Context, pressed: Press) -> Outcome:
        text, rows = await self._session(
            context, SessionId(pressed.argument), views.way_back(pressed.arguments[1:])
        )
        return turn(text, *rows)

    async def add(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        if session.is_off:
            raise UserError("programme.not_taking_place")
        if session.ends_at <= context.now:
            raise UserError("programme.is_over")
        await attendance.add(context, session)
        return await day_messages.brought_up(context, session, await self.show(context, pressed))

    async def remove(self, context: Context, pressed: Press) -> Outcome:
        """Whoever has a place in it is asked whether to give that back."""
        session = await store.known_session(context.tx, pressed.argument)
        place = await place_at(context, session.session_id)
        if place and place.is_sure and session.ends_at > context.now:
            if not session.is_off:
                return ask_to_give_back(context, session, views.way_back(pressed.arguments[1:]))
            await registering.leave(context, session.session_id)
        await store.take_off_agenda(context.tx, attendance.attendee(context), session.session_id)
        return await day_messages.brought_up(context, session, await self.show(context, pressed))

    async def show_others(self, context: Context, pressed: Press) -> Outcome:
        """The same at another time; else what else there is of its track."""
        session = await store.known_session(context.tx, pressed.argument)
        t, listing = context.t, await self._listings.of(context.tx, session.programme_id)
        others = listing.instead_of(session, context.now)
        shown, chosen = others.sessions[:PAGE], await attendance.chosen(context)
        full = await registering.full_among(context, shown)
        title = views.brief(t, session.about.title, views.LINE_TITLE)
        key = f"programme.others_{'same' if others.is_same else 'track' if shown else 'none'}"
        return turn(
            paragraphs(t(key, title=title), views.sessions_by_day(t, shown, full)),
            *(
                views.session_button(t, each, views.FROM_AGENDA, is_chosen=each.session_id in chosen)
                for each in shown
            ),
            (press(t.label("programme.back"), "programme.session", session.session_id, views.FROM_AGENDA),),
        )

    async def ask_lead(self, context: Context, pressed: Press) -> Outcome:
        item = await _held(context, pressed)
        t, session = context.t, item.session
        title = views.brief(t, session.about.title, views.LINE_TITLE)
        return turn(
            t("programme.choose_lead", title=title),
            *views.lead_buttons(t, item.lead, "programme.lead", session.session_id),
            (press(t.label("programme.back"), "programme.session", session.session_id, views.FROM_AGENDA),),
        )

    async def got_lead(self, context: Context, pressed: Press) -> Outcome:
        """For this session alone."""
        item = await _held(context, pressed)
        await attendance.choose_lead_of(context, item, read_lead("".join(pressed.arguments[1:2])))
        text, rows = await self._session(context, item.session.session_id, (views.FROM_AGENDA,))
        return turn(text, *rows)

    async def _session(
        self, context: Context, session_id: SessionId, back: Sequence[object]
    ) -> tuple[Html, Rows]:
        session = await store.known_session(context.tx, session_id)
        items = await attendance.coming(context)
        item = next((item for item in items if item.session.session_id == session_id), None)
        others = [each.session for each in items if each is not item and not each.session.is_off]
        others = [] if session.is_off else others
        near = hurried(session, others, self._between_rooms)
        text = views.session_text(context.t, session, item, clashes(session, others), near, context.now)
        rows = _buttons(context, session, back, is_chosen=item is not None)
        place = await place_at(context, session_id)
        if place is None:
            return text, rows
        return paragraphs(text, await place_text(context, place)), (
            *await place_rows(context, place, back),
            *rows,
        )


async def _held(context: Context, pressed: Press) -> AgendaItem:
    item = await attendance.held(context, SessionId(pressed.argument))
    if item is None:
        raise UserError("programme.not_on_agenda")
    return item


def _buttons(context: Context, session: KeptSession, back: Sequence[object], *, is_chosen: bool) -> Rows:
    t, rows, named = context.t, list[tuple[Button, ...]](), session.session_id
    is_coming = not session.is_off and session.ends_at > context.now
    if is_chosen:
        rows.append((press(t.label("programme.remove"), "programme.remove", named, *back),))
        if is_coming:
            rows.append((press(t.label("programme.leads_button"), "programme.leads", named),))
    elif is_coming:
        add = press(t.label("programme.add"), "programme.add", named, *back, style="primary")
        rows.append((add,))
    rows.append(
        (
            press(t.label("programme.other_times"), "programme.others", named),
            press(t.label("programme.calendar_button"), "programme.calendar", named),
        )
    )
    if not session.is_off:
        rows.append((press(t.label("questions.ask_button"), "questions.session", named, 0),))
    if session.about.url:
        rows.append((Button(t.label("programme.web_page"), url=session.about.url),))
    if context.may(Action.IMPORT):
        rows.append((press(t.label("programme.edit_button"), "programme.edit", session.session_id),))
    return (*rows, (_back(context, session, back),))


def _back(context: Context, session: KeptSession, back: Sequence[object]) -> Button:
    label = context.t.label("programme.back")
    if back[0] == views.FROM_AGENDA:
        return press(label, "programme.agenda")
    day = venue_day(session.starts_at, session.zone).strftime(store.DAY_FORMAT)
    return press(label, "programme.day", session.programme_id, day, *back)
