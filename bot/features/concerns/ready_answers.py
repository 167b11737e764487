"""Answers that are ready in every language: chosen by the officer, arriving in the young person's own."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.incoming import Command, Press
from bot.core.language import Language
from bot.core.outcome import Outcome, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import escape, lines, paragraphs
from bot.features.concerns import messages
from bot.features.concerns.answering import Answering, turned
from bot.features.concerns.meant import case_here
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, require
from bot.features.concerns.rules import Concern


class ReadyAnswers:
    """From the list to sending one, as any other answer is sent."""

    def __init__(self, office: Office, answering: Answering) -> None:
        self._office = office
        self._answering = answering

    def feature(self) -> Feature:
        return Feature(
            "concerns.ready_answers",
            [
                OnCommand("canned", self.show_canned_here, Action.ANSWER),
                OnPress("case.canned", self.show_canned, Action.ANSWER),
                OnPress("case.say", self.show_reply, Action.ANSWER),
                OnPress("case.said", self.send_canned, Action.ANSWER),
            ],
        )

    async def show_canned_here(self, context: Context, command: Command) -> Outcome:
        """`/canned` in a case's topic."""
        case_id = await case_here(context, command.thread, None)
        if case_id is None:
            raise UserError("concerns.note_where")
        concern = await require(context, self._office, case_id, Action.ANSWER)
        return self._ready_answers(context, concern, is_turn=False)

    async def show_canned(self, context: Context, pressed: Press) -> Outcome:
        concern = await require(context, self._office, pressed.argument, Action.ANSWER)
        return self._ready_answers(context, concern, is_turn=True)

    def _ready_answers(self, context: Context, concern: Concern, *, is_turn: bool) -> Outcome:
        t, show = context.t, turn if is_turn else reply
        rows = tuple(
            (press(each.titles[t.language], "case.say", concern.case_id, each.id),)
            for each in self._office.canned.for_topic(concern.topic)
        )
        back = (press(t.label("concerns.back"), "case.show", concern.case_id),)
        return show(t("concerns.canned_title", reference=self._office.title(t, concern)), *rows, back)

    async def show_reply(self, context: Context, pressed: Press) -> Outcome:
        """As the officer reads it, and as it arrives."""
        case_id, reply_id = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.ANSWER)
        t, theirs = context.t, concern.language
        shown = [
            f"<blockquote>{escape(await self._canned(context, concern, reply_id, t.language))}</blockquote>"
        ]
        if theirs is not t.language:
            arriving = escape(await self._canned(context, concern, reply_id, theirs))
            shown.append(lines(t("concerns.canned_arrives_in", language=t.language_name(theirs))))
            shown.append(f"<blockquote>{arriving}</blockquote>")
        send = (press(t.label("concerns.canned_send"), "case.said", case_id, reply_id, style="primary"),)
        back = (press(t.label("concerns.back"), "case.canned", case_id),)
        return turn(paragraphs(*shown), send, back)

    async def send_canned(self, context: Context, pressed: Press) -> Outcome:
        """In the young person's language; what is in the catalogue asks for nothing personal.

        Pressed twice, it is said once.
        """
        case_id, reply_id = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.ANSWER)
        words = await self._canned(context, concern, reply_id, concern.language)
        written = await messages.messages_of(context.tx, context.keys, concern)
        if written and written[-1].from_officer and written[-1].text == words:
            raise UserError("concerns.held_no_more")
        return turned(await self._answering.send(context, concern, words, MessageId(0)))

    async def _canned(self, context: Context, concern: Concern, reply_id: str, language: Language) -> str:
        office = self._office
        found = office.canned.find(reply_id)
        if found is None:
            raise UserError("engine.old_button")
        t = context.texts_for(language)
        area = office.directory.areas.get(concern.area)
        answer_by_at = concern.answer_by_at or context.now + office.times.answer
        return office.canned.text(
            found,
            t.language,
            organisation=office.directory.organisation_name(member_of(context).organisation, t.language),
            answer_by=t.plain_moment(answer_by_at, area.zone if area else "UTC"),
            emergency_number=office.emergency.of(office.region(concern.area)).to_call,
            case_name=office.names.name(concern.name_number, t.language),
        )
