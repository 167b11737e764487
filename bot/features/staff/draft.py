"""What a coordinator has chosen so far for an invitation, or for somebody who works here already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.core.directory import Directory
from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff.rules import Grant, Member

FIELDS = ("areas", "topics", "languages")
"""What is chosen by toggling, in this order; none chosen means all, or for languages: not said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """It lies in the open question between one button and the next."""

    role: Role = Role.OFFICER
    organisation: str = ""
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: str = ""
    member: AddressId | None = None
    """Whom it changes; None: it becomes an invitation."""

    @classmethod
    def of(cls, member: Member) -> Draft:
        return cls(
            member.role,
            member.organisation,
            member.areas,
            member.topics,
            tuple(member.languages),
            member.hours,
            member.address,
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Draft:
        lists = {field: tuple(data[field]) for field in FIELDS}
        return cls(**{**data, **lists, "role": Role(data["role"])})

    def written(self) -> dict[str, Any]:
        return asdict(self)

    def chosen(self, field: str) -> tuple[str, ...]:
        chosen: tuple[str, ...] = getattr(self, field)
        return chosen

    def toggled(self, field: str, value: str) -> Draft:
        """An empty value takes everything back."""
        chosen = self.chosen(field)
        others = tuple(each for each in chosen if each != value)
        after = () if not value else others if value in chosen else (*chosen, value)
        return Draft.read({**self.written(), field: after})

    def options(self, field: str, directory: Directory) -> tuple[str, ...]:
        """An organisation's people cover no more than it does."""
        house = directory.organisations.get(self.organisation)
        if field == "areas":
            return (house.areas if house else ()) or tuple(directory.areas)
        if field == "topics":
            return (house.topics if house else ()) or tuple(directory.topics)
        return tuple(Language)

    def after(self, field: str | None) -> str | None:
        """What is asked next, first of all and after a field; coordinators run it all, wherever it is."""
        fields = FIELDS[-1:] if self.role is Role.COORDINATOR else FIELDS
        if field not in fields:
            return fields[0]
        return next(iter(fields[fields.index(field) + 1 :]), None)

    def within(self, directory: Directory) -> Draft:
        """Without what the organisation does not take care of any more."""
        kept = {
            field: [each for each in self.chosen(field) if each in self.options(field, directory)]
            for field in FIELDS
        }
        return Draft.read({**self.written(), **kept})

    def grant(self, name: str) -> Grant:
        is_limited = self.role is not Role.COORDINATOR
        return Grant(
            self.role,
            self.organisation,
            self.areas if is_limited else (),
            self.topics if is_limited else (),
            tuple(Language(each) for each in self.languages),
            name,
            self.hours,
        )
