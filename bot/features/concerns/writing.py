"""The draft at hand: read from its step, written back, shown in one line."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.outcome import Button, Rows, Step, press
from bot.core.text import Html, lines
from bot.features.concerns.drafts import DRAFT_SECONDS, MARGIN, Draft

DIALOGUE = "concerns"
WRITING = "concerns.writing"


def read_draft(context: Context) -> Draft | None:
    data = context.steps.get(DIALOGUE)
    return Draft.read(data) if data and "topic" in data else None


def open_draft(context: Context) -> Draft:
    """Raises UserError where there is none any more: it was sent, cancelled, or has expired."""
    draft = read_draft(context)
    if draft is None:
        raise UserError("concerns.no_draft")
    return draft


def require_as_shown(draft: Draft, mark: str) -> None:
    """Raises UserError where it has changed since. A button from before there were marks names none."""
    if mark not in ("", draft.mark):
        raise UserError("concerns.changed_since")


async def let_go(context: Context) -> None:
    """The files of a draft that is given up are destroyed: with its key, unless that is a case's."""
    draft = read_draft(context)
    if draft and draft.key and not draft.case_id:
        await context.keys.destroy(context.tx, draft.key)
    elif draft:
        await context.files.drop(context.tx, [entry.file for entry in draft.entries if entry.file])


async def step(context: Context, draft: Draft) -> Step:
    """After each change it waits anew, and its files with it, a little longer."""
    files = [entry.file for entry in draft.entries if entry.file]
    await context.files.keep_for(context.tx, files, DRAFT_SECONDS + MARGIN)
    return Step(WRITING, draft.write(), DRAFT_SECONDS)


def noted(context: Context, draft: Draft) -> Html:
    """How much is in it; files that are still on their way count as such."""
    if not draft.entries:
        return context.t("concerns.draft_empty")
    coming = sum(entry.is_agreed and not entry.is_ready for entry in draft.entries)
    return lines(
        context.t.count("concerns.noted", len(draft.entries)),
        context.t("concerns.being_cleaned") if coming else "",
    )


def draft_rows(context: Context, draft: Draft) -> Rows:
    preview = press(context.t.label("concerns.preview"), "concern.preview", style="primary")
    return ((preview,), (cancel_button(context),)) if draft.entries else ((cancel_button(context),),)


def cancel_button(context: Context) -> Button:
    return press(context.t.label("concerns.cancel"), "concern.cancel")
