"""What somebody looks for, as it stands in a button, and how long an entry can be relied on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.features.services.model import Cost, Kind

EVERYWHERE = ""
PAGE = 5
FRESH_FOR = timedelta(days=365)
REPORTS_FOR_MARK = 3
"""So many people who say that an entry is wrong mark it, and call a coordinator."""
DAY = 24 * 3600
REPORT_LASTS = 90 * DAY
RETIRED_KEPT = 30 * DAY
"""Seconds a link to a service that is in the list no more still leads to it."""
AGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"10": (10, 13), "14": (14, 17), "18": (18, 24), "25": (25, 120)}
)
"""Ages to choose from, by what their button carries."""


class Facet(StrEnum):
    """What can be chosen from a list of its own."""

    LANGUAGE = "language"
    AGE = "age"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Query:
    """Empty: whatever it is."""

    area: str = EVERYWHERE
    kind: Kind | None = None
    language: str = ""
    age: str = ""
    cost: Cost | None = None
    is_anonymous: bool = False
    is_open: bool = False

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Query:
        """What is not understood, in a button of another version, narrows nothing down."""
        area, kind, language, age, cost, anonymous, is_open, *_ = (*arguments, *[""] * 7)
        return cls(
            _at_most(16, area),
            next((each for each in Kind if each[0] == kind), None),
            _at_most(3, language),
            age if age in AGES else "",
            next((each for each in Cost if each[0] == cost), None),
            bool(anonymous),
            bool(is_open),
        )

    def arguments(self) -> tuple[str, ...]:
        """Short: a button carries 64 bytes."""
        return (
            self.area,
            self.kind[0] if self.kind else "",
            self.language,
            self.age,
            self.cost[0] if self.cost else "",
            "1" if self.is_anonymous else "",
            "1" if self.is_open else "",
        )

    def chosen(self, facet: Facet) -> str:
        return str(getattr(self, facet) or "")

    def choosing(self, facet: Facet, value: str) -> Query:
        match facet:
            case Facet.LANGUAGE:
                return replace(self, language=value)
            case Facet.AGE:
                return replace(self, age=value)
            case Facet.COST:
                return replace(self, cost=Cost(value) if value else None)


def _at_most(length: int, written: str) -> str:
    """What is longer was forged, and would not fit into the next button."""
    return written if written.isascii() and len(written) <= length else ""


def fresh_until(checked_on: date | None, expires_on: date | None) -> date:
    """The last day an entry can be relied on; what was never checked never could."""
    if checked_on is None:
        return date.min
    return min(checked_on + FRESH_FOR, expires_on or date.max)
