"""The time zones of an iCalendar file: IANA keys, Windows names, and those that the file itself describes."""

from __future__ import annotations

import re
import warnings
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from icalendar import Timezone
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.prop import vDDDTypes, vUTCOffset
from icalendar.timezone import TZP

from bot.features.programme.formats.problems import UnreadableError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Component

# A described zone goes through all its changes for every moment it is asked for, and a hostile one could name
# one for each second since the year 1. These are enough for what calendars describe; Outlook begins in 1601.
MAX_CHANGES = 10
MAX_DESCRIPTION = 5_000
FIRST_YEAR = 1600
_ONCE_A_YEAR = re.compile(
    r"FREQ=YEARLY(;UNTIL=\w+)?"
    r"(;(BYDAY=[+-]?[1-5][A-Z]{2}|BYMONTHDAY=-?\d+|BYDAY=[A-Z]{2};BYMONTHDAY=\d+(,\d+){0,6});BYMONTH=\d+)?"
    r"(;WKST=[A-Z]{2})?"
)


class CalendarZones:
    """The zones of one file; icalendar's own `tzp` would take those of one file for the next."""

    def __init__(self, calendars: Iterable[Component]) -> None:
        described = (zone for calendar in calendars for zone in calendar.walk("VTIMEZONE"))
        self._described = {str(zone.get("TZID")): zone for zone in described if isinstance(zone, Timezone)}
        self._found: dict[str, tzinfo | None] = {}

    def named(self, name: str) -> tzinfo:
        """A TZID: a zone of the IANA database, else as the file describes it."""
        if name not in self._found:
            self._found[name] = _known(name) or self._as_described(name)
        zone = self._found[name]
        if zone is None:
            reason = (
                "described in a way that is not understood here" if name in self._described else "not known"
            )
            raise UnreadableError(f"time zone {shown(name)} is {reason}")
        return zone

    def _as_described(self, name: str) -> tzinfo | None:
        zone = self._described.get(name)
        try:
            return zone.to_tz(TZP(), lookup_tzid=False) if zone and _is_plain(zone) else None
        except Exception:  # noqa: BLE001 - whatever it fails with, the description can't be used
            return None


def _known(name: str) -> tzinfo | None:
    """Also by a Windows name, and behind a maker's prefix (`/mozilla.org/20050126_1/Europe/Vienna`)."""
    with warnings.catch_warnings(action="ignore", category=GloballyUniqueTZIDGuessed):
        try:
            return TZP().timezone(name)
        except OSError:  # the name of a folder of the database
            return None


def _is_plain(zone: Timezone) -> bool:
    """Whether it has standard time, and few changes, each at most once a year or on listed days."""
    changes = zone.subcomponents
    return (
        any(change.name == "STANDARD" for change in changes)
        and len(changes) <= MAX_CHANGES
        and len(zone.to_ical()) <= MAX_DESCRIPTION
        and all(map(_is_plain_change, changes))
    )


def _is_plain_change(change: Component) -> bool:
    rule: Any = change.get("RRULE")
    start = change.get("DTSTART")
    first = start.dt if isinstance(start, vDDDTypes) else None
    return (
        all(isinstance(change.get(name), vUTCOffset) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        and isinstance(first, date)
        and first.year >= FIRST_YEAR
        and (rule is None or _ONCE_A_YEAR.fullmatch(rule.to_ical().decode()) is not None)
        and not ({"EXRULE", "EXDATE"} & change.keys())
    )
