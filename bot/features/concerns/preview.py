"""What the officer will see, with what could say who somebody is; and sending it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.codes import spell_code
from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.ids import FileId, MessageId, random_id
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Button, Letter, Outcome, Post, Reply, Rows, Screen, Show, Turn, press
from bot.core.roles import Role
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, escape, lines, paragraphs
from bot.features.concerns import calling, conduct, messages, store, trainings, views
from bot.features.concerns.drafts import Draft, Entry
from bot.features.concerns.identifying import MASK, Finding, mask
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import own_case
from bot.features.concerns.relations import able_for, note_deed
from bot.features.concerns.rules import Concern, Urgency
from bot.features.concerns.sending import pass_on
from bot.features.concerns.writing import DIALOGUE, cancel_button, open_draft, require_as_shown, step

NO_SOURCE = MessageId(0)
"""Of a message that nobody can change by changing one of theirs."""
MOST_MARKS = 12
"""Findings that are listed, with a button each; all of them can be hidden together."""
MOST_OF_A_MARK = 60
MOST_QUOTED = 2000
"""Characters: with what else stands there, Telegram takes 4,096."""


class Preview:
    """The last look before sending."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.preview",
            [
                OnPress("concern.preview", self.show),
                OnPress("concern.hide", self.hide),
                OnPress("concern.send", self.send),
            ],
        )

    async def show(self, context: Context, _: Press) -> Outcome:
        """The card and every message, each exactly as the officer will get it."""
        draft, t = _sendable(context), context.t
        card = views.preview_card(t, self._office, draft, is_urgent=self._is_urgent(draft))
        first = (
            t("concerns.preview_adds") if draft.case_id else paragraphs(t("concerns.preview_begins"), card)
        )
        shown: list[Reply] = [Turn(Screen(first))]
        for part in parts_of(draft):
            if part.files:
                shown.append(Show(Screen(Html(""), files=part.files)))
            shown += [Show(Screen(words)) for words in views.words(part.words) if words]
        return Outcome((*shown, Show(self._end(context, draft))))

    async def hide(self, context: Context, pressed: Press) -> Outcome:
        """One finding, or all of them, become a mark that tells nothing, not even their length."""
        draft = _sendable(context)
        mark, which = (*pressed.arguments, "", "")[:2]
        if mark != draft.mark:
            raise UserError("concerns.changed_since")
        numbered = enumerate(self._findings(draft))
        chosen = [(entry, finding) for n, (entry, finding) in numbered if which in ("all", str(n))]
        changed = []
        for entry, found in groupby(chosen, key=lambda pair: pair[0]):
            text = mask(entry.text, tuple(finding for _, finding in found))
            draft = draft.with_text(entry.number, text)
            changed.append(text)
        return Outcome(self._now_reads(context, draft, changed), step=await step(context, draft))

    async def send(self, context: Context, pressed: Press) -> Outcome:
        """Only what was shown is sent."""
        draft = _sendable(context)
        require_as_shown(draft, pressed.argument)
        if draft.case_id is None and draft.training != await trainings.training_of(context):
            raise UserError("concerns.training_changed")
        is_urgent = self._is_urgent(draft)
        await conduct.require_standing(context, is_urgent=is_urgent)
        await context.files.keep(context.tx, [entry.file for entry in draft.entries if entry.file])
        if draft.case_id is not None:
            return await self._add(context, draft, draft.case_id)
        concern, code = await self._open(context, draft, is_urgent=is_urgent)
        for part in parts_of(draft):
            await messages.add_message(
                context.tx,
                context.keys,
                concern,
                part.words,
                part.source,
                from_officer=False,
                files=part.files,
            )
        await note_deed(context, concern, Deed.OPENED, Role.ANYONE)
        receipt = await self._receipt(context, concern, code)
        owed = [Letter(concern.reporter, "concerns.receipt", Post(receipt), sealed_with=concern.key)]
        owed += await calling.call(context, self._office, concern)
        return _sent(context, draft, "concerns.sent", owed)

    async def _open(self, context: Context, draft: Draft, *, is_urgent: bool) -> tuple[Concern, str]:
        case_id = random_id()
        reporter = await context.people.keep_address(Purpose.CONCERN, case_id)
        concern, code = await store.open_concern(
            context.tx,
            context.keys,
            case_id,
            reporter,
            draft,
            context.t.language,
            Urgency.URGENT if is_urgent else Urgency.NORMAL,
            context.now,
            context.now + self._office.times.answer,
            context.people.alias(Purpose.CONDUCT),
            draft.training,
        )
        if not any((await able_for(context, self._office, concern)).values()):
            raise UserError("concerns.nobody_there")
        return concern, code

    async def _add(self, context: Context, draft: Draft, case_id: str) -> Outcome:
        concern = await own_case(context, case_id)
        if not concern.is_open:
            raise UserError("concerns.is_closed")
        owed: list[Letter] = []
        for part in parts_of(draft):
            added, concern, _ = await pass_on(
                context, self._office, concern, part.words, part.source, part.files
            )
            owed += added
        key = "concerns.passed_on" if concern.officer else "concerns.added"
        return _sent(context, draft, key, owed)

    async def _receipt(self, context: Context, concern: Concern, code: str) -> Screen:
        """The case code, who will read the concern, and by when; honest where nobody is on duty."""
        t, office = context.t, self._office
        directory, spelled = office.directory, spell_code(code)
        readers = await calling.readers_of(context, office, concern)
        ids = dict.fromkeys(reader.organisation for reader in readers)
        names = [directory.organisation_name(each, t.language) for each in ids]
        area = directory.areas.get(concern.area)
        zone = area.zone if area else "UTC"
        said = [
            t("concerns.receipt_code", code=spelled),
            t("concerns.receipt_readers", organisations=t.listed(names)),
        ]
        if not any(reader.is_on_duty for reader in readers):
            said.append(await self._nobody_on_duty(context, concern, zone))
        if concern.answer_by_at is not None:
            said.append(t("concerns.receipt_answer_by", moment=t.moment(concern.answer_by_at, zone)))
        said.append(t("concerns.receipt_next"))
        copy = (Button(t.label("concerns.copy_code"), copy=spelled),)
        return Screen(paragraphs(*said), (copy, views.case_button(t, concern)))

    async def _nobody_on_duty(self, context: Context, concern: Concern, zone: str) -> Html:
        t, office = context.t, self._office
        if concern.is_urgent:
            number = office.emergency.of(office.region(concern.area)).to_call
            return t("concerns.nobody_on_duty_urgent", number=number)
        need = concern.need(frozenset())
        next_at = await office.roster.next_duty(context.tx, need, context.now)
        if next_at is None:
            return t("concerns.nobody_on_duty")
        return t("concerns.next_on_duty", moment=t.moment(next_at, zone))

    def _now_reads(self, context: Context, draft: Draft, changed: Sequence[str]) -> tuple[Reply, ...]:
        """Quoted in place, as long as one message has room for it."""
        said, end = context.t("concerns.now_reads"), self._end(context, draft)
        if sum(map(len, changed)) <= MOST_QUOTED:
            quotes = (f"<blockquote>{escape(text)}</blockquote>" for text in changed)
            return (Turn(Screen(paragraphs(said, lines(*quotes), end.text), end.rows)),)
        parts = [part for text in changed for part in views.words(text)]
        return (Turn(Screen(said)), *(Show(Screen(part)) for part in parts), Show(end))

    def _is_urgent(self, draft: Draft) -> bool:
        return self._office.directory.is_urgent(draft.topic) or any(
            self._office.danger.found_in(entry.text) for entry in draft.entries
        )

    def _findings(self, draft: Draft) -> list[tuple[Entry, Finding]]:
        region = self._office.region(draft.area)
        return [
            (entry, finding)
            for entry in draft.entries
            for finding in self._office.identifying.find(entry.text, region)
        ]

    def _end(self, context: Context, draft: Draft) -> Screen:
        """What could say who somebody is, a button to hide each, and the button to send."""
        t, found = context.t, self._findings(draft)
        said = [t("concerns.preview_ends")]
        rows: list[tuple[Button, ...]] = []
        if found:
            listed = [
                t(f"concerns.mark_{finding.mark}", text=_shown(entry, finding, MOST_OF_A_MARK))
                for entry, finding in found[:MOST_MARKS]
            ]
            more = len(found) - MOST_MARKS
            listed += [t.count("concerns.marks_more", more)] if more > 0 else []
            said = [paragraphs(t("concerns.marks_found"), lines(*listed)), *said]
            rows.append((press(t.label("concerns.hide_all"), "concern.hide", draft.mark, "all"),))
            if len(found) > 1:
                rows += _hide_rows(context, draft, found[:MOST_MARKS])
        rows.append((press(t.label("concerns.send"), "concern.send", draft.mark, style="success"),))
        rows.append((press(t.label("concerns.drop_last"), "concern.drop_last", draft.mark),))
        rows.append((cancel_button(context),))
        return Screen(paragraphs(*said), tuple(rows))


