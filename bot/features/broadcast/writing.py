"""Writing to many goes on: the text in each language, a look at it, and off to a second person."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.journal import Deed
from bot.core.language import Language
from bot.core.outcome import Letter, Outcome, Rows, Screen, Show, Step, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnAnswer, OnPress
from bot.core.text import paragraphs
from bot.features.broadcast import letters, store, views
from bot.features.broadcast.deeds import write
from bot.features.broadcast.draft import Draft
from bot.features.broadcast.office import Desk
from bot.features.broadcast.rules import LONGEST, Broadcast, Kind, fits

DIALOGUE = "broadcast"
_CHOOSING, _WRITING = "broadcast.choosing", "broadcast.writing"


class Writing:
    """The draft stays in the open question until it is handed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def feature(self) -> Feature:
        return Feature(
            "broadcast.writing",
            [
                OnPress("broadcast.draft", self.show_draft, Action.BROADCAST),
                OnPress("broadcast.write", self.ask_text, Action.BROADCAST),
                OnPress("broadcast.clear", self.got_nothing, Action.BROADCAST),
                OnAnswer(_WRITING, self.got_text),
                OnPress("broadcast.preview", self.show_preview, Action.BROADCAST),
                OnPress("broadcast.hand_in", self.hand_in, Action.BROADCAST),
            ],
        )

    async def show_draft(self, context: Context, _: Press) -> Outcome:
        draft = _ready(context)
        return Outcome((Turn(await overview(context, self._desk, draft)),), step=step(draft))

    async def ask_text(self, context: Context, pressed: Press) -> Outcome:
        if Language.from_code(pressed.argument) is None:
            raise UserError("engine.old_button")
        t, draft = context.t, replace(_ready(context), writing=pressed.argument)
        rows: Rows = ((press(t.label("broadcast.back"), "broadcast.draft"),),)
        if draft.writing in draft.texts:
            rows = ((press(t.label("broadcast.clear"), "broadcast.clear", style="danger"),), *rows)
        text = t("broadcast.ask_text", language=t.language_name(draft.writing))
        return turn(text, *rows, step=Step(_WRITING, draft.written()))

    async def got_nothing(self, context: Context, _: Press) -> Outcome:
        draft = _ready(context).without_text()
        return Outcome((Turn(await overview(context, self._desk, draft)),), step=step(draft))

    async def got_text(self, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.BROADCAST):
            return None
        written = text.text.strip()
        if not fits(written):
            raise UserError("broadcast.text_too_long", most=LONGEST)
        draft = _ready(context).with_text(written)
        return Outcome((Show(await overview(context, self._desk, draft)),), step=step(draft))

    async def show_preview(self, context: Context, pressed: Press) -> Outcome:
        """As it will arrive."""
        draft, language = _ready(context), Language.from_code(pressed.argument)
        if language is None or not draft.texts:
            raise UserError("engine.old_button")
        texts = {Language(each): text for each, text in draft.texts.items()}
        t = context.texts_for(language)
        return Outcome((Show(letters.message(t, draft.audience, Kind(draft.kind), texts)),))

    async def hand_in(self, context: Context, _: Press) -> Outcome:
        draft, staff, t = _ready(context), context.staff, context.t
        assert staff is not None, "the route is for staff only"
        await self._refuse_unfit(context, draft)
        about = (draft.audience, draft.readers, draft.languages)
        expected = await self._desk.estimate(context.tx, *about, context.now)
        if not expected.people:
            raise UserError("broadcast.nobody")
        who = (staff.address, expected.people)
        kept = await store.keep(context.tx, context.keys, draft, *who, context.now)
        owed = await self._please_read(context, kept)
        await write(context, Deed.BROADCAST_WRITTEN, kept.kind)
        text = paragraphs(t("broadcast.handed_in"), views.in_words(t, expected))
        show = (press(t.label("broadcast.open"), "broadcast.show", kept.broadcast_id),)
        return Outcome((Turn(Screen(text, (show,))),), ends=DIALOGUE, letters=tuple(owed))

    async def _refuse_unfit(self, context: Context, draft: Draft) -> None:
        """Raises UserError."""
        if not draft.texts:
            raise UserError("broadcast.no_text")
        texts = draft.texts.values()
        where = (draft.audience, draft.readers)
        if await store.was_sent(context.tx, context.keys, *where, texts, context.now):
            raise UserError("broadcast.same_again")

    async def _please_read(self, context: Context, kept: Broadcast) -> list[Letter]:
        """To all who may approve it. Raises UserError when there is nobody."""
        owed = [
            letters.to_staff(each.address, t, t("broadcast.please_read"), kept.broadcast_id)
            for each in await self._desk.approvers(context.tx)
            if each.language and each.address != kept.author
            for t in [context.texts_for(each.language)]
        ]
        if not owed:
            raise UserError("broadcast.nobody_approves")
        return owed


async def overview(context: Context, desk: Desk, draft: Draft) -> Screen:
    """What has been chosen and written, with the ways to change it."""
    t = context.t
    readers = await desk.named(context.tx, t, draft.audience, draft.readers)
    text = paragraphs(
        views.heading(t, readers, draft.languages, draft.kind),
        t("broadcast.write_in_each"),
    )
    rows: Rows = tuple(
        (press(t.label("broadcast.written", language=t.language_name(each)), "broadcast.write", each),
         press(t.label("broadcast.preview"), "broadcast.preview", each))
        if each in draft.texts
        else (press(t.label("broadcast.unwritten", language=t.language_name(each)), "broadcast.write", each),)
        for each in Language
    )  # fmt: skip
    if draft.texts:
        rows += ((press(t.label("broadcast.hand_in"), "broadcast.hand_in", style="primary"),),)
    return Screen(text, rows)


def chosen(context: Context) -> Draft:
    """Raises UserError when the dialogue is over."""
    data = context.steps.get(DIALOGUE)
    if data is None:
        raise UserError("broadcast.draft_over")
    return Draft.read(data)


def step(draft: Draft) -> Step:
    return Step(_CHOOSING, draft.written())


def _ready(context: Context) -> Draft:
    """One whose readers have been chosen."""
    draft = chosen(context)
    if not draft.audience:
        raise UserError("broadcast.draft_over")
    return draft
