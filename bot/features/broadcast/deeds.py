"""What is done with broadcasts goes into the journal, without a word of what they say."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.journal import Deed, Entry


async def write(context: Context, deed: Deed, detail: str) -> None:
    """As done by the member of staff at hand."""
    staff = context.staff
    assert staff is not None, "the route is for staff only"
    entry = Entry(context.now, deed, staff.role, staff.organisation, staff.address, detail=detail)
    await context.journal.write(context.tx, entry)
