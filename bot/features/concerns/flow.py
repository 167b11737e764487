"""What a young person sees and does until a concern is written: its topic, area, readers and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.core.context import Context, Need, StaffMember, Tier
from bot.core.entries import Named
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.incoming import Command, Edited, Press, Text
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Rows, Step, press, reply, turn
from bot.core.routes import Feature, OnAnswer, OnCommand, OnEdit, OnPress
from bot.core.text import clean, paragraphs
from bot.features.concerns import trainings
from bot.features.concerns.drafts import DRAFT_SECONDS, Draft, Entry
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import held_cases
from bot.features.concerns.writing import (
    DIALOGUE,
    WRITING,
    draft_rows,
    let_go,
    noted,
    open_draft,
    read_draft,
    require_as_shown,
    step,
)

MOST_OPEN = 5
"""Open cases one person may have: who has more to say goes on with one of them."""
EVERYBODY, ABOUT_STAFF = "all", "staff"
_BEGUN = "concerns.begun"
"""Words are there, but no topic yet."""

Choice = TypeVar("Choice", bound=Named)


class ConcernFlow:
    """From `/concern` to a draft. Files are in `attachments`, showing and sending in `preview`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns",
            [
                OnCommand("concern", self.ask_topic),
                OnPress("concern.new", self.ask_topic),
                OnPress("concern.fresh", self.ask_topic_again),
                OnPress("concern.topic", self.ask_area),
                OnPress("concern.area", self.ask_words),
                OnPress("concern.readers", self.ask_readers),
                OnPress("concern.reader", self.got_readers),
                OnPress("concern.continue", self.show_draft),
                OnAnswer(WRITING, self.got_words),
                OnPress("concern.drop_last", self.drop_last),
                OnPress("concern.cancel", self.cancel),
                OnPress("concern.leave", self.leave),
                OnEdit(self.got_draft_edit),
            ],
        )

    async def ask_topic(self, context: Context, event: Command | Press) -> Outcome:
        draft = read_draft(context)
        if draft and draft.entries:
            return reply(context.t("concerns.unfinished"), *_unfinished_rows(context))
        if sum(concern.is_open for concern in await held_cases(context)) >= MOST_OPEN:
            raise UserError("concerns.enough_open")
        return self._topics(context, is_turn=isinstance(event, Press))

    async def begin_with(self, context: Context, words: str, message: MessageId) -> Outcome:
        """Somebody says of what they wrote elsewhere that it is a concern: it is the first of a draft."""
        entry, draft = Entry(message, words), read_draft(context)
        if draft and draft.entries:
            if draft.is_full:
                raise UserError("concerns.draft_full")
            draft = draft.with_entry(entry)
            return turn(noted(context, draft), *draft_rows(context, draft), step=await step(context, draft))
        if sum(concern.is_open for concern in await held_cases(context)) >= MOST_OPEN:
            raise UserError("concerns.enough_open")
        begun = Step(_BEGUN, {"begun": [message, words]}, DRAFT_SECONDS)
        return replace(self._topics(context, is_turn=True), step=begun)

    async def ask_topic_again(self, context: Context, _: Press) -> Outcome:
        await let_go(context)
        return self._topics(context, is_turn=True, ends=DIALOGUE)

    async def ask_area(self, context: Context, pressed: Press) -> Outcome:
        if _goes_to_a_case(context):
            return turn(context.t("concerns.unfinished"), *_unfinished_rows(context))
        topic = _known(self._office.directory.topics, pressed.argument)
        rows = _choices(context, self._office.directory.areas.values(), "concern.area", topic.id)
        return turn(context.t("concerns.ask_area"), *rows)

    async def ask_words(self, context: Context, pressed: Press) -> Outcome:
        """What was written before, if anything, stays: the topic or the area may have been chosen anew."""
        if _goes_to_a_case(context):
            return turn(context.t("concerns.unfinished"), *_unfinished_rows(context))
        directory = self._office.directory
        topic_id, area_id = (*pressed.arguments, "", "")[:2]
        topic, area = _known(directory.topics, topic_id), _known(directory.areas, area_id)
        before = read_draft(context)
        draft = (
            replace(before, topic=topic.id, area=area.id)
            if before
            else Draft(topic.id, area.id, _begun(context), training=await trainings.training_of(context))
        )
        return await self._write_down(context, draft)

    async def ask_readers(self, context: Context, _: Press) -> Outcome:
        """Each choice names who that would be; what nobody could answer is not offered."""
        if _goes_to_a_case(context):
            raise UserError("engine.old_button")
        draft, t = open_draft(context), context.t
        able = await self._able(context, Draft(draft.topic, draft.area, training=draft.training))
        known = self._office.directory.organisations
        kinds = list(
            dict.fromkeys(
                known[each.organisation].kind
                for tier in Tier
                for each in able[tier]
                if each.organisation in known
            )
        )
        rows = [(press(t.label("concerns.readers_all"), "concern.reader", EVERYBODY),)]
        if "police" in kinds and len(kinds) > 1:
            others = [kind for kind in kinds if kind != "police"]
            rows.append((press(t.label("concerns.readers_not_police"), "concern.reader", *others),))
        if len(kinds) > 1:
            rows += [
                (press(t.label(f"concerns.readers_only_{kind}"), "concern.reader", kind),) for kind in kinds
            ]
        if able[Tier.COORDINATORS]:
            rows.append((press(t.label("concerns.readers_about_staff"), "concern.reader", ABOUT_STAFF),))
        rows.append((press(t.label("concerns.back"), "concern.area", draft.topic, draft.area),))
        return turn(t("concerns.ask_readers"), *rows)

    async def got_readers(self, context: Context, pressed: Press) -> Outcome:
        if _goes_to_a_case(context):
            raise UserError("engine.old_button")
        draft = open_draft(context)
        known = {each.kind for each in self._office.directory.organisations.values()}
        kinds = frozenset(pressed.arguments) - {EVERYBODY, ABOUT_STAFF}
        if not kinds <= known:  # never everybody, where only some were meant
            raise UserError("engine.old_button")
        draft = replace(draft, kinds=kinds, is_about_staff=pressed.argument == ABOUT_STAFF)
        return await self._write_down(context, draft)

    async def got_words(self, context: Context, text: Text) -> Outcome:
        draft, words = open_draft(context), clean(text.text)
        if not words:
            raise UserError("concerns.nothing_readable")
        if draft.is_full:
            return reply(context.t("concerns.draft_full"), *draft_rows(context, draft))
        draft = draft.with_entry(Entry(text.message, words))
        said = [noted(context, draft)]
        said += [context.t("concerns.forward_dropped")] if text.was_forwarded else []
        return reply(paragraphs(*said), *draft_rows(context, draft), step=await step(context, draft))

    async def show_draft(self, context: Context, _: Press) -> Outcome:
        draft = open_draft(context)
        return turn(noted(context, draft), *draft_rows(context, draft), step=await step(context, draft))

    async def drop_last(self, context: Context, pressed: Press) -> Outcome:
        """Only what was shown as the last; pressed twice, it takes out one."""
        draft = open_draft(context)
        require_as_shown(draft, pressed.argument)
        last = draft.entries[-1:]
        await context.files.drop(context.tx, [entry.file for entry in last if entry.file])
        draft = draft.without(entry.number for entry in last)
        return turn(noted(context, draft), *draft_rows(context, draft), step=await step(context, draft))

    async def cancel(self, context: Context, _: Press) -> Outcome:
        open_draft(context)
        await let_go(context)
        return turn(context.t("concerns.cancelled"), (to_menu(context.t),), ends=DIALOGUE)

    async def leave(self, context: Context, _: Press) -> Outcome:
        """Nothing is chosen after all; what was written before stays."""
        draft = read_draft(context)
        if draft and draft.entries:
            return turn(context.t("concerns.unfinished"), *_unfinished_rows(context))
        return turn(context.t("concerns.cancelled"), (to_menu(context.t),), ends=DIALOGUE)

    async def got_draft_edit(self, context: Context, edited: Edited) -> Outcome | None:
        draft = read_draft(context)
        entry = (
            next((each for each in draft.entries if each.number == edited.message), None) if draft else None
        )
        if draft is None or entry is None:
            return None
        if not (words := clean(edited.text)) and not entry.has_file:
            raise UserError("concerns.nothing_readable")
        return reply(
            context.t("concerns.draft_edited"),
            step=await step(context, draft.with_text(edited.message, words)),
        )

    async def _write_down(self, context: Context, draft: Draft) -> Outcome:
        t = context.t
        if not (organisations := await self._organisations(context, draft)):
            raise UserError("concerns.nobody_there")
        names = [self._office.directory.organisation_name(each, t.language) for each in organisations]
        text = paragraphs(
            t("concerns.ask_words"),
            t("concerns.who_reads", organisations=t.listed(names)),
            t("concerns.leave_out"),
            noted(context, draft) if draft.entries else "",
        )
        readers = (press(t.label("concerns.choose_readers"), "concern.readers"),)
        return turn(text, readers, *draft_rows(context, draft), step=await step(context, draft))

    async def _organisations(self, context: Context, draft: Draft) -> list[str]:
        """Of those who would read it, in the order in which they would be called."""
        able = await self._able(context, draft)
        tiers = (Tier.COORDINATORS,) if draft.is_about_staff else (Tier.DUTY, Tier.ROSTER)
        found = [member for tier in tiers for member in able[tier]]
        if not draft.is_about_staff:
            found = found or [member for tier in (Tier.LEADS, Tier.COORDINATORS) for member in able[tier]]
        return list(dict.fromkeys(member.organisation for member in found))

    async def _able(self, context: Context, draft: Draft) -> Mapping[Tier, Sequence[StaffMember]]:
        if draft.training is not None:
            members = await trainings.members(context, self._office.roster, draft.training)
            return {tier: members if tier is Tier.DUTY else [] for tier in Tier}
        need = Need(draft.topic, draft.area, context.t.language, draft.kinds)
        return await self._office.roster.able(context.tx, need, context.now)

    def _topics(self, context: Context, *, is_turn: bool, ends: str | None = None) -> Outcome:
        show = turn if is_turn else reply
        rows = _choices(context, self._office.directory.topics.values(), "concern.topic")
        return show(context.t("concerns.ask_topic"), *rows, ends=ends)


def _begun(context: Context) -> tuple[Entry, ...]:
    """What was written before a topic was chosen."""
    begun = context.steps.get(DIALOGUE, {}).get("begun")
    return (Entry(MessageId(begun[0]), begun[1]),) if begun else ()


def _goes_to_a_case(context: Context) -> bool:
    """What is being written goes to a case that was sent: its readers are those of that case."""
    draft = read_draft(context)
    return draft is not None and draft.case_id is not None


def _unfinished_rows(context: Context) -> Rows:
    t = context.t
    return (
        (press(t.label("concerns.continue_draft"), "concern.continue", style="primary"),),
        (press(t.label("concerns.start_over"), "concern.fresh"),),
    )


def _choices(context: Context, named: Iterable[Named], route: str, *before: str) -> Rows:
    """Two in a row: small screens, large targets."""
    buttons = [press(each.named(context.t.language), route, *before, each.id) for each in named]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return (*rows, (press(context.t.label("concerns.cancel"), "concern.leave"),))


def _known(among: Mapping[str, Choice], wanted: str) -> Choice:
    if wanted not in among:
        raise UserError("engine.old_button")
    return among[wanted]
