"""How a member leaves, by their own wish or a coordinator's: out at once, with all they had at hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.journal import Deed, Entry
from bot.core.outcome import Lane, Letter, Post, Screen
from bot.features.staff import store
from bot.features.staff.rules import Member

Leaver = Callable[[Context, AddressId], Awaitable[list[Letter]]]
"""Lets go of what a member has in another slice; the roster knows them no longer when it is called."""


class Leaving:
    """Ends access: in the transaction at hand, so that the next button they press is nobody's."""

    def __init__(self, leavers: Sequence[Leaver]) -> None:
        self._leavers = leavers

    async def end(self, context: Context, member: Member, deed: Deed) -> list[Letter]:
        """What is owed because of it. Raises UserError for the last coordinator."""
        await refuse_to_lose_last(context, member)
        assert context.staff is not None, "only staff end access, others' or their own"
        await write(context, deed, member.role.name.lower())
        await store.leave(context.tx, context.keys, member)
        owed = await self.let_go(context, member.address)
        return owed + await _farewell(context, member.address, owed)

    async def let_go(self, context: Context, address: AddressId) -> list[Letter]:
        return [letter for leaver in self._leavers for letter in await leaver(context, address)]


async def _farewell(context: Context, address: AddressId, owed: Sequence[Letter]) -> list[Letter]:
    """The last letter forgets the way to them: it leaves after all others, in the last lane."""
    if (t := await context.texts_at(address)) is None:
        return []
    lane = max((letter.lane for letter in owed if letter.to == address), default=Lane.ANSWERS)
    screen = Screen(t("staff.access_ended"))
    return [Letter(address, "staff.ended", Post(screen), lane, is_last=True)]


async def refuse_to_lose_last(context: Context, member: Member) -> None:
    """Raises UserError when nobody could invite anybody any more."""
    if await store.is_last_coordinator(context.tx, member):
        raise UserError("staff.last_coordinator")


async def write(context: Context, deed: Deed, detail: str) -> None:
    """Into the journal, as done by the member of staff at hand."""
    staff = context.staff
    assert staff is not None, "the route is for staff only"
    entry = Entry(context.now, deed, staff.role, staff.organisation, staff.address, detail=detail)
    await context.journal.write(context.tx, entry)


class StaffKeeper:
    """What the privacy slice asks of this one."""

    def __init__(self, leaving: Leaving) -> None:
        self._leaving = leaving

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        return [("staff.held", 1 if context.staff else 0)]

    async def erase(self, context: Context) -> list[Letter]:
        """Raises UserError for the last coordinator."""
        if context.staff is None:
            return []
        member = await store.member_at(context.tx, context.staff.address)
        assert member is not None, "they are staff"
        return await self._leaving.end(context, member, Deed.LEFT)
