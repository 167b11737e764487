"""A coordinator says how many places a session has, and sees how many came, roles in round numbers."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.counts import SMALLEST, safe_count
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.journal import Deed
from bot.core.outcome import Button, Letter, Outcome, Rows, Step, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import OnAnswer, OnPress, Route
from bot.core.text import Html, lines, paragraphs
from bot.features.programme import registering, registrations, store, views
from bot.features.programme.deciding import note_in_journal
from bot.features.programme.editing import DIALOGUE
from bot.features.programme.kept import KeptSession
from bot.features.programme.registrations import Registration

MOST_PLACES = 10_000


class Capacity:
    """From the button on a session's edit screen."""

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.places", self.ask_places, Action.IMPORT),
            OnPress("programme.no_places", self.unset_places, Action.IMPORT),
            OnAnswer(f"{DIALOGUE}.places", self.got_places),
        ]

    async def ask_places(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        shown, rows = await places_screen(context, session)
        step = Step(f"{DIALOGUE}.places", {"session": session.session_id})
        return turn(paragraphs(shown, context.t("programme.ask_places")), *rows, step=step)

    async def got_places(self, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.IMPORT):
            return None
        session = await store.known_session(context.tx, context.steps[DIALOGUE]["session"])
        owed = await _set_places(context, session, _read_number(text.text))
        shown, rows = await places_screen(context, session)
        saved = paragraphs(context.t("programme.edited"), shown)
        return Outcome(reply(saved, *rows).replies, ends=DIALOGUE, letters=tuple(owed))

    async def unset_places(self, context: Context, pressed: Press) -> Outcome:
        session = await store.known_session(context.tx, pressed.argument)
        owed = await _set_places(context, session, None)
        shown, rows = await places_screen(context, session)
        return Outcome(turn(shown, *rows).replies, ends=DIALOGUE, letters=tuple(owed))


async def places_screen(context: Context, session: KeptSession) -> tuple[Html, Rows]:
    t, here = context.t, session.session_id
    at = await registrations.find(context.tx, here)
    rows: list[tuple[Button, ...]] = []
    if at:
        rows.append(door_row(context, at))
        if at.capacity is not None:
            rows.append((press(t.label("programme.no_places"), "programme.no_places", here),))
    rows.append((press(t.label("programme.back"), "programme.edit", here),))
    state = await _state(context, at) if at else t("programme.no_registration")
    return paragraphs(heading(context, session), state), tuple(rows)


def heading(context: Context, session: KeptSession) -> Html:
    """Which session it is, and when."""
    t = context.t
    when = views.venue_time(t, session.starts_at, session.zone, session.ends_at)
    return lines(t("programme.title", title=views.brief(t, session.about.title, views.TITLE)), when)


async def numbers_line(context: Context, at: Registration) -> Html:
    going, here = await registrations.numbers(context.tx, at.session_id)
    return context.t("places.numbers", going=going, here=here, waiting=at.waiting)


def door_row(context: Context, at: Registration) -> tuple[Button, ...]:
    return (press(context.t.label("programme.door_button"), "programme.door", at.session_id),)


async def _set_places(context: Context, session: KeptSession, capacity: int | None) -> list[Letter]:
    owed = await registering.set_places(context, session.session_id, capacity)
    await note_in_journal(context, Deed.SESSION_CHANGED)
    return owed


async def _state(context: Context, at: Registration) -> Html:
    t = context.t
    capacity = at.capacity
    return paragraphs(
        lines(
            t("programme.no_registration") if capacity is None else t.count("programme.places", capacity),
            t("programme.more_than_places") if capacity is not None and at.taken > capacity else "",
            await numbers_line(context, at),
        ),
        await _by_role(context, at),
    )


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
