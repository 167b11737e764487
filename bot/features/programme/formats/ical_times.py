"""When the events of an iCalendar file take place: zones, days without a time, repeats, exceptions.

The venue's zone is the calendar's X-WR-TIMEZONE, else the one TZID that its starts name, else the default
(also if only the file knows that TZID). Floating times are read in the venue's zone. An event of whole days
lasts from midnight to midnight there, one day if it has no end; one with a time but no end lasts no time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar.prop import vDDDLists, vDDDTypes

from bot.features.programme.formats.calendar_file import MOMENT, all_of, one_of, parameter_of, text_of
from bot.features.programme.formats.moments import seconds, zone_named
from bot.features.programme.formats.problems import UnreadableError, shown
from bot.features.programme.formats.recurrence import rule_of, starts_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Component

    from bot.features.programme.formats.calendar_zones import CalendarZones

LONGEST = timedelta(days=9_999)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time an event takes place. `key` is its UID and, if it is one of several, its original start."""

    key: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class _Moment:
    """A start, an end, an exception; midnight when it is a day."""

    at: datetime
    is_day: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """What the times of a file are read by: its zones, and the one for times that name none."""

    zones: CalendarZones
    floating: tzinfo

    def moment(self, value: object, zone_name: str | None = None) -> _Moment:
        """A date or a date-time value: in UTC (Z), in the zone of its TZID, or floating."""
        stated = value.dt if isinstance(value, vDDDTypes) else None
        if not isinstance(stated, date):
            told = str(value).strip().upper()
            kind = "in any calendar" if MOMENT.fullmatch(told) else "a date or a date and time"
            raise UnreadableError(f"{shown(told)} is not {kind}")
        return self.moment_in(stated, zone_name or parameter_of(value, "TZID"))

    def moment_in(self, stated: date, zone_name: str | None = None) -> _Moment:
        is_day = not isinstance(stated, datetime)
        at = stated if isinstance(stated, datetime) else datetime.combine(stated, time.min)
        if at.tzinfo is None:
            at = at.replace(tzinfo=self.zones.named(zone_name) if zone_name else self.floating)
        seconds(at)  # refuses a year in which sums with it might fail
        return _Moment(at, is_day)


def venue_zone(
    calendar: Component, events: Iterable[Component], zones: CalendarZones, default_zone: str
) -> ZoneInfo:
    stated = text_of(calendar, "X-WR-TIMEZONE").strip()
    if stated:
        zone = zones.named(stated)
        return zone if isinstance(zone, ZoneInfo) else zone_named(stated)
    starts = (start for event in events for start in all_of(event, "DTSTART"))
    named = {name for start in starts if (name := parameter_of(start, "TZID"))}
    only = zones.named(named.pop()) if len(named) == 1 else None
    return only if isinstance(only, ZoneInfo) else zone_named(default_zone)


def replaced_key(event: Component, clock: Clock) -> str:
    """The key of the occurrence that this event replaces, "" if it replaces none."""
    original = one_of(event, "RECURRENCE-ID")
    return _key(event, clock.moment(original).at) if original is not None else ""


def occurrences(event: Component, clock: Clock, replaced: set[str]) -> list[Occurrence]:
    """All times of an event, except those for which the file has an event of their own (`replaced`)."""
    for name in ("RDATE", "EXRULE"):
        if name in event:
            raise UnreadableError(f"repeats by {name}, which is not understood here")
    stated = one_of(event, "DTSTART")
    if stated is None:
        raise UnreadableError("has no start")
    start = clock.moment(stated)
    end = _end(event, start, clock)
    rule = one_of(event, "RRULE")
    if rule is None or "RECURRENCE-ID" in event:
        key = replaced_key(event, clock) or text_of(event, "UID").strip()
        return [Occurrence(key, seconds(start.at), seconds(end))]
    keyed = [(_key(event, at), at) for at in _repeats(event, start, rule, clock)]
    length = seconds(end) - seconds(start.at)
    days = end.date() - start.at.date() if start.is_day else None
    return [
        Occurrence(key, seconds(at), seconds(at) + length if days is None else seconds(at + days))
        for key, at in keyed
        if key not in replaced
    ]


def _repeats(event: Component, start: _Moment, stated: object, clock: Clock) -> list[datetime]:
    rule = rule_of(stated)
    until = None
    if rule.until is not None:
        last = replace(clock, floating=start.at.tzinfo or clock.floating).moment_in(rule.until)
        until = datetime.combine(last.at, time.max, start.at.tzinfo) if last.is_day else last.at
    excepted = {moment.at.astimezone(UTC) for moment in _exceptions(event, start, clock)}
    return [at for at in starts_by(rule, start.at, until) if at.astimezone(UTC) not in excepted]


def _exceptions(event: Component, start: _Moment, clock: Clock) -> Iterator[_Moment]:
    for line in all_of(event, "EXDATE"):
        for value in line.dts if isinstance(line, vDDDLists) else [line]:
            exception = clock.moment(value, parameter_of(line, "TZID"))
            if exception.is_day != start.is_day:
                on = shown(exception.at.date())
                raise UnreadableError(
                    f"EXDATE {on} is a day for an event with a time, or the other way round"
                )
            yield exception


def _end(event: Component, start: _Moment, clock: Clock) -> datetime:
    """DTEND, else DTSTART and DURATION, else the next midnight for a day and the start itself for a time."""
    stated = one_of(event, "DTEND")
    if stated is None:
        length = _length(event, start)
        # By the calendar for days, which may have 23 or 25 hours.
        return start.at + timedelta(length.days) if start.is_day else start.at.astimezone(UTC) + length
    end = clock.moment(stated)
    if end.is_day != start.is_day:
        raise UnreadableError("has a day for a start and a time for an end, or the other way round")
    if seconds(end.at) < seconds(start.at):
        raise UnreadableError("ends before it starts")
    return end.at


def _length(event: Component, start: _Moment) -> timedelta:
    duration = one_of(event, "DURATION")
    if duration is None:
        return timedelta(days=start.is_day)
    length = duration.dt if isinstance(duration, vDDDTypes) else None
    if not isinstance(length, timedelta):
        raise UnreadableError(f"duration {shown(duration)} is not a duration")
    if not timedelta() <= length <= LONGEST:
        raise UnreadableError(f"has a duration that is negative or longer than {LONGEST.days:,} days")
    return length


def _key(event: Component, original_start: datetime) -> str:
    return f"{text_of(event, 'UID').strip()}/{original_start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
