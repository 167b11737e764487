"""What somebody has asked: where it stands, and how it is taken back."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.outcome import Outcome, press, turn
from bot.core.routes import Feature, OnPress
from bot.core.text import lines, paragraphs
from bot.features.questions import store, views, votes
from bot.features.questions.lent import Lent
from bot.features.questions.store import Own

MOST = 8
"""Questions on the screen."""


class OwnQuestions:
    def __init__(self, lent: Lent) -> None:
        self._lent = lent

    def feature(self) -> Feature:
        return Feature(
            "questions.own",
            [
                OnPress("questions.mine", self.show_all),
                OnPress("questions.own", self.show_one),
                OnPress("questions.take_back", self.take_back),
            ],
        )

    async def show_all(self, context: Context, _: Press) -> Outcome:
        own, t = (await tidied(context))[:MOST], context.t
        if not own:
            return turn(t("questions.mine_none"), views.last_row(t))
        sessions = await self._lent.sessions.named(context.tx, t, {each.session_id for each in own})
        listed = lines(
            *(
                t(
                    "questions.mine_line",
                    number=number,
                    title=sessions[each.session_id].title,
                    state=t(f"questions.state_{each.standing.name.lower()}"),
                )
                for number, each in enumerate(own, 1)
            )
        )
        buttons = [
            press(str(number), "questions.own", each.question_id) for number, each in enumerate(own, 1)
        ]
        rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
        return turn(paragraphs(t("questions.mine"), listed), *rows, views.last_row(t))

    async def show_one(self, context: Context, pressed: Press) -> Outcome:
        own, t = await _required(context, pressed), context.t
        question = await store.find(context.tx, context.keys, own.question_id)
        assert question is not None
        text = paragraphs(
            views.shown(t, question.words, question.role),
            views.answer(t, question) or t(f"questions.state_{own.standing.name.lower()}"),
        )
        return turn(
            text,
            (press(t.label("questions.take_back"), "questions.take_back", own.question_id, style="danger"),),
            (press(t.label("questions.see_them"), "questions.session", own.session_id, 0),),
            views.back_row(t, "questions.mine"),
        )

    async def take_back(self, context: Context, pressed: Press) -> Outcome:
        own, t = await _required(context, pressed), context.t
        await votes.withdraw(context.tx, context.keys, own.question_id)
        await context.people.unlink(own.address)
        return turn(t("questions.taken_back"), views.last_row(t))


async def tidied(context: Context) -> list[Own]:
    """The questions of the person at hand that are still kept; the ways to others are let go of."""
    links = await context.people.links(Purpose.QUESTION)
    own = await store.own(context.tx, [link.subject for link in links])
    kept = {each.question_id for each in own}
    for link in links:
        if link.subject not in kept:
            await context.people.unlink(link.address)
    return own


async def _required(context: Context, pressed: Press) -> Own:
    """Raises UserError when it is not theirs."""
    found = next((each for each in await tidied(context) if each.question_id == pressed.argument), None)
    if found is None:
        raise UserError("questions.gone")
    return found
