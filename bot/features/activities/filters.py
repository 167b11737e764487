"""What somebody looks for: area, time, kind, age, cost and access, short enough for a button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.features.activities.model import Access, Kind
from bot.features.activities.rules import DAY

LONGEST = 14 * DAY
"""Seconds an activity can take: what began earlier is over."""
FAR = 2**40
"""Later than any activity."""
_ANY = "-"


class Facet(StrEnum):
    """By what can be filtered; the value ends a catalogue key."""

    AREA = "area"
    WHEN = "when"
    KIND = "kind"
    AGE = "age"
    COST = "cost"
    ACCESS = "access"


class When(StrEnum):
    """Today; today and the six days after it; what is beyond."""

    TODAY = "today"
    WEEK = "week"
    LATER = "later"


class Age(StrEnum):
    """How old somebody is, as coarse as an activity needs to know."""

    CHILD = "child"
    TEEN = "teen"
    ADULT = "adult"


class Cost(StrEnum):
    """Whether it has to be paid for."""

    FREE = "free"


AGES: Mapping[str, tuple[int, int]] = {
    "": (0, 99),
    Age.CHILD.value: (0, 12),
    Age.TEEN.value: (13, 17),
    Age.ADULT.value: (18, 99),
}
"""Of whoever looks; an activity is for them when its ages and these meet."""
ACCESSES = tuple(access.name.lower() for access in Access if access.name)
OPTIONS: Mapping[Facet, Sequence[str]] = {
    Facet.WHEN: tuple(When),
    Facet.KIND: tuple(Kind),
    Facet.AGE: tuple(Age),
    Facet.COST: tuple(Cost),
    Facet.ACCESS: ACCESSES,
}
"""In the order of the buttons; areas are the deployment's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen, by facet; what is not there may be anything."""

    choices: Mapping[Facet, str] = field(default_factory=dict)

    def without(self, facet: Facet) -> Wanted:
        return Wanted({each: choice for each, choice in self.choices.items() if each is not facet})

    def choosing(self, facet: Facet, choice: str) -> Wanted:
        return Wanted({**self.choices, facet: choice})

    def written(self) -> str:
        """`old-town.1-3--`: the area, then one character for each of the others."""
        return f"{self.choices.get(Facet.AREA, '')}.{''.join(self._places())}"

    def bounds(self, now: int, zone: str) -> dict[str, object]:
        """What a statement looks for."""
        chosen = self.choices.get
        begin, end = _stretch(chosen(Facet.WHEN), now, zone)
        youngest, oldest = AGES[chosen(Facet.AGE, "")]
        access = chosen(Facet.ACCESS)
        return {
            "now": now,
            "begin": begin,
            "end": end,
            "area": chosen(Facet.AREA, ""),
            "kind": chosen(Facet.KIND, ""),
            "youngest": youngest,
            "oldest": oldest,
            "is_free": int(Facet.COST in self.choices),
            "access": int(Access[access.upper()]) if access else 0,
        }

    def _places(self) -> Iterator[str]:
        for facet, options in OPTIONS.items():
            choice = self.choices.get(facet)
            yield _ANY if choice is None else str(options.index(choice))


def read_wanted(written: str) -> Wanted:
    """What `written` says, or as much of it as means something."""
    area, _, places = written.partition(".")
    choices = {Facet.AREA: area[:16]} if area and area.isascii() else {}
    for (facet, options), place in zip(OPTIONS.items(), places, strict=False):
        if place.isascii() and place.isdigit() and int(place) < len(options):
            choices[facet] = options[int(place)]
    return Wanted(choices)


def days_around(now: int, zone: str) -> tuple[int, int]:
    """When tomorrow begins, and the day a week from today."""
    today = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    midnights = (datetime.combine(today + timedelta(days), time(), ZoneInfo(zone)) for days in (1, 7))
    tomorrow, next_week = (int(midnight.timestamp()) for midnight in midnights)
    return tomorrow, next_week


def _stretch(when: str | None, now: int, zone: str) -> tuple[int, int]:
    """Starts from the first to before the second; what has begun and is not over is of today."""
    tomorrow, next_week = days_around(now, zone)
    begin = next_week if when == When.LATER else now - LONGEST
    return begin, {When.TODAY.value: tomorrow, When.WEEK.value: next_week}.get(when or "", FAR)
