"""An activity as its file gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import IntFlag, StrEnum
from zoneinfo import ZoneInfo

YOUNGEST, OLDEST = 6, 99
"""Ages where the file names none."""
Wording = Mapping[str, str]
"""A text by language code; under "" one of which nobody says in which language it is."""


class Kind(StrEnum):
    """What somebody does there. The order is the order of the buttons."""

    SPORT = "sport"
    ART = "art"
    MUSIC = "music"
    VOLUNTEERING = "volunteering"
    TRAINING = "training"
    NATURE = "nature"
    TECH = "tech"
    MEETING = "meeting"
    """A place to be and to meet."""


class Access(IntFlag):
    """What makes it open to more people. The numbers are kept in the database."""

    STEP_FREE = 1
    QUIET = 2
    SIGN = 4
    """Somebody there signs."""
    EASY = 8
    """Easy language."""


FREE = "free"
NOTHING_SPECIAL = Access(0)


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing to do at one time. `key` is unique in its file and the same in the file's next version."""

    key: str
    organisation: str
    area: str
    kind: Kind
    zone: str
    """Of the clocks where it takes place (IANA)."""
    starts_at: int
    ends_at: int
    title: Wording
    place: Wording
    about: Wording = field(default_factory=dict)
    bring: Wording = field(default_factory=dict)
    youngest: int = YOUNGEST
    oldest: int = OLDEST
    capacity: int | None = None
    """None: nobody has to sign up."""
    cost: str = ""
    """As people pay it, `3 EUR`, or FREE; empty: nobody says."""
    access: Access = NOTHING_SPECIAL
    languages: tuple[str, ...] = ()
    source: str = ""
    checked_on: date | None = None
    is_cancelled: bool = False
    is_demonstration: bool = False

    @property
    def is_free(self) -> bool:
        return self.cost == FREE


def best_wording(wording: Wording, language: str) -> tuple[str, str]:
    """The text, and the language it is in: the one wanted, else English, else any."""
    for code in (language, "en", *wording):
        if wording.get(code):
            return wording[code], code
    return "", language


def moved_to(activity: Activity, days: timedelta) -> Activity:
    """So many days later, at the same time by the clocks there."""
    return replace(
        activity,
        starts_at=_same_time(activity.starts_at, days, activity.zone),
        ends_at=_same_time(activity.ends_at, days, activity.zone),
    )


def _same_time(at: int, days: timedelta, zone: str) -> int:
    """Arithmetic on a zoned datetime moves the clock on the wall, not the instant."""
    return int((datetime.fromtimestamp(at, ZoneInfo(zone)) + days).astimezone(UTC).timestamp())
