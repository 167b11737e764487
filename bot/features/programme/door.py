"""A coordinator lets people into a session by the code they show, and takes it back when it was a mistake."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.outcome import Button, Outcome, Rows, Step, press, reply, turn
from bot.core.places.rules import CHECK_IN_OPENS, Standing, are_doors_open
from bot.core.roles import Action, Relation, may
from bot.core.routes import OnAnswer, OnPress, Route
from bot.core.text import Html, lines, paragraphs
from bot.features.programme import registering, registrations, store, views
from bot.features.programme.capacity import door_row, heading, numbers_line, places_screen
from bot.features.programme.kept import SessionId
from bot.features.programme.registrations import Registration, SessionPlace
from bot.features.programme.rules import PAGE

DIALOGUE = "programme_door"


class Door:
    """From the button among the places of a session, or by a code alone."""

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.door", self.ask_code, Action.CHECK_IN),
            OnAnswer(f"{DIALOGUE}.code", self.got_code),
            OnPress("programme.take_back", self.take_back, Action.CHECK_IN),
            OnPress("programme.door_done", self.leave_door, Action.CHECK_IN),
        ]

    async def ask_code(self, context: Context, pressed: Press) -> Outcome:
        """One code after the other, until they say that they are done."""
        at, t = await _registration(context, pressed.argument), context.t
        text = paragraphs(
            heading(context, at.session), await numbers_line(context, at), t("programme.ask_code")
        )
        step = Step(f"{DIALOGUE}.code", {"session": at.session_id})
        return turn(text, _done(context, at.session_id), step=step)

    async def got_code(self, context: Context, text: Text) -> Outcome:
        at = await _registration(context, context.steps[DIALOGUE]["session"])
        _require_open(context, at)
        place = await registering.by_code(context, text.text)
        if place is None:
            said, undo = context.t("programme.not_registered"), Rows()
        elif place.session_id != at.session_id:
            said, undo = await _other_session(context, place), Rows()
        else:
            said, undo = await _let_in(context, at, place)
        return reply(lines(said, await numbers_line(context, at)), *undo, _done(context, at.session_id))

    async def let_in(self, context: Context, typed: str) -> Outcome | None:
        """Whichever session the code is for, if its door is theirs; None: it is for none of them."""
        place = await registering.by_code(context, typed)
        if place is None or not _keeps_doors(context):
            return None
        at = await _registration(context, place.session_id)
        _require_open(context, at)
        said, undo = await _let_in(context, at, place)
        text = paragraphs(lines(said, heading(context, at.session)), await numbers_line(context, at))
        return reply(text, *undo, door_row(context, at))

    async def stand_open(self, context: Context) -> tuple[Html, Rows]:
        """The sessions at whose doors somebody may stand now; nothing for whose doors they are not."""
        if not _keeps_doors(context):
            return Html(""), ()
        t, now = context.t, context.now
        found = await registrations.soon(context.tx, now, now + CHECK_IN_OPENS, PAGE)
        if not found:
            return Html(""), ()
        said = lines(t("programme.doors"), views.session_lines(t, [at.session for at in found]))
        return said, tuple((views.door_button(t, at.session),) for at in found)

    async def take_back(self, context: Context, pressed: Press) -> Outcome:
        """They are not there after all; their code is good for another time."""
        place, t = await registering.by_code(context, pressed.argument), context.t
        if place is None:
            return turn(t("programme.not_registered"))
        at = await _registration(context, place.session_id)
        await registrations.take_check_in_back(context.tx, place)
        text = paragraphs(
            lines(t("programme.is_out"), heading(context, at.session)), await numbers_line(context, at)
        )
        is_at_door = context.steps.get(DIALOGUE, {}).get("session") == at.session_id
        return turn(text, _done(context, at.session_id) if is_at_door else door_row(context, at))

    async def leave_door(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        text, rows = await places_screen(context, session)
        return turn(text, *rows, ends=DIALOGUE)


async def _let_in(context: Context, at: Registration, place: SessionPlace) -> tuple[Html, Rows]:
    """What is said to it, and a button that takes it back."""
    t = context.t
    if place.standing is not Standing.GOING:
        return t("places.waits_only"), ()
    is_new = await registrations.check_in(context.tx, place)
    code = await registering.code_of(context, at, place)
    undo = press(t.label("programme.take_back"), "programme.take_back", code)
    return t("programme.is_in") if is_new else t("programme.was_in"), ((undo,),)


async def _other_session(context: Context, place: SessionPlace) -> Html:
    t, other = context.t, await store.known_session(context.tx, place.session_id)
    title = views.brief(t, other.about.title, views.LINE_TITLE)
    when = views.venue_time(t, other.starts_at, other.zone)
    return t("programme.wrong_session", title=title, when=when)


def _done(context: Context, session: SessionId) -> tuple[Button, ...]:
    return (press(context.t.label("programme.door_done"), "programme.door_done", session),)


def _require_open(context: Context, at: Registration) -> None:
    """Raises UserError."""
    if not are_doors_open(at, at.session.ends_at, context.now):
        raise UserError("places.not_now")


def _keeps_doors(context: Context) -> bool:
    """Of all sessions: programmes belong to the whole house."""
    return context.staff is not None and may(context.staff.role, Action.CHECK_IN, Relation.FOREIGN)


async def _registration(context: Context, session: str) -> Registration:
    """Raises UserError for whose doors are not theirs."""
    if not _keeps_doors(context):
        raise UserError("engine.old_button")
    at = await registrations.find(context.tx, SessionId(session))
    if at is None:
        raise UserError("programme.unknown_session")
    return at
