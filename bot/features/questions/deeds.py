"""What moderators do goes into the journal: that they did it, never which question it was or who asked it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.context import Context
from bot.core.journal import Deed, Entry
from bot.features.questions.rules import State

DEEDS: Mapping[State, Deed] = {
    State.SHOWN: Deed.QUESTION_SHOWN,
    State.SET_ASIDE: Deed.QUESTION_SET_ASIDE,
    State.ANSWERED: Deed.QUESTION_ANSWERED,
    State.MERGED: Deed.QUESTION_MERGED,
}


async def write(context: Context, state: State, detail: str = "") -> None:
    """What a question has become, as done by the member of staff at hand."""
    staff = context.staff
    assert staff is not None, "the route is for staff only"
    entry = Entry(context.now, DEEDS[state], staff.role, staff.organisation, staff.address, detail=detail)
    await context.journal.write(context.tx, entry)
