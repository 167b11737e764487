"""`/ask`: a session is chosen; its questions are read, and voted for."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Button, Outcome, Screen, Show, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import lines, paragraphs
from bot.features.questions import store, views, votes
from bot.features.questions.lent import Lent
from bot.features.questions.rules import QuestionId, State, is_open

DIALOGUE = "questions"
AT_HAND = 4
"""Sessions to choose from at once."""


class QuestionsFlow:
    def __init__(self, lent: Lent) -> None:
        self._lent = lent

    def feature(self) -> Feature:
        return Feature(
            "questions",
            [
                OnCommand("ask", self.show_start),
                OnPress("questions.start", self.show_start),
                OnPress("questions.session", self.show_session),
                OnPress("questions.vote", self.got_vote),
            ],
        )

    async def show_start(self, context: Context, event: Command | Press) -> Outcome:
        t, sessions = context.t, await self._lent.sessions.at_hand(context, AT_HAND)
        text = paragraphs(
            t("questions.start") if sessions else t("questions.none_at_hand"),
            lines(*(each.line for each in sessions)),
        )
        rows: list[tuple[Button, ...]] = [
            (press(each.label, "questions.session", each.session_id, 0),) for each in sessions
        ]
        rows.append((press(t.label("questions.other_session"), "programme.days"),))
        rows.append((press(t.label("questions.mine_button"), "questions.mine"),))
        staff: list[Button] = []
        if context.may(Action.MODERATE):
            staff.append(press(t.label("questions.desk_button"), "moderate.desk", 0))
        if context.may(Action.SEE_FEEDBACK):
            staff.append(press(t.label("questions.results_button"), "moderate.results", 0))
        rows += [tuple(staff)] if staff else []
        screen = Screen(text, (*rows, (to_menu(t),)))
        return Outcome((Turn(screen) if isinstance(event, Press) else Show(screen),), ends=DIALOGUE)

    async def show_session(self, context: Context, pressed: Press) -> Outcome:
        return await self._session(context, pressed.argument, number_in(pressed.arguments, 1))

    async def got_vote(self, context: Context, pressed: Press) -> Outcome:
        """A button says whether it gives a vote or takes it back: pressed twice, it does so once."""
        question = await store.hold(context.tx, context.keys, pressed.argument)
        if question is None or question.state is not State.SHOWN:
            raise UserError("questions.gone")
        session = await self._lent.session(context, question.session_id)
        if not is_open(session.ends_at, context.now):
            raise UserError("questions.closed")
        if pressed.arguments[2:3] == ("1",):
            await votes.give(context, question)
        elif pressed.arguments[2:3] == ("0",):
            await votes.take_back(context, question)
        return await self._session(context, session.session_id, number_in(pressed.arguments, 1))

    async def _session(self, context: Context, named: str, page: int) -> Outcome:
        t, session = context.t, await self._lent.session(context, named)
        here, is_going_on = session.session_id, is_open(session.ends_at, context.now) and not session.is_off
        found = await store.visible(context.tx, context.keys, here, page)
        given: set[QuestionId] = await votes.given(context, found) if is_going_on else set()
        buttons = views.votes_row(found, given, page) if is_going_on else ()
        text = paragraphs(
            t("questions.board", title=session.title),
            views.listed(t, found) or t("questions.board_empty"),
            t("questions.how_to_vote") if buttons else "",
            "" if is_going_on else t("questions.closed"),
        )
        rows = [*buttons, *views.turning(t, page, len(found) > store.PAGE, "questions.session", here)]
        if is_going_on:
            rows.append((press(t.label("questions.ask_button"), "questions.write", here, style="primary"),))
        if context.may(Action.MODERATE):
            rows.append((press(t.label("questions.moderate"), "moderate.session", here, 0),))
        about = (press(t.label("questions.about_session"), "programme.session", here),)
        return turn(text, *rows, about, views.last_row(t), ends=DIALOGUE)
