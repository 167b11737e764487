"""Files in a draft: asked about where a voice or a face may be known, fetched, cleaned."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.incoming import Attachment, Fetch, Fetched, Press
from bot.core.media import MediaKind
from bot.core.outcome import Outcome, Rows, press, reply, turn
from bot.core.routes import Feature, OnAttachment, OnFetched, OnPress
from bot.core.text import clean, paragraphs
from bot.features.concerns.drafts import DRAFT_SECONDS, MARGIN, Draft, Entry
from bot.features.concerns.own_cases import held_cases
from bot.features.concerns.writing import draft_rows, noted, open_draft, read_draft, step

ROUTE = "concern.file"


class Attachments:
    """The young person's files. Officers answer in words only."""

    def feature(self) -> Feature:
        return Feature(
            "concerns.attachments",
            [
                OnAttachment(self.got_file),
                OnPress("concern.file_yes", self.agree),
                OnPress("concern.file_voice", self.agree_disguised),
                OnPress("concern.file_no", self.leave_out),
                OnFetched(ROUTE, self.got_fetched),
            ],
        )

    async def got_file(self, context: Context, attachment: Attachment) -> Outcome | None:
        if context.staff is not None:
            raise UserError("concerns.officers_send_words")
        draft = await _draft_for(context)
        if draft.is_full:
            return reply(context.t("concerns.draft_full"), *draft_rows(context, draft))
        entry = Entry(
            attachment.message,
            clean(attachment.caption),
            attachment.kind,
            attachment.handle,
            attachment.album,
        )
        together = [each for each in draft.entries if each.album and each.album == entry.album]
        draft = draft.with_entry(entry)
        if not entry.kind or not attachment.kind.can_be_recognised:
            return await self._fetch(context, draft, [entry])
        if any(each.is_agreed for each in together):
            return await self._fetch(context, draft, [entry], is_told=False)
        if together:
            return Outcome(step=await step(context, draft))
        return reply(
            paragraphs(
                context.t(f"concerns.warn_{_sense(attachment.kind)}"),
                context.t("concerns.forward_dropped") if attachment.was_forwarded else "",
            ),
            *_questions(context, entry),
            step=await step(context, draft),
        )

    async def agree(self, context: Context, pressed: Press) -> Outcome:
        return await self._agreed(context, pressed, disguise_voice=False)

    async def agree_disguised(self, context: Context, pressed: Press) -> Outcome:
        return await self._agreed(context, pressed, disguise_voice=True)

    async def leave_out(self, context: Context, pressed: Press) -> Outcome:
        """The words under a file stay: only what could be recognised goes."""
        draft = open_draft(context)
        if not (asked := _asked(draft, pressed.argument)):
            raise UserError("engine.old_button")
        for entry in asked:
            draft = _without_file(draft, entry)
        return turn(noted(context, draft), *draft_rows(context, draft), step=await step(context, draft))

    async def got_fetched(self, context: Context, fetched: Fetched) -> Outcome:
        draft, number = read_draft(context), MessageId(int(fetched.arguments[0]))
        if draft is None or not draft.holds(number):
            await context.files.drop(context.tx, [fetched.file] if fetched.file else [])
            return Outcome()
        is_too_much = fetched.file is not None and not draft.has_room(fetched.size)
        if fetched.file is None or fetched.kind is None or is_too_much:
            await context.files.drop(context.tx, [fetched.file] if fetched.file else [])
            entry = next(each for each in draft.entries if each.number == number)
            draft = _without_file(draft, entry)
            why = "too_much" if is_too_much else fetched.refusal or "busy"
            reason = context.t(f"concerns.refused_{why}")
            said = paragraphs(reason, noted(context, draft))
            return reply(said, *draft_rows(context, draft), step=await step(context, draft))
        sent_as = next(each.kind for each in draft.entries if each.number == number)
        draft = draft.with_file(number, fetched.file, fetched.kind, fetched.size)
        if not draft.is_ready:
            return Outcome(step=await step(context, draft))
        shows_more = fetched.kind.can_be_recognised and sent_as is MediaKind.DOCUMENT
        warning = context.t("concerns.can_be_known") if shows_more else ""
        return reply(
            paragraphs(context.t("concerns.file_cleaned"), warning, noted(context, draft)),
            *draft_rows(context, draft),
            step=await step(context, draft),
        )

    async def _agreed(self, context: Context, pressed: Press, *, disguise_voice: bool) -> Outcome:
        draft = open_draft(context)
        asked = _asked(draft, pressed.argument)
        if not asked:
            raise UserError("engine.old_button")
        outcome = await self._fetch(context, draft, asked, disguise_voice=disguise_voice)
        said = turn(context.t("concerns.being_cleaned"))
        return replace(outcome, replies=said.replies)

    async def _fetch(
        self,
        context: Context,
        draft: Draft,
        entries: list[Entry],
        *,
        disguise_voice: bool = False,
        is_told: bool = True,
    ) -> Outcome:
        """What is fetched is kept a little longer than the draft, so that it never ends before it."""
        key = draft.key or await context.keys.new(context.tx)
        draft = replace(draft, key=key)
        for entry in entries:
            draft = draft.agreed(entry.number)
        fetches = tuple(
            Fetch(
                entry.kind,
                entry.handle,
                key,
                DRAFT_SECONDS + MARGIN,
                ROUTE,
                (str(entry.number),),
                disguise_voice=disguise_voice and entry.kind is MediaKind.VOICE,
            )
            for entry in entries
            if entry.kind and entry.handle
        )
        said = reply(context.t("concerns.being_cleaned")).replies if is_told else ()
        return Outcome(said, step=await step(context, draft), fetches=fetches)


async def _draft_for(context: Context) -> Draft:
    """The draft at hand, or one to go on with the only open case. Raises UserError where neither is clear."""
    if draft := read_draft(context):
        return draft
    open_cases = [concern for concern in await held_cases(context) if concern.is_open]
    if len(open_cases) != 1:
        raise UserError("concerns.file_without_case" if not open_cases else "concerns.file_which_case")
    concern = open_cases[0]
    return Draft(concern.topic, concern.area, case_id=concern.case_id, key=concern.key)


def _asked(draft: Draft, number: str) -> list[Entry]:
    """The file a button is about, with those of its album; none that was agreed to already."""
    first = next((each for each in draft.entries if str(each.number) == number), None)
    if first is None:
        return []
    return [
        each
        for each in draft.entries
        if each.has_file
        and not each.is_agreed
        and (each.number == first.number or (first.album is not None and each.album == first.album))
    ]


def _without_file(draft: Draft, entry: Entry) -> Draft:
    draft = draft.without([entry.number])
    return draft.with_entry(Entry(entry.number, entry.text)) if entry.text else draft


def _questions(context: Context, entry: Entry) -> Rows:
    t, number = context.t, entry.number
    rows = []
    if entry.kind is MediaKind.VOICE:
        rows.append((press(t.label("concerns.file_disguise"), "concern.file_voice", number),))
    rows.append((press(t.label("concerns.file_send"), "concern.file_yes", number),))
    return (*rows, (press(t.label("concerns.file_leave_out"), "concern.file_no", number),))


def _sense(kind: MediaKind) -> str:
    return "voice" if kind in (MediaKind.VOICE, MediaKind.AUDIO) else "face"
