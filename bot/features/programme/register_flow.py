"""A participant gets a place in a session: says their role, waits, answers an offer, gives it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.outcome import Button, Outcome, Rows, press, turn
from bot.core.participant_roles import ROLE_ROWS, ParticipantRole
from bot.core.places.rules import Standing, standing_for
from bot.core.places.views import answers_to_offer, copy_code_button, sign_up_label, standing_text
from bot.core.places.views import room_line as places_line
from bot.core.routes import OnPress, Route
from bot.core.text import Html, lines
from bot.features.programme import attendance, day_messages, registering, registrations, store, views
from bot.features.programme.kept import KeptSession, SessionId
from bot.features.programme.registrations import Registration, SessionPlace

Show = Callable[[Context, Press], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Place:
    """How the person at hand stands to a session that people register for."""

    at: Registration
    held: SessionPlace | None

    @property
    def is_sure(self) -> bool:
        return self.held is not None and self.held.standing is Standing.GOING


class RegisterFlow:
    """`show`: the session, which every answer leads back to. A press names it and where "back" leads."""

    def __init__(self, show: Show) -> None:
        self._show = show

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.register", self.register),
            OnPress("programme.ask_role", self.ask_role),
            OnPress("programme.role", self.got_role),
            OnPress("programme.take", self.take),
            OnPress("programme.decline", self.decline),
            OnPress("programme.leave_line", self.leave),
            OnPress("programme.give_back", self.leave),
        ]

    async def register(self, context: Context, pressed: Press) -> Outcome:
        """The first time in a programme, they are asked as what they take part."""
        session = await store.known_session(context.tx, pressed.argument)
        who = attendance.attendee(context)
        if await registrations.role_of(context.tx, who, session.programme_id) is None:
            return await self.ask_role(context, pressed)
        return await self._join(context, pressed, session)

    async def ask_role(self, context: Context, pressed: Press) -> Outcome:
        session, t = await store.known_session(context.tx, pressed.argument), context.t
        here, back = session.session_id, views.way_back(pressed.arguments[1:])
        rows = (
            tuple(press(role.called(t), "programme.role", here, role, *back) for role in row)
            for row in (*ROLE_ROWS, (ParticipantRole.UNSAID,))
        )
        who = attendance.attendee(context)
        chosen = await registrations.role_of(context.tx, who, session.programme_id)
        text = lines(t("programme.ask_role"), role_line(context, chosen))
        return turn(text, *rows, (press(t.label("programme.back"), "programme.session", here, *back),))

    async def got_role(self, context: Context, pressed: Press) -> Outcome:
        """Whoever has a place already has only changed their role."""
        session = await store.known_session(context.tx, pressed.argument)
        role = ParticipantRole.named("".join(pressed.arguments[1:2]))
        if role is None:
            raise UserError("engine.old_button")
        known = await attendance.known(context)
        await registrations.keep_role(context.tx, known.attendee, session.programme_id, role)
        here, _, *back = pressed.arguments
        return await self._join(context, replace(pressed, arguments=(here, *back)), session)

    async def _join(self, context: Context, pressed: Press, session: KeptSession) -> Outcome:
        await registering.join(context, session.session_id)
        return await day_messages.brought_up(context, session, await self._show(context, pressed))

    async def take(self, context: Context, pressed: Press) -> Outcome:
        session = await registering.accept(context, SessionId(pressed.argument))
        return await day_messages.brought_up(context, session, await self._show(context, pressed))

    async def decline(self, context: Context, pressed: Press) -> Outcome:
        """Whoever has taken the place meanwhile is asked first."""
        session = await store.known_session(context.tx, pressed.argument)
        place = await place_at(context, session.session_id)
        if place and place.is_sure:
            return ask_to_give_back(context, session, views.way_back(pressed.arguments[1:]))
        return await self.leave(context, pressed)

    async def leave(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        owed = await registering.leave(context, session.session_id)
        shown = await day_messages.brought_up(context, session, await self._show(context, pressed))
        return replace(shown, letters=(*shown.letters, *owed))


async def place_at(context: Context, session: SessionId) -> Place | None:
    """None where nobody registers."""
    at = await registrations.find(context.tx, session)
    return Place(at, await registering.place_in(context, session)) if at else None


async def place_text(context: Context, place: Place) -> Html:
    """How much room there is, and where they stand; of what is off, nothing."""
    t, at, held = context.t, place.at, place.held
    if at.is_off:
        return Html("")
    if held is None:
        return Html("") if at.capacity is None else places_line(t, at)
    code = await registering.code_of(context, at, held)
    ahead = await registrations.ahead_of(context.tx, held)
    role = await registrations.role_of(context.tx, held.attendee, at.session.programme_id)
    return lines(standing_text(t, held, at.zone, code, ahead), role_line(context, role))


async def place_rows(context: Context, place: Place, back: Sequence[object]) -> Rows:
    t, at, held = context.t, place.at, place.held
    named = at.session_id
    if held is None:
        standing = standing_for(at, context.now)
        if standing is None:
            return ()
        label = sign_up_label(t, standing)
        return ((press(label, "programme.register", named, *back, style="primary"),),)
    if at.is_off or at.session.ends_at <= context.now:
        return ()
    role = press(t.label("programme.role_button"), "programme.ask_role", named, *back)
    match held.standing:
        case Standing.GOING:
            code = await registering.code_of(context, at, held)
            return ((copy_code_button(t, code), role),)
        case Standing.OFFERED:
            return answers_to_offer(t, "programme", named)
        case Standing.WAITING:
            leave = press(t.label("places.leave_line"), "programme.leave_line", named, *back)
            return ((leave,), (role,))


def ask_to_give_back(context: Context, session: KeptSession, back: Sequence[object]) -> Outcome:
    """Before a session leaves the agenda of somebody who has a place in it."""
    t, named = context.t, session.session_id
    yes: Button = press(t.label("places.leave_yes"), "programme.give_back", named, *back, style="danger")
    return turn(
        t("places.ask_leave", title=views.brief(t, session.about.title, views.TITLE)),
        (press(t.label("places.leave_no"), "programme.session", named, *back),),
        (yes,),
    )


def role_line(context: Context, role: ParticipantRole | None) -> Html:
    if role in (None, ParticipantRole.UNSAID):
        return Html("")
    return context.t("programme.your_role", role=role.called(context.t))