def _sent(context: Context, draft: Draft, key: str, owed: Sequence[Letter]) -> Outcome:
    """The look before it was hidden still stands above: nobody is left to believe that it was sent so."""
    hidden = any(MASK in entry.text for entry in draft.entries)
    said = paragraphs(context.t(key), context.t("concerns.hidden_is_not_sent") if hidden else "")
    return Outcome((Turn(Screen(said)),), ends=DIALOGUE, letters=tuple(owed))


@dataclass(frozen=True, slots=True)
class Part:
    """One message as the officer gets it."""

    words: str
    source: MessageId
    files: tuple[FileId, ...] = ()


def parts_of(draft: Draft) -> Iterator[Part]:
    """What was sent as an album stays together; the words under each picture stand by themselves after it, so
    that each can be changed."""
    for album, group in groupby(draft.entries, key=lambda entry: entry.album or entry.number):
        entries = list(group)
        if len(entries) == 1 or not isinstance(album, str):
            yield from (Part(each.text, each.number, (each.file,) if each.file else ()) for each in entries)
            continue
        for _, alike in groupby(entries, key=_family):
            first, *others = alike
            files = tuple(entry.file for entry in (first, *others) if entry.file)
            if files:  # all that one message can hold, so that it arrives whole or not at all
                yield Part("", NO_SOURCE if first.text else first.number, files)
        yield from (Part(entry.text, entry.number) for entry in entries if entry.text)


def _family(entry: Entry) -> object:
    """Files that may stand in one album have the same."""
    return (entry.kind.family if entry.kind else None) or entry.number


def _sendable(context: Context) -> Draft:
    """Raises UserError while something is still asked, or on its way."""
    draft = open_draft(context)
    if not draft.entries:
        raise UserError("concerns.nothing_to_send")
    if any(entry.has_file and not entry.is_agreed for entry in draft.entries):
        raise UserError("concerns.file_unanswered")
    if not draft.is_ready:
        raise UserError("concerns.still_coming")
    return draft


def _shown(entry: Entry, finding: Finding, most: int) -> str:
    found = entry.text[finding.start : finding.end]
    return found if len(found) <= most else f"{found[: most - 1]}…"


def _hide_rows(context: Context, draft: Draft, found: list[tuple[Entry, Finding]]) -> Rows:
    """Two in a row: small screens, large targets."""
    buttons = [
        press(
            context.t.label("concerns.hide_one", text=_shown(entry, finding, 20)),
            "concern.hide",
            draft.mark,
            number,
        )
        for number, (entry, finding) in enumerate(found)
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
