"""Reads moments, lengths and time zones as schedule files write them. Moments are UTC seconds since 1970."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.features.programme.formats.problems import UnreadableError, shown

LAST_YEAR = 2299  # later moments are slips, and leave no room for sums with them

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_LENGTH = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_ISO_LENGTH = re.compile(
    r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?"
)


def zone_named(name: object) -> ZoneInfo:
    """Any key of the IANA database, not only Area/City."""
    if not isinstance(name, str) or not name:
        raise UnreadableError(f"time zone {shown(name)} is not a name")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of the database
        raise UnreadableError(f"time zone {shown(name)} is not known") from None


def seconds(moment: datetime) -> int:
    """A zoned datetime as UTC seconds."""
    if not 1970 <= moment.year <= LAST_YEAR:
        raise UnreadableError(f"the year {moment.year} is not between 1970 and {LAST_YEAR}")
    return max(0, int(moment.timestamp()))


def moment_of(value: object, zone: tzinfo, name: str) -> int:
    """An ISO 8601 date and time; without an offset it is the clock of `zone`. A day alone is no moment."""
    if value is None or value == "":
        raise UnreadableError(f"has no {name}")
    text = value.strip() if isinstance(value, str) and ":" in value else ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableError(f"{name} {shown(value)} is not a date and time") from None
    return seconds(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def length_of(value: object) -> int:
    """Seconds of a duration: `H:MM`, ISO 8601, or three parts.

    Three parts are `D:HH:MM` when the first is one digit (pretalx, from 24 hours on), `HH:MM:SS` when it is
    two (the schema, Pentabarf): nothing else tells them apart.
    """
    text = value.strip() if isinstance(value, str) else ""
    if match := _LENGTH.fullmatch(text):
        first, middle, last = int(match[1]), int(match[2]), match[3]
        if last is None:
            return first * 3600 + middle * 60
        if len(match[1]) == 1:
            return first * 86400 + middle * 3600 + int(last) * 60
        return first * 3600 + middle * 60 + int(last)
    match = _ISO_LENGTH.fullmatch(text)
    if match is None or not any(match.groups()):
        raise UnreadableError(f"duration {shown(value)} is not a duration")
    weeks, days, hours, minutes, secs = (int(part or 0) for part in match.groups())
    return (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + secs


def end_of(starts_at: int, end: object, duration: object, zone: tzinfo) -> int:
    """The end if the file gives one (frab gives none), else the start and the duration."""
    if end is not None and end != "":
        ends_at = moment_of(end, zone, "end")
    elif duration is not None and duration != "":
        ends_at = starts_at + length_of(duration)
    else:
        raise UnreadableError("has neither an end nor a duration")
    if ends_at < starts_at:
        raise UnreadableError("ends before it starts")
    return ends_at


def clock_of(value: object, name: str) -> time:
    """A time of day, `10:00` or `10:00:00`."""
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or int(match[1]) > 23:
        raise UnreadableError(f"{name} {shown(value)} is not a time of day")
    return time(int(match[1]), int(match[2]), int(match[3] or 0))


def day_of(value: object, name: str) -> date:
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise UnreadableError(f"{name} {shown(value)} is not a date") from None


def moment_on(day: date, clock: time, day_change: time, zone: tzinfo) -> int:
    """A time of a programme's day: before `day_change` it belongs to the calendar's next day."""
    after_midnight = timedelta(days=1 if clock < day_change else 0)
    return seconds(datetime.combine(day, clock, zone) + after_midnight)
