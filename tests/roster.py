"""A house in which few work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.context import StaffMember, Tier
from bot.core.ids import PersonId


class FewWorkHere:
    """A roster of those who became staff; they answer for nothing."""

    def __init__(self) -> None:
        self.members: dict[PersonId, StaffMember] = {}

    async def of(self, _: object, person: PersonId) -> StaffMember | None:
        return self.members.get(person)

    async def at(self, *_: object) -> None:
        return None

    next_duty = at

    async def able(self, *_: object) -> Mapping[Tier, Sequence[StaffMember]]:
        return dict.fromkeys(Tier, ())

    async def working_for(self, *_: object) -> Sequence[StaffMember]:
        return ()
