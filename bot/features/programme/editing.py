"""A coordinator changes a session in the chat. It is a version of its own, and stands against the feed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.journal import Deed
from bot.core.outcome import Outcome, Rows, Step, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import OnAnswer, OnPress, Route
from bot.core.text import Html, paragraphs
from bot.features.programme import store, views
from bot.features.programme.deciding import note_in_journal
from bot.features.programme.difference import Difference, Written, rewrite, withdraw
from bot.features.programme.edits import MISSING, Field, said_of, with_edit
from bot.features.programme.formats.plain_text import one_line
from bot.features.programme.keeping import keep_difference
from bot.features.programme.kept import KeptSession
from bot.features.programme.ledger import Cause
from bot.features.programme.model import Localized, ScheduledSession, SessionState
from bot.features.programme.spans import read_span

DIALOGUE = "programme_edit"
LONGEST = 200
_ASKED = (Field.TITLE, Field.TIME, Field.ROOM)


class Editing:
    """From the button under a session, which only coordinators have."""

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.edit", self.show, Action.IMPORT),
            OnPress("programme.ask_cancel", self.ask_to_cancel, Action.IMPORT),
            OnPress("programme.cancel", self.cancel, Action.IMPORT),
            OnPress("programme.restore", self.restore, Action.IMPORT),
            *(OnPress(f"programme.ask_{field}", partial(self.ask, field), Action.IMPORT) for field in _ASKED),
            *(OnAnswer(f"{DIALOGUE}.{field}", partial(self.got, field)) for field in _ASKED),
        ]

    async def show(self, context: Context, pressed: Press) -> Outcome:
        """Whatever was asked about it is asked no more."""
        text, rows = _screen(context, await store.known_session(context.tx, pressed.argument))
        return turn(text, *rows, ends=DIALOGUE)

    async def ask(self, field: Field, context: Context, pressed: Press) -> Outcome:
        session, t = await store.known_session(context.tx, pressed.argument), context.t
        back = (press(t.label("programme.back"), "programme.edit", session.session_id),)
        step = Step(f"{DIALOGUE}.{field}", {"session": session.session_id})
        return turn(t(f"programme.ask_{field}", city=t.zone_name(session.zone)), back, step=step)

    async def got(self, field: Field, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.IMPORT):
            return None
        kept = await store.known_session(context.tx, context.steps[DIALOGUE]["session"])
        session = _edited(kept, field, text.text)
        await _rewrite(context, kept, session, field, said_of(kept.about, field))
        shown, rows = _screen(context, await store.known_session(context.tx, kept.session_id))
        return reply(paragraphs(context.t("programme.edited"), shown), *rows, ends=DIALOGUE)

    async def ask_to_cancel(self, context: Context, pressed: Press) -> Outcome:
        session, t = await store.known_session(context.tx, pressed.argument), context.t
        return turn(
            t("programme.ask_cancel", title=views.brief(t, session.about.title, views.TITLE)),
            (press(t.label("programme.cancel_now"), "programme.cancel", session.session_id, style="danger"),),
            (press(t.label("programme.back"), "programme.edit", session.session_id),),
        )

    async def cancel(self, context: Context, pressed: Press) -> Outcome:
        kept = await store.known_session(context.tx, pressed.argument)
        if kept.is_suspected:  # the feed says so too: it needs no edit
            found = Difference()
            withdraw(found, kept, kept.edits, context.now)
            await _keep(context, kept, found)
        elif not kept.is_off:
            session = replace(kept.about, state=SessionState.CANCELLED)
            await _rewrite(context, kept, session, Field.STATE, kept.about.state.value)
        return await self.show(context, pressed)

    async def restore(self, context: Context, pressed: Press) -> Outcome:
        kept = await store.known_session(context.tx, pressed.argument)
        if kept.is_off or kept.is_suspected:
            is_there = kept.about.state is SessionState.CANCELLED and not kept.is_withdrawn
            session = replace(kept.about, state=SessionState.SCHEDULED) if kept.is_off else kept.about
            said = SessionState.CANCELLED.value if is_there else MISSING
            await _rewrite(context, kept, session, Field.STATE, said)
        return await self.show(context, pressed)


async def _rewrite(
    context: Context, kept: KeptSession, session: ScheduledSession, field: Field, feed_says: str
) -> None:
    found = Difference()
    edits = with_edit(kept.edits, field, feed_says)
    rewrite(found, kept, Written(session, edits), kept.zone, context.now)
    await _keep(context, kept, found)


async def _keep(context: Context, kept: KeptSession, found: Difference) -> None:
    await keep_difference(context.tx, kept.programme_id, kept.zone, found, context.now, Cause.CHAT)
    await note_in_journal(context, Deed.SESSION_CHANGED)


def _edited(kept: KeptSession, field: Field, written: str) -> ScheduledSession:
    """Raises UserError for what is no time, or too long."""
    if field is Field.TIME:
        try:
            starts_at, ends_at = read_span(written, kept.starts_at, kept.zone)
        except ValueError:
            raise UserError("programme.no_time") from None
        return replace(kept.about, starts_at=starts_at, ends_at=ends_at)
    words = one_line(written)
    if not words or len(words) > LONGEST:
        raise UserError("programme.edit_too_long", most=LONGEST)
    text = Localized.of(words)
    return replace(kept.about, title=text) if field is Field.TITLE else replace(kept.about, room=text)


def _screen(context: Context, session: KeptSession) -> tuple[Html, Rows]:
    """What may not take place is decided about first."""
    t, here = context.t, session.session_id
    text = paragraphs(
        views.session_text(t, session, None, (), (), context.now),
        t("programme.pinned") if session.edits else "",
    )
    restore = (press(t.label("programme.restore"), "programme.restore", here),)
    cancel = (press(t.label("programme.cancel"), "programme.ask_cancel", here, style="danger"),)
    back = (press(t.label("programme.back"), "programme.session", here, 0),)
    if session.is_off:
        return text, (restore, back)
    if session.is_suspected:
        return text, (restore, cancel, back)
    asked = tuple(
        press(t.label(f"programme.edit_{field}"), f"programme.ask_{field}", here) for field in _ASKED
    )
    places = (press(t.label("programme.places_button"), "programme.places", here),)
    return text, (asked, places, cancel, back)
