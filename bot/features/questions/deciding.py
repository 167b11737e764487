"""What moderators do with a question; whoever asked it is told, kindly."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import random_id
from bot.core.incoming import Press, Text, number_in
from bot.core.outcome import Letter, Outcome, Step, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnAnswer, OnPress
from bot.core.text import clean, paragraphs
from bot.features.questions import deeds, letters, store, views, votes
from bot.features.questions.desk import DIALOGUE, ModeratorsDesk, required
from bot.features.questions.rules import LONGEST, Question, Reason, State, fits

_WRITING, _LOOKING = "moderate.writing", "moderate.looking"
_PATIENCE = 3600


class Deciding:
    def __init__(self, desk: ModeratorsDesk) -> None:
        self._desk = desk

    def feature(self) -> Feature:
        return Feature(
            "questions.deciding",
            [
                OnPress("moderate.show", self.show, Action.MODERATE),
                OnPress("moderate.aside", self.ask_reason, Action.MODERATE),
                OnPress("moderate.reason", self.set_aside, Action.MODERATE),
                OnPress("moderate.answered", self.mark_answered, Action.MODERATE),
                OnPress("moderate.line", self.ask_line, Action.MODERATE),
                OnAnswer(_WRITING, self.got_line),
                OnAnswer(_LOOKING, self.got_line),
                OnPress("moderate.publish", self.publish, Action.MODERATE),
                OnPress("moderate.same", self.ask_same, Action.MODERATE),
                OnPress("moderate.merge", self.merge, Action.MODERATE),
            ],
        )

    async def show(self, context: Context, pressed: Press) -> Outcome:
        question = await self._change(context, pressed.argument, State.SHOWN)
        told = await letters.to_askers(
            context, question, "questions.shown", lambda t: t("questions.told_shown"), is_silent=True
        )
        return await self._go_on(context, question, "questions.done_shown", *told)

    async def ask_reason(self, context: Context, pressed: Press) -> Outcome:
        question, t = await required(context, pressed.argument), context.t
        here = question.question_id
        return turn(
            paragraphs(views.shown(t, question.words, question.role), t("questions.ask_reason")),
            *(
                (press(t.label(f"questions.reason_{reason}"), "moderate.reason", here, reason),)
                for reason in Reason
            ),
            views.back_row(t, "moderate.one", here),
        )

    async def set_aside(self, context: Context, pressed: Press) -> Outcome:
        reason = "".join(pressed.arguments[1:2])
        if reason not in set(Reason):
            raise UserError("engine.old_button")
        question = await self._change(context, pressed.argument, State.SET_ASIDE, reason=reason)
        told = await letters.to_askers(
            context, question, "questions.set_aside", lambda t: t(f"questions.because_{reason}")
        )
        return await self._go_on(context, question, "questions.done_aside", *told)

    async def mark_answered(self, context: Context, pressed: Press) -> Outcome:
        return await self._answer(context, pressed.argument, "")

    async def ask_line(self, context: Context, pressed: Press) -> Outcome:
        question, t = await required(context, pressed.argument), context.t
        if not question.may_become(State.ANSWERED):
            raise UserError("questions.quicker")
        text = paragraphs(
            views.shown(t, question.words, question.role), t("questions.ask_line", most=LONGEST)
        )
        step = Step(_WRITING, {"question": question.question_id}, expires_in=_PATIENCE)
        return turn(text, views.back_row(t, "moderate.one", question.question_id), step=step)

    async def got_line(self, context: Context, text: Text) -> Outcome | None:
        """Other words may still come in place of these."""
        if not context.may(Action.MODERATE):
            return None
        here, line, t = context.steps[DIALOGUE]["question"], clean(text.text), context.t
        if not fits(line):
            raise UserError("questions.too_long", most=LONGEST)
        look = random_id()
        return reply(
            paragraphs(t("questions.line_will_be_seen"), t("questions.answer", answer=line)),
            (press(t.label("questions.publish"), "moderate.publish", look, style="success"),),
            views.back_row(t, "moderate.one", here),
            step=Step(_LOOKING, {"question": here, "line": line, "look": look}, expires_in=_PATIENCE),
        )

    async def publish(self, context: Context, pressed: Press) -> Outcome:
        """Only what the pressed message shows."""
        kept = context.steps.get(DIALOGUE, {})
        if not pressed.argument or kept.get("look") != pressed.argument or "line" not in kept:
            raise UserError("engine.old_button")
        return await self._answer(context, kept["question"], kept["line"])

    async def ask_same(self, context: Context, pressed: Press) -> Outcome:
        question, t = await required(context, pressed.argument), context.t
        here, page = question.question_id, number_in(pressed.arguments, 1)
        found = await store.takers(context.tx, context.keys, question, page)
        text = paragraphs(
            views.shown(t, question.words, question.role),
            t("questions.choose_same") if found else t("questions.none_same"),
            views.listed(t, found),
        )
        return turn(
            text,
            *views.numbers_row(found, "moderate.merge", here),
            *views.turning(t, page, len(found) > store.PAGE, "moderate.same", here),
            views.back_row(t, "moderate.one", here),
        )

    async def merge(self, context: Context, pressed: Press) -> Outcome:
        gone, into = (*pressed.arguments, "", "")[:2]
        merged = await votes.merge(context.tx, context.keys, gone, into)
        if merged is None:
            raise UserError("questions.quicker")
        await deeds.write(context, State.MERGED)
        told = await letters.to_askers(
            context, merged[0], "questions.merged", lambda t: t("questions.told_merged")
        )
        return await self._go_on(context, merged[0], "questions.done_merged", *told)

    async def _answer(self, context: Context, named: str, line: str) -> Outcome:
        question = await self._change(context, named, State.ANSWERED, line)
        told = await letters.to_askers(
            context,
            question,
            "questions.answered",
            lambda t: t("questions.told_line", answer=line) if line else t("questions.told_answered"),
        )
        return await self._go_on(context, question, "questions.done_answered", *told)

    async def _change(
        self, context: Context, named: str, state: State, answer: str = "", reason: str = ""
    ) -> Question:
        """Raises UserError when somebody was quicker, or it is gone."""
        question = await store.hold(context.tx, context.keys, named)
        if question is None:
            raise UserError("questions.gone")
        if not question.may_become(state):
            raise UserError("questions.quicker")
        sealer = await store.sealer_in(context.tx, context.keys, question.session_id)
        await store.change(context.tx, sealer, question, state, answer)
        await deeds.write(context, state, reason)
        return question

    async def _go_on(self, context: Context, question: Question, done: str, *told: Letter) -> Outcome:
        """With the next that waits."""
        shown = await self._desk.next_one(context, question.session_id, question.question_id, context.t(done))
        return replace(shown, letters=told)
