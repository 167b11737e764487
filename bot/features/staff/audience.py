"""Those who work here, as people who can be written to: by role, organisation and area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.audience import Circle, Reader
from bot.core.directory import Directory
from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.roles import Role
from bot.core.text import Texts
from bot.features.staff.rules import covered
from bot.features.staff.store import queries
from bot.features.staff.views import role_name
from bot.storage.database import Row, Transaction

_ANY = "*"
_ROLES = {role.name.lower(): role for role in (Role.OFFICER, Role.LEAD, Role.COORDINATOR)}


@dataclass(frozen=True, slots=True)
class _Circle:
    """Of a key `ROLE.ORGANISATION.AREA`, in which `*` stands for any."""

    role: str = _ANY
    organisation: str = _ANY
    area: str = _ANY

    @classmethod
    def of(cls, key: str) -> _Circle:
        """Everybody, for the empty key. One that never was a key has nobody."""
        if not key:
            return cls()
        return cls(*key.split(".")) if key.count(".") == 2 else cls("", "", "")

    @property
    def key(self) -> str:
        return f"{self.role}.{self.organisation}.{self.area}"


class Colleagues:
    """Implements `core.audience.Audience`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def inside(self, tx: Transaction, t: Texts, key: str, now: int) -> Sequence[Circle]:  # noqa: ARG002 the house is in memory
        circle, organisations = _Circle.of(key), self._directory.organisations
        if circle.organisation != _ANY:
            house = organisations.get(circle.organisation)
            areas = (house.areas if house else ()) or tuple(self._directory.areas)
            return [
                Circle(
                    _Circle(circle.role, circle.organisation, area).key,
                    self._directory.area_name(area, t.language),
                )
                for area in (areas if circle.area == _ANY else ())
            ]
        found = [
            Circle(_Circle(circle.role, each.id).key, each.named(t.language))
            for each in organisations.values()
        ]
        roles = _ROLES.items() if circle.role == _ANY else ()
        return [Circle(_Circle(name).key, role_name(t, role)) for name, role in roles] + found

    async def named(self, tx: Transaction, t: Texts, key: str) -> str | None:  # noqa: ARG002
        circle = _Circle.of(key)
        if circle.role not in (_ANY, *_ROLES):
            return None
        if circle.organisation not in (_ANY, *self._directory.organisations):
            return None
        if circle.area not in (_ANY, *self._directory.areas):
            return None
        parts = [role_name(t, _ROLES[circle.role])] if circle.role != _ANY else []
        if circle.organisation != _ANY:
            parts.append(self._directory.organisation_name(circle.organisation, t.language))
        if circle.area != _ANY:
            parts.append(self._directory.area_name(circle.area, t.language))
        return " · ".join(parts)

    async def sizes(self, tx: Transaction, key: str) -> Mapping[str, Mapping[Language, int]]:
        """By the clocks of their organisation."""
        sizes: dict[str, Counter[Language]] = {}
        for zone, reader in await self._readers(tx, key):
            if reader.language is not None:
                sizes.setdefault(zone, Counter())[reader.language] += 1
        return sizes

    async def readers(self, tx: Transaction, key: str, zone: str, after: str, most: int) -> Sequence[Reader]:
        found = [reader for lives_by, reader in await self._readers(tx, key) if lives_by == zone]
        return [reader for reader in found if reader.alias > after][:most]

    async def _readers(self, tx: Transaction, key: str) -> list[tuple[str, Reader]]:
        """All of a circle with their zones, by alias: a house has hundreds of staff, not thousands."""
        circle = _Circle.of(key)
        rows = [row for row in await queries.colleagues(tx) if self._is_inside(row, circle)]
        return [(self._directory.zone_of(row["organisation"]), _reader(row)) for row in rows]

    def _is_inside(self, row: Row, circle: _Circle) -> bool:
        house = self._directory.organisations.get(row["organisation"])
        areas = covered(tuple(row["areas"].split()), house.areas if house else ())
        return (
            (circle.role == _ANY or _ROLES.get(circle.role) == row["role"])
            and circle.organisation in (_ANY, row["organisation"])
            and (circle.area == _ANY or not areas or circle.area in areas)
        )


def _reader(row: Row) -> Reader:
    language = Language(row["language"]) if row["language"] else None
    return Reader(row["member"], AddressId(row["address_id"]), language)
