"""An officer's words on their way to a young person: to the case they were meant for, and to no other."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.incoming import Edited, Press, Text, number_in
from bot.core.journal import Deed
from bot.core.outcome import Outcome, Rows, Screen, Show, Step, Turn, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnEdit, OnPress, OnText
from bot.core.text import Html, clean, escape, lines, paragraphs
from bot.features.concerns import case_notes, held, messages, news, store, views
from bot.features.concerns.asking import Asks
from bot.features.concerns.meant import case_here
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, note_deed, require
from bot.features.concerns.rules import Concern

LAST = "_answering"
"""A dialogue without a question: to which case the last answer went, so that a change is noticed."""
LAST_SECONDS = 3600
REASONS = ("safety", "offered", "referral")
"""Why an officer may ask for something personal all the same."""


class Answering:
    """Nothing is sent to a case by guessing, and nothing at once."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.answering",
            [
                OnText(self.got_answer, before_steps=True),
                OnText(self.hold),
                OnPress("case.to", self.send_held, Action.ANSWER),
                OnPress("case.drop", self.drop_held, Action.ANSWER),
                OnPress("case.anyway", self.send_anyway, Action.ANSWER),
                OnPress("case.undo", self.undo, Action.ANSWER),
                OnEdit(self.got_edit),
            ],
        )

    async def got_answer(self, context: Context, text: Text) -> Outcome | None:
        """A message in a case's topic, or in reply to something of a case, goes to that case.

        While a note or a summary of it is asked, it is that; long after, nobody can tell, and it is held.
        """
        if context.staff is None:
            return None
        case_id = await case_here(context, text.thread, text.reply_to)
        if case_id is None:
            return None
        if asked := case_notes.asked_about(context, case_id):
            if any(case_notes.is_waiting(context, each) for each in asked):
                return None
            outcome = await self.hold(context, text)
            return replace(outcome, ends=asked[0]) if outcome else None
        concern = await require(context, self._office, case_id, Action.ANSWER)
        return await self._answer(context, concern, text.text, text.message)

    async def hold(self, context: Context, text: Text) -> Outcome | None:
        """Without a clear case the words stay here until the officer says where they belong."""
        if context.staff is None or not (words := clean(text.text)):
            return None
        mine = await store.cases_in_hand(context.tx, context.staff.address)
        if not mine:
            return reply(context.t("concerns.no_case_in_hand"))
        held_id = await held.hold(
            context.tx, context.keys, context.staff.address, words, text.message, context.now
        )
        t = context.t
        rows: Rows = tuple(
            (press(views.case_line(t, self._office, concern), "case.to", held_id, concern.case_id),)
            for concern in mine
        )
        drop = (press(t.label("concerns.drop_held"), "case.drop", held_id),)
        return Outcome((Show(Screen(t("concerns.held"), (*rows, drop)), reply_to=text.message),))

    async def send_held(self, context: Context, pressed: Press) -> Outcome:
        held_id, case_id = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.ANSWER)
        found = await self._release(context, held_id)
        return turned(await self._answer(context, concern, found.text, found.source))

    async def drop_held(self, context: Context, pressed: Press) -> Outcome:
        """Raises UserError for what was sent meanwhile: nobody is told of that that it was not."""
        await self._release(context, pressed.argument)
        return turn(context.t("concerns.held_dropped"))

    async def send_anyway(self, context: Context, pressed: Press) -> Outcome:
        """It asks for something personal: the reason is kept, the young person told that they decide."""
        held_id, reason = (*pressed.arguments, "", "")[:2]
        found = await self._release(context, held_id)
        if found.case_id is None or reason not in REASONS:
            raise UserError("engine.old_button")
        concern = await require(context, self._office, found.case_id, Action.ANSWER)
        await note_deed(context, concern, Deed.TOLD_WHY, member_of(context), reason)
        return turned(
            await self.send(context, concern, found.text, found.source, "concerns.you_need_not_say")
        )

    async def undo(self, context: Context, pressed: Press) -> Outcome:
        """As long as it has not left. The words stay in the officer's chat, to be changed and sent again."""
        case_id, message_id = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.ANSWER)
        written = await messages.message(context.tx, context.keys, concern, message_id)
        if written is None or not written.from_officer:
            raise UserError("concerns.undone_already")
        if not await news.hold_back(context, written):
            raise UserError("concerns.undo_too_late")
        await self._promise_again(context, concern, written, number_in(pressed.arguments, 2, digits=11))
        await messages.drop_message(context.tx, written)
        if concern.is_urgent:
            call_at = context.now + self._office.times.acknowledge_urgent
            await store.called(context.tx, concern, concern.tier, call_at)
        return turn(context.t("concerns.undone"))

    async def _promise_again(
        self, context: Context, concern: Concern, undone: messages.Written, promised: int
    ) -> None:
        """As before the answer; of two that were undone, the later one knows of no promise any more."""
        everything = await messages.messages_of(context.tx, context.keys, concern)
        at = everything.index(undone)
        if not concern.is_open or any(each.from_officer for each in everything[at + 1 :]):
            return
        before = everything[at - 1] if at else None
        is_thanks = before is None or self._office.thanks.is_only_thanks(before.text)
        if not promised and before and not before.from_officer and not is_thanks:
            promised = context.now + self._office.times.answer
        if promised:
            await store.promise(context.tx, concern.case_id, promised, is_late=promised <= context.now)

    async def got_edit(self, context: Context, edited: Edited) -> Outcome | None:
        if context.staff is None:
            return None
        member, words = context.staff, clean(edited.text)
        if not words:
            raise UserError("concerns.nothing_readable")
        if await held.edit(context.tx, context.keys, member.address, edited.message, words):
            return reply(context.t("concerns.draft_edited"))
        concern = await messages.concern_of_answer(context.tx, member.address, edited.message)
        return await self._change(context, concern, edited, words) if concern else None

    async def _change(self, context: Context, concern: Concern, edited: Edited, words: str) -> Outcome:
        if not concern.is_open:
            raise UserError("concerns.case_is_closed")
        if self._office.asking.found_in(words):
            raise UserError("concerns.edit_asks_too_much")
        written = await messages.edit_message(
            context.tx, context.keys, concern, edited.message, words, from_officer=True
        )
        if written is None:
            return Outcome()
        owed = await news.edited(context, self._office, concern, written, member_of(context).organisation)
        return Outcome(reply(context.t("concerns.edit_passed_on")).replies, letters=tuple(owed))

    async def _answer(self, context: Context, concern: Concern, text: str, source: MessageId) -> Outcome:
        """What asks a young person for something personal is held until the officer says why."""
        words, t = clean(text), context.t
        if not words:
            raise UserError("concerns.nothing_readable")
        asks = self._office.asking.found_in(words)
        if not asks or not concern.is_open:
            return await self.send(context, concern, words, source)
        officer = member_of(context).address
        held_id = await held.hold(
            context.tx, context.keys, officer, words, source, context.now, concern.case_id
        )
        listed = t.listed([t.label(f"concerns.asks_{each}") for each in Asks if each in asks])
        rows: Rows = tuple(
            (press(t.label(f"concerns.because_{reason}"), "case.anyway", held_id, reason),)
            for reason in REASONS
        )
        drop = (press(t.label("concerns.write_anew"), "case.drop", held_id),)
        text_held = t("concerns.held_asking", asked=listed, reference=self._office.title(t, concern))
        return Outcome((Show(Screen(text_held, (drop, *rows)), reply_to=source or None),))

    async def send(
        self, context: Context, concern: Concern, words: str, source: MessageId, *hints: str
    ) -> Outcome:
        """Written down now; it leaves after the time in which it can be taken back."""
        office, member = self._office, member_of(context)
        if not concern.is_open:
            raise UserError("concerns.case_is_closed")
        if (theirs := await context.texts_at(concern.reporter)) is None:
            raise UserError("concerns.not_delivered", reference=office.title(context.t, concern))
        written = await messages.add_message(
            context.tx, context.keys, concern, words, source, from_officer=True
        )
        await store.answered(context.tx, concern.case_id, context.now)
        await note_deed(context, concern, Deed.ANSWERED, member)
        owed = await news.answer(context, office, concern, written, member.organisation, *hints)
        mark = news.answer_mark(theirs, office, concern, member.organisation)
        screen = self._leaving(context, concern, written, mark)
        step = Step(f"{LAST}.case", {"case": concern.case_id}, LAST_SECONDS)
        return Outcome((Show(screen, source or None),), step=step, letters=tuple(owed))

    def _leaving(self, context: Context, concern: Concern, written: messages.Written, mark: Html) -> Screen:
        """To whom it goes, as they will get it, and the way to take it back."""
        t, seconds = context.t, self._office.times.undo
        last = context.steps.get(LAST, {}).get("case")
        changed = last is not None and last != concern.case_id
        title = self._office.title(t, concern)
        if not seconds:
            said = t("concerns.answer_passed_on", reference=title)
            return Screen(paragraphs(t("concerns.other_case") if changed else "", said), is_silent=True)
        shown = lines(mark, escape(written.text))
        said = t.count("concerns.answer_leaves_in", seconds, reference=title)
        undo = press(
            t.label("concerns.undo"),
            "case.undo",
            concern.case_id,
            written.message_id,
            concern.answer_by_at or 0,
        )
        text = paragraphs(t("concerns.other_case") if changed else "", said)
        if len(shown) < _MOST_PREVIEW:
            text = paragraphs(text, f"<blockquote>{shown}</blockquote>")
        return Screen(text, ((undo,),), is_silent=True)

    async def _release(self, context: Context, held_id: str) -> held.Held:
        found = await held.release(context.tx, context.keys, member_of(context).address, held_id)
        if found is None:
            raise UserError("concerns.held_no_more")
        return found


_MOST_PREVIEW = 3000
"""Characters of an answer that are repeated to the officer."""


def turned(outcome: Outcome) -> Outcome:
    """The same, in place of the message whose button was pressed."""
    replies = tuple(Turn(each.screen) if isinstance(each, Show) else each for each in outcome.replies)
    return replace(outcome, replies=replies)
