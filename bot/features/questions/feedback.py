"""What somebody thought of a session: one to five, and a line if they wish; until it closes."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.counts import about
from bot.core.errors import UserError
from bot.core.ids import random_id
from bot.core.incoming import Press, Text
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Rows, Screen, Step, press, reply, turn
from bot.core.routes import Feature, OnAnswer, OnPress
from bot.core.text import Texts, clean, paragraphs
from bot.features.questions import feedback_store, views
from bot.features.questions.feedback_store import Room
from bot.features.questions.lent import Lent
from bot.features.questions.rules import LONGEST, RATINGS, fits
from bot.features.questions.store import queries

DIALOGUE = "feedback"
_WRITING, _LOOKING = "feedback.writing", "feedback.looking"
_PATIENCE = 3600


def question(t: Texts, session_id: str, title: str) -> Screen:
    """What people are sent when a session is over."""
    no_more = (press(t.label("questions.ask_no_more"), "feedback.no_more"),)
    return Screen(t("questions.how_was_it", title=title), (*_scale(session_id), no_more), is_silent=True)


class Feedback:
    def __init__(self, lent: Lent) -> None:
        self._lent = lent

    def feature(self) -> Feature:
        return Feature(
            "questions.feedback",
            [
                OnPress("feedback.rate", self.got_rating),
                OnPress("feedback.line", self.ask_line),
                OnAnswer(_WRITING, self.got_line),
                OnAnswer(_LOOKING, self.got_line),
                OnPress("feedback.give", self.give_line),
                OnPress("feedback.no_more", self.got_no_more),
                OnPress("feedback.again", self.got_again),
            ],
        )

    async def got_rating(self, context: Context, pressed: Press) -> Outcome:
        room, written = await _open_room(context, pressed.argument), "".join(pressed.arguments[1:2])
        if written not in set(map(str, RATINGS)):
            raise UserError("engine.old_button")
        if not await feedback_store.rate(context, room.session_id, int(written)):
            raise UserError("questions.feedback_over")
        return await self._thanked(context, room.session_id, int(written))

    async def ask_line(self, context: Context, pressed: Press) -> Outcome:
        room, t = await _open_room(context, pressed.argument), context.t
        step = Step(_WRITING, {"session": room.session_id}, expires_in=_PATIENCE)
        return turn(t("questions.ask_feedback_line", most=LONGEST), *_scale(room.session_id), step=step)

    async def got_line(self, context: Context, text: Text) -> Outcome:
        """Shown as it will be read; other words may still come in place of these."""
        here, line, t = context.steps[DIALOGUE]["session"], clean(text.text), context.t
        if not fits(line):
            raise UserError("questions.too_long", most=LONGEST)
        look = random_id()
        return reply(
            paragraphs(
                t("questions.feedback_will_be_read"),
                t("questions.words", words=line),
                t("questions.tells_who") if self._lent.tells_who(line) else "",
            ),
            (press(t.label("questions.give"), "feedback.give", look, style="success"),),
            views.back_row(t, "feedback.line", here),
            step=Step(_LOOKING, {"session": here, "line": line, "look": look}, expires_in=_PATIENCE),
        )

    async def give_line(self, context: Context, pressed: Press) -> Outcome:
        """Only what the pressed message shows."""
        kept, t = context.steps.get(DIALOGUE, {}), context.t
        if not pressed.argument or kept.get("look") != pressed.argument:
            raise UserError("engine.old_button")
        room = await _open_room(context, kept["session"])
        session = await self._lent.session(context, room.session_id)
        if not await feedback_store.keep_line(context, session, kept["line"]):
            raise UserError("questions.feedback_over")
        return turn(t("questions.line_kept"), *_scale(room.session_id), ends=DIALOGUE)

    async def got_no_more(self, context: Context, _: Press) -> Outcome:
        t = context.t
        await queries.refuse(context.tx, attendee=context.people.alias(Purpose.ATTENDANCE))
        again = (press(t.label("questions.ask_again"), "feedback.again"),)
        return turn(t("questions.asked_no_more"), again)

    async def got_again(self, context: Context, _: Press) -> Outcome:
        t = context.t
        await queries.want_again(context.tx, attendee=context.people.alias(Purpose.ATTENDANCE))
        return turn(t("questions.asked_again"), (to_menu(t),))

    async def _thanked(self, context: Context, session_id: str, rating: int) -> Outcome:
        """How many others there are, only where they are enough not to be known by it."""
        t, room = context.t, await feedback_store.find(context.tx, session_id)
        others = about(room.answers - 1) if room else None
        return turn(
            paragraphs(
                t("questions.rated", rating=rating, most=max(RATINGS)),
                t.count("questions.others", others) if others else "",
            ),
            *_scale(session_id),
            (press(t.label("questions.write_line"), "feedback.line", session_id),),
            ends=DIALOGUE,
        )


def _scale(session_id: str) -> Rows:
    return (tuple(press(f"{rating}", "feedback.rate", session_id, rating) for rating in RATINGS),)


async def _open_room(context: Context, session_id: str) -> Room:
    """Of a session the person at hand was asked about. Raises UserError."""
    room = await feedback_store.find(context.tx, session_id)
    if room is None or not room.is_open(context.now):
        raise UserError("questions.feedback_over")
    if not await feedback_store.may_answer(context, session_id):
        raise UserError("engine.old_button")
    return room
