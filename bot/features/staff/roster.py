"""The roster: who covers what, who is on duty, and in which order they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.clock import Clock
from bot.core.context import Keys, Need, StaffMember, Tier
from bot.core.directory import Directory
from bot.core.hours import kept_hours
from bot.core.ids import AddressId, PersonId
from bot.core.roles import Role
from bot.features.staff import store
from bot.features.staff.rules import Member, Shifts, Standing, covered, is_on_duty, standing
from bot.storage.database import Transaction


class StaffRoster:
    """Implements `core.context.Roster`."""

    def __init__(self, keys: Keys, directory: Directory, clock: Clock) -> None:
        self._keys = keys
        self._directory = directory
        self._clock = clock

    async def of(self, tx: Transaction, person: PersonId) -> StaffMember | None:
        member = await store.member_of(tx, self._keys, person)
        return self._shown(member, int(self._clock.now())) if member else None

    async def at(self, tx: Transaction, address: AddressId) -> StaffMember | None:
        member = await store.member_at(tx, address)
        return self._shown(member, int(self._clock.now())) if member else None

    async def able(self, tx: Transaction, need: Need, now: int) -> Mapping[Tier, Sequence[StaffMember]]:
        """Officers and leads who cover it, and all coordinators: what nobody covers is theirs."""
        tiers: dict[Tier, list[StaffMember]] = {tier: [] for tier in Tier}
        for member in await store.reachable(tx):
            staff = self._shown(member, now)
            if self._may_have(staff, need):
                tiers[_tier(staff)].append(staff)
        for members in tiers.values():
            members.sort(key=lambda staff: need.language not in staff.languages)  # else as they stood
        return tiers

    async def working_for(self, tx: Transaction, organisation: str) -> Sequence[StaffMember]:
        now = int(self._clock.now())
        return [
            replace(self._shown(member, now), name=await store.name_of(tx, self._keys, member))
            for member in await store.reachable(tx)
            if member.organisation == organisation
        ]

    async def next_duty(self, tx: Transaction, need: Need, now: int) -> int | None:
        """Of officers and leads; `now` when one of them is on duty."""
        coming = []
        for member in await store.reachable(tx):
            if member.role is not Role.COORDINATOR and self._may_have(self._shown(member, now), need):
                stands = self.standing(member, now)
                coming += [now] if stands.is_on else [stands.until] if stands.until else []
        return min(coming, default=None)

    async def everyone(self, tx: Transaction) -> Sequence[StaffMember]:
        """Those who cannot be reached too; without their names."""
        now = int(self._clock.now())
        return [self._shown(member, now) for member in await store.everyone(tx)]

    async def named(self, tx: Transaction, staff: StaffMember) -> StaffMember:
        """With the name their colleagues know."""
        member = await store.member_at(tx, staff.address)
        return replace(staff, name=await store.name_of(tx, self._keys, member)) if member else staff

    def shifts(self, member: Member) -> Shifts:
        """Their own hours, else those of their organisation, by its clocks and without its days off."""
        house = self._directory.organisations.get(member.organisation)
        hours = member.hours or (house.hours if house else "")
        days_off = house.days_off if house else ()
        return Shifts(kept_hours(hours), self._directory.zone_of(member.organisation), days_off)

    def standing(self, member: Member, now: int) -> Standing:
        return standing(self.shifts(member), member.override, now)

    def _shown(self, member: Member, now: int) -> StaffMember:
        house = self._directory.organisations.get(member.organisation)
        return StaffMember(
            member.address,
            member.role,
            member.organisation,
            covered(member.areas, house.areas if house else ()),
            covered(member.topics, house.topics if house else ()),
            frozenset(member.languages or (house.languages if house else ())),
            is_on_duty=is_on_duty(self.shifts(member), member.override, now),
        )

    def _may_have(self, staff: StaffMember, need: Need) -> bool:
        house = self._directory.organisations.get(staff.organisation)
        return (
            staff.address not in need.excluded
            and (not need.kinds or (house is not None and house.kind in need.kinds))
            and (staff.role is Role.COORDINATOR or staff.covers(need.topic, need.area))
        )


def _tier(staff: StaffMember) -> Tier:
    match staff.role:
        case Role.COORDINATOR:
            return Tier.COORDINATORS
        case Role.LEAD:
            return Tier.LEADS
        case _:
            return Tier.DUTY if staff.is_on_duty else Tier.ROSTER
