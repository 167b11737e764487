"""What moderators see: sessions where questions wait, and one question at a time."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, number_in
from bot.core.outcome import Outcome, Rows, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.questions import store, views
from bot.features.questions.lent import Lent
from bot.features.questions.rules import Question, State

DIALOGUE = "moderate"


class ModeratorsDesk:
    def __init__(self, lent: Lent) -> None:
        self._lent = lent

    def feature(self) -> Feature:
        return Feature(
            "questions.desk",
            [
                OnPress("moderate.desk", self.show_sessions, Action.MODERATE),
                OnPress("moderate.session", self.show_session, Action.MODERATE),
                OnPress("moderate.next", self.show_next, Action.MODERATE),
                OnPress("moderate.one", self.show_one, Action.MODERATE),
            ],
        )

    async def show_sessions(self, context: Context, pressed: Press) -> Outcome:
        t, page = context.t, number_in(pressed.arguments, 0)
        waiting = await store.waiting(context.tx, page)
        if not waiting:
            return turn(t("questions.desk_none"), views.last_row(t), ends=DIALOGUE)
        sessions = await self._lent.sessions.named(context.tx, t, waiting)
        shown = [sessions[each] for each in list(waiting)[: store.DESK_PAGE]]
        listed = lines(
            *(t.count("questions.desk_line", waiting[each.session_id], title=each.line) for each in shown)
        )
        return turn(
            paragraphs(t("questions.desk"), listed),
            *((press(each.label, "moderate.session", each.session_id, 0),) for each in shown),
            *views.turning(t, page, len(waiting) > store.DESK_PAGE, "moderate.desk"),
            views.last_row(t),
            ends=DIALOGUE,
        )

    async def show_session(self, context: Context, pressed: Press) -> Outcome:
        t, session = context.t, await self._lent.session(context, pressed.argument)
        here, page = session.session_id, number_in(pressed.arguments, 1)
        found = await store.visible(context.tx, context.keys, here, page)
        waiting = await store.waiting_in(context.tx, here)
        text = paragraphs(
            t("questions.moderating", title=session.title),
            t.count("questions.waiting", waiting),
            t("questions.choose_shown") if found else "",
            views.listed(t, found),
        )
        rows = [*views.numbers_row(found, "moderate.one")]
        rows += views.turning(t, page, len(found) > store.PAGE, "moderate.session", here)
        if waiting:
            rows.append((press(t.label("questions.look_at"), "moderate.next", here, "", style="primary"),))
        back = (
            press(t.label("questions.see_them"), "questions.session", here, 0),
            press(t.label("questions.back"), "moderate.desk", 0),
        )
        return turn(text, *rows, back, ends=DIALOGUE)

    async def show_next(self, context: Context, pressed: Press) -> Outcome:
        session = await self._lent.session(context, pressed.argument)
        return await self.next_one(context, session.session_id, "".join(pressed.arguments[1:2]))

    async def show_one(self, context: Context, pressed: Press) -> Outcome:
        return self._card(context.t, await required(context, pressed.argument))

    async def next_one(self, context: Context, session_id: str, after: str, done: Html | str = "") -> Outcome:
        """The next that waits, below what was just done."""
        t = context.t
        question = await store.next_waiting(context.tx, context.keys, session_id, after)
        if question is None:
            text = paragraphs(done, t("questions.none_waits"))
            return turn(text, views.back_row(t, "moderate.session", session_id, 0), ends=DIALOGUE)
        return self._card(t, question, done)

    def _card(self, t: Texts, question: Question, done: Html | str = "") -> Outcome:
        words = question.words
        text = paragraphs(
            done,
            t(f"questions.card_{question.state.name.lower()}"),
            views.shown(t, words, question.role),
            views.answer(t, question),
            lines(
                t("questions.warn_danger") if self._lent.calls_for_help(words) else "",
                t("questions.warn_who") if self._lent.tells_who(words) else "",
                t("questions.warn_asks") if self._lent.asks_too_much(words) else "",
            ),
        )
        back = views.back_row(t, "moderate.session", question.session_id, 0)
        return turn(text, *_card_rows(t, question), back, ends=DIALOGUE)


def _card_rows(t: Texts, question: Question) -> Rows:
    here, rows = question.question_id, Rows()
    if question.may_become(State.SHOWN):
        rows += ((press(t.label("questions.show"), "moderate.show", here, style="success"),),)
    if question.may_become(State.ANSWERED):
        rows += ((press(t.label("questions.mark_answered"), "moderate.answered", here),),)
        rows += ((press(t.label("questions.answer_line"), "moderate.line", here),),)
    if question.may_become(State.SET_ASIDE):
        aside = press(t.label("questions.set_aside"), "moderate.aside", here)
        rows += ((aside, press(t.label("questions.same"), "moderate.same", here, 0)),)
    if question.state is State.WAITING:
        later = press(t.label("questions.skip"), "moderate.next", question.session_id, here)
        rows += ((later,),)
    return rows


async def required(context: Context, question: str) -> Question:
    """Raises UserError when it is not there any more."""
    if found := await store.find(context.tx, context.keys, question):
        return found
    raise UserError("questions.gone")
