"""A coordinator says how many places a session has, and lets people in by the code they show."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.counts import SMALLEST, safe_count
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.outcome import Button, Letter, Outcome, Rows, Step, press, reply, turn
from bot.core.places.rules import Standing, are_doors_open
from bot.core.roles import Action, Relation, may
from bot.core.routes import OnAnswer, OnPress, Route
from bot.core.text import Html, lines, paragraphs
from bot.features.programme import registering, registrations, store, views
from bot.features.programme.deciding import note_in_journal
from bot.features.programme.kept import KeptSession, SessionId
from bot.features.programme.registrations import Registration

PLACES, DOOR = "programme_places", "programme_door"
MOST_PLACES = 10_000


class Door:
    """From the button on a session's edit screen."""

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.places", self.ask_places, Action.IMPORT),
            OnPress("programme.no_places", self.unset_places, Action.IMPORT),
            OnAnswer(f"{PLACES}.count", self.got_places),
            OnPress("programme.door", self.ask_code, Action.CHECK_IN),
            OnAnswer(f"{DOOR}.code", self.got_code),
            OnPress("programme.door_done", self.leave_door, Action.CHECK_IN),
        ]

    async def ask_places(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        shown, rows = await _places(context, session)
        step = Step(f"{PLACES}.count", {"session": session.session_id})
        return turn(paragraphs(shown, context.t("programme.ask_places")), *rows, step=step)

    async def got_places(self, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.IMPORT):
            return None
        session = await store.known_session(context.tx, context.steps[PLACES]["session"])
        owed = await _set_places(context, session, _read_number(text.text))
        shown, rows = await _places(context, session)
        saved = paragraphs(context.t("programme.edited"), shown)
        return Outcome(reply(saved, *rows).replies, ends=PLACES, letters=tuple(owed))

    async def unset_places(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        owed = await _set_places(context, session, None)
        shown, rows = await _places(context, session)
        return Outcome(turn(shown, *rows).replies, ends=PLACES, letters=tuple(owed))

    async def ask_code(self, context: Context, pressed: Press) -> Outcome:
        """One code after the other, until they say that they are done."""
        at, t = await _registration(context, pressed.argument), context.t
        text = paragraphs(_title(context, at.session), await _numbers(context, at), t("programme.ask_code"))
        step = Step(f"{DOOR}.code", {"session": at.session_id})
        return turn(text, _done(context, at.session_id), step=step)

    async def got_code(self, context: Context, text: Text) -> Outcome:
        at = await _registration(context, context.steps[DOOR]["session"])
        said = await _let_in(context, at, text.text)
        return reply(lines(said, await _numbers(context, at)), _done(context, at.session_id))

    async def leave_door(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        text, rows = await _places(context, session)
        return turn(text, *rows, ends=DOOR)


async def _set_places(context: Context, session: KeptSession, capacity: int | None) -> list[Letter]:
    owed = await registering.set_places(context, session.session_id, capacity)
    await note_in_journal(context)
    return owed


async def _let_in(context: Context, at: Registration, typed: str) -> Html:
    """Raises UserError when the doors are not open."""
    t = context.t
    if not are_doors_open(at, at.session.ends_at, context.now):
        raise UserError("places.not_now")
    place = await registering.by_code(context, typed)
    if place is None:
        return t("programme.not_registered")
    if place.session_id != at.session_id:
        other = await store.known_session(context.tx, place.session_id)
        when = views.venue_time(t, other.starts_at, other.zone)
        return t("programme.wrong_session", title=_brief(context, other), when=when)
    if place.standing is not Standing.GOING:
        return t("places.waits_only")
    is_new = await registrations.check_in(context.tx, place)
    return t("programme.is_in") if is_new else t("programme.was_in")


async def _places(context: Context, session: KeptSession) -> tuple[Html, Rows]:
    t, here = context.t, session.session_id
    at = await registrations.find(context.tx, here)
    rows: list[tuple[Button, ...]] = []
    if at:
        rows.append((press(t.label("programme.door_button"), "programme.door", here),))
        if at.capacity is not None:
            rows.append((press(t.label("programme.no_places"), "programme.no_places", here),))
    rows.append((press(t.label("programme.back"), "programme.edit", here),))
    state = await _state(context, at) if at else t("programme.no_registration")
    return paragraphs(_title(context, session), state), tuple(rows)


async def _state(context: Context, at: Registration) -> Html:
    t = context.t
    capacity = at.capacity
    return paragraphs(
        lines(
            t("programme.no_registration") if capacity is None else t.count("programme.places", capacity),
            t("programme.more_than_places") if capacity is not None and at.taken > capacity else "",
            await _numbers(context, at),
        ),
        await _by_role(context, at),
    )


async def _numbers(context: Context, at: Registration) -> Html:
    going, here = await registrations.numbers(context.tx, at.session_id)
    return context.t("places.numbers", going=going, here=here, waiting=at.waiting)


async def _by_role(context: Context, at: Registration) -> Html:
    """Rounded down, and only where they are too many to tell who it is."""
    t, found = context.t, await registrations.going_by_role(context.tx, at)
    told = sorted(((safe_count(people), role) for role, people in found.items()), reverse=True)
    shown = [t("programme.role_count", role=role.called(t), count=count) for count, role in told if count]
    return lines(t("programme.by_role", least=SMALLEST), *shown) if shown else Html("")


def _read_number(written: str) -> int:
    """In any digits. Raises UserError."""
    number = int(written) if (written := written.strip()).isdecimal() and len(written) < 6 else 0
    if not 1 <= number <= MOST_PLACES:
        raise UserError("programme.no_number", most=MOST_PLACES)
    return number


def _title(context: Context, session: KeptSession) -> Html:
    t = context.t
    when = views.venue_time(t, session.starts_at, session.zone, session.ends_at)
    return lines(t("programme.title", title=views.brief(t, session.about.title, views.TITLE)), when)


def _brief(context: Context, session: KeptSession) -> str:
    return views.brief(context.t, session.about.title, views.LINE_TITLE)


def _done(context: Context, session: SessionId) -> tuple[Button, ...]:
    return (press(context.t.label("programme.door_done"), "programme.door_done", session),)


async def _registration(context: Context, session: str) -> Registration:
    """Of those whose doors are theirs: programmes belong to the whole house."""
    member = context.staff
    if member is None or not may(member.role, Action.CHECK_IN, Relation.FOREIGN):
        raise UserError("engine.old_button")
    at = await registrations.find(context.tx, SessionId(session))
    if at is None:
        raise UserError("programme.unknown_session")
    return at
