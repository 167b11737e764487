"""Going on with a case: more words, an edit, taking something back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.incoming import Edited, Press, Text, Unsupported
from bot.core.outcome import Outcome, Rows, Show, Step, Turn, press, reply, turn
from bot.core.routes import Feature, OnEdit, OnPress, OnText, OnUnsupported
from bot.core.text import Html, clean, escape, paragraphs
from bot.features.concerns import calling, conduct, handovers, letters, messages, views
from bot.features.concerns.drafts import DRAFT_SECONDS, MOST_ENTRIES, Draft, Entry
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import held_cases, own_case
from bot.features.concerns.rules import Concern, named_in
from bot.features.concerns.sending import changed, pass_on
from bot.features.concerns.writing import draft_rows, read_draft, step

WHICH_CASE = "which_case"
_MOST_QUOTED = 300
"""Characters of a message that waits for its case, when it is asked about again."""


class FollowUp:
    """The young person's words in a case that was sent."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.follow_up",
            [
                OnText(self.got_reply, before_steps=True),
                OnText(self.got_words),
                OnPress("concern.to", self.continue_case),
                OnPress("concern.unsend", self.unsend),
                OnEdit(self.got_edit),
                OnUnsupported("location", self.ask_area),
                OnUnsupported("venue", self.ask_area),
                OnPress("concern.place", self.got_area),
            ],
        )

    async def got_reply(self, context: Context, text: Text) -> Outcome | None:
        """An answer to an officer's message goes to its case, whatever else is being asked."""
        if text.reply_to is None or context.staff is not None:
            return None
        for concern in await held_cases(context):
            ref = await context.sent.by_message(context.tx, concern.reporter, text.reply_to)
            if ref is not None and named_in(ref)[0] in ("given", "mark"):
                return await self._go_on(context, concern, text)
        return None

    async def got_words(self, context: Context, text: Text) -> Outcome | None:
        """Words without a question: they belong to the one open case, or the person says to which."""
        concerns = [concern for concern in await held_cases(context) if concern.is_open]
        if not concerns or context.staff is not None:
            return None
        if len(concerns) == 1 or self._office.danger.found_in(text.text):  # nobody is asked in danger
            return await self._go_on(context, concerns[-1], text)
        if not clean(text.text):
            raise UserError("concerns.nothing_readable")
        waiting = _waiting(context)
        t = context.t
        if len(waiting) >= MOST_ENTRIES:
            number, oldest = next(iter(waiting.items()))
            quoted = Html(f"<blockquote>{escape(oldest[:_MOST_QUOTED])}</blockquote>")
            said = paragraphs(t("concerns.waiting_full"), quoted)
            return reply(said, *self._to_cases(context, concerns, number))
        waiting[str(text.message)] = text.text
        rows = self._to_cases(context, concerns, text.message)
        return reply(t("concerns.which_case"), *rows, step=_which(waiting))

    def _to_cases(self, context: Context, concerns: Sequence[Concern], number: object) -> Rows:
        return tuple(
            (press(views.case_line(context.t, self._office, each), "concern.to", each.case_id, number),)
            for each in concerns
        )

    async def continue_case(self, context: Context, pressed: Press) -> Outcome:
        case_id, number = (*pressed.arguments, "", "")[:2]
        concern, waiting = await own_case(context, case_id), _waiting(context)
        draft = read_draft(context)
        if number not in waiting or (draft and draft.holds(MessageId(int(number)))):
            raise UserError("engine.old_button")
        if not concern.is_open:
            raise UserError("concerns.is_closed")
        text = Text(waiting.pop(number), MessageId(int(number)))
        outcome = await self._go_on(context, concern, text)
        turned = tuple(Turn(said.screen) for said in outcome.replies if isinstance(said, Show))
        if outcome.step:  # it is looked at first: the others go on waiting, and so does it, in the draft
            return Outcome(turned, step=outcome.step)
        step = _which(waiting) if waiting else None
        return Outcome(turned, step=step, ends=WHICH_CASE, letters=outcome.letters)

    async def unsend(self, context: Context, pressed: Press) -> Outcome:
        """The words are destroyed, and the officer's copy goes."""
        case_id, message_id = (*pressed.arguments, "", "")[:2]
        concern = await own_case(context, case_id)
        written = await messages.message(context.tx, context.keys, concern, message_id)
        if written is None or written.from_officer:
            raise UserError("concerns.unsent_already")
        owed = await letters.unsent(context, concern, written)
        await messages.drop_message(context.tx, written)
        await context.files.drop(context.tx, written.files)
        return Outcome(turn(context.t("concerns.unsent")).replies, letters=tuple(owed))

    async def got_edit(self, context: Context, edited: Edited) -> Outcome | None:
        if context.staff is not None:
            return None
        words, waiting = clean(edited.text), _waiting(context)
        for concern in await held_cases(context):
            if await messages.is_written_in(context.tx, concern, edited.message, from_officer=False):
                return await self._change(context, concern, edited, words)
        draft, number = read_draft(context), str(edited.message)
        if (draft and draft.holds(edited.message)) or number not in waiting:
            return None
        if not words:
            raise UserError("concerns.nothing_readable")
        return reply(context.t("concerns.draft_edited"), step=_which({**waiting, number: words}))

    async def ask_area(self, context: Context, _: Unsupported) -> Outcome | None:
        """A place goes through only as an area, chosen by name."""
        if context.staff is not None or not (read_draft(context) or await held_cases(context)):
            return None
        areas = self._office.directory.areas.values()
        buttons = [press(area.named(context.t.language), "concern.place", area.id) for area in areas]
        rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
        return reply(context.t("concerns.ask_place"), *rows)

    async def got_area(self, context: Context, pressed: Press) -> Outcome:
        area = self._office.directory.areas.get(pressed.argument)
        if area is None or await self._is_written(context, pressed.message):
            raise UserError("engine.old_button")
        text = Text(context.t.label("concerns.place", area=area.named(context.t.language)), pressed.message)
        if draft := read_draft(context):
            if draft.is_full:
                raise UserError("concerns.draft_full")
            draft = draft.with_entry(Entry(text.message, clean(text.text)))
            said = context.t.count("concerns.noted", len(draft.entries))
            return turn(said, *draft_rows(context, draft), step=await step(context, draft))
        outcome = await self.got_words(context, text)
        if outcome is None:
            raise UserError("concerns.no_draft")
        turned = tuple(Turn(said.screen) for said in outcome.replies if isinstance(said, Show))
        return Outcome(turned, step=outcome.step, letters=outcome.letters)

    async def _is_written(self, context: Context, source: MessageId) -> bool:
        """In the draft at hand, or in a case."""
        draft = read_draft(context)
        if draft and draft.holds(source):
            return True
        return any(
            [
                await messages.is_written_in(context.tx, concern, source, from_officer=False)
                for concern in await held_cases(context)
            ]
        )

    async def _change(self, context: Context, concern: Concern, edited: Edited, words: str) -> Outcome:
        source = edited.message
        before = await messages.by_source(context.tx, context.keys, concern, source, from_officer=False)
        if before is None or (not words and not before.files):
            raise UserError("concerns.nothing_readable")
        is_urgent = bool(self._office.danger.found_in(words))
        await conduct.require_standing(context, is_urgent=is_urgent)
        if not is_urgent and self._tells(concern, words) > self._tells(concern, before.text):
            raise UserError("concerns.edit_tells_too_much")
        written = await messages.edit_message(
            context.tx, context.keys, concern, source, words, from_officer=False
        )
        if written is None:
            return Outcome()
        if not words:
            owed = letters.words_gone(concern, written, context.t("concerns.message_unsent"))
        else:
            organisation = concern.organisation or ""
            if concern.officer and not await handovers.shown_to(context.tx, concern, organisation, [written]):
                return reply(context.t("concerns.edit_kept"))
            owed = await letters.edited_for_officer(context, concern, written, had_words=bool(before.text))
            owed += await changed(context, self._office, concern, words) if concern.is_open else []
        return Outcome(reply(context.t("concerns.edit_passed_on")).replies, letters=tuple(owed))

    def _tells(self, concern: Concern, words: str) -> int:
        """How many things in it could say who somebody is."""
        return len(self._office.identifying.find(words, self._office.region(concern.area)))

    async def _go_on(self, context: Context, concern: Concern, text: Text) -> Outcome:
        """Straight on; what could say who somebody is, they see first, unless a life may hang on it."""
        words, t = clean(text.text), context.t
        if not words:
            raise UserError("concerns.nothing_readable")
        if not concern.is_open:
            again = (press(t.label("concerns.reopen"), "concern.reopen", concern.case_id),)
            return reply(t("concerns.is_closed"), again)
        office = self._office
        is_urgent = bool(office.danger.found_in(words))
        told = office.identifying.find(words, office.region(concern.area))
        if told and not is_urgent:
            draft = _draft_to(context, concern).with_entry(Entry(text.message, words))
            return reply(
                t("concerns.look_again"), *draft_rows(context, draft), step=await step(context, draft)
            )
        await conduct.require_standing(context, is_urgent=is_urgent)
        owed, concern, written = await pass_on(context, office, concern, words, text.message)
        said = t("concerns.passed_on" if concern.officer else "concerns.added")
        if is_urgent and not await calling.is_anybody_on_duty(context, office, concern):
            number = office.emergency.of(office.region(concern.area)).to_call
            said = paragraphs(said, t("concerns.nobody_on_duty_urgent", number=number))
        back = (press(t.label("concerns.unsend"), "concern.unsend", concern.case_id, written.message_id),)
        return Outcome(reply(said, back, views.case_button(t, concern)).replies, letters=tuple(owed))


def _draft_to(context: Context, concern: Concern) -> Draft:
    """What waits to be looked at before it goes to this case.

    Raises UserError while something else is being written, or when no more fits into it.
    """
    draft = read_draft(context)
    if draft is None:
        return Draft(concern.topic, concern.area, case_id=concern.case_id, key=concern.key)
    if draft.case_id != concern.case_id:
        raise UserError("concerns.finish_first")
    if draft.is_full:
        raise UserError("concerns.draft_full")
    return draft


def _waiting(context: Context) -> dict[str, str]:
    """Words whose case is still to be chosen, by the number of their message."""
    return dict(context.steps.get(WHICH_CASE, {}).get("waiting", {}))


def _which(waiting: dict[str, str]) -> Step:
    return Step(f"{WHICH_CASE}.waiting", {"waiting": waiting}, DRAFT_SECONDS)
