"""Opening hours out of HSDS schedules (RFC 5545 rules): what is the same every week; the rest stays words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.core.hours import DAY_MINUTES, MOST_SPANS, Span, WeekHours
from bot.features.services.files.parts import Schedule

_WEEKDAYS = MappingProxyType(
    {name: day for day, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?")
_LAST_MINUTE = DAY_MINUTES - 1


@dataclass(slots=True)
class Opening:
    """What several schedules say together."""

    spans: set[Span] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Where, and what is wrong there."""

    @property
    def hours(self) -> str:
        return str(WeekHours(tuple(sorted(self.spans)))) if self.spans else ""


class _Unreadable(ValueError):
    def __init__(self, field_name: str, words: str) -> None:
        super().__init__(words)
        self.field = field_name


def opening_of(schedules: Sequence[Schedule], place: str, zone: str, today: date) -> Opening:
    """Of those that hold today. What is not the same every week needs a description, to be shown as it is."""
    found = Opening()
    for number, schedule in enumerate(schedules):
        if not _holds(schedule, today):
            continue
        if not _is_weekly(schedule):
            if schedule.description:
                found.notes.append(schedule.description)
            elif schedule.freq or schedule.opens_at:
                words = "is not the same every week: say it in words"
                found.wrong.append((f"{place}[{number}].description", words))
            continue
        try:
            found.spans |= set(_spans(schedule, zone, today))
        except _Unreadable as error:
            found.wrong.append((f"{place}[{number}].{error.field}", str(error)))
    if len(found.spans) > MOST_SPANS:
        found.wrong.append((place, f"more than {MOST_SPANS} stretches of time"))
        found.spans.clear()
    return found


def _holds(schedule: Schedule, today: date) -> bool:
    starts = [day for day in (schedule.valid_from, schedule.dtstart) if day]
    ends = [day for day in (schedule.valid_to, schedule.until) if day]
    return all(day <= today for day in starts) and all(day >= today for day in ends)


def _is_weekly(schedule: Schedule) -> bool:
    return (
        schedule.freq == "WEEKLY"
        and schedule.interval in (None, 1)
        and not schedule.count
        and not schedule.byweekno
        and bool(schedule.opens_at or schedule.closes_at)
    )


def _spans(schedule: Schedule, zone: str, today: date) -> Iterator[Span]:
    start = _minute("opens_at", schedule.opens_at, schedule.timezone, zone, today)
    end = _minute("closes_at", schedule.closes_at, schedule.timezone, zone, today)
    if (start, end) == (0, _LAST_MINUTE):  # as HSDS says that it never closes
        end = DAY_MINUTES
    if start in (end, DAY_MINUTES):
        raise _Unreadable("closes_at", "ends when it begins; a whole day is 00:00 to 23:59")
    for weekday in _weekdays(schedule):
        yield Span(weekday, start, end if end > start else end + DAY_MINUTES)


def _weekdays(schedule: Schedule) -> set[int]:
    if not schedule.byday and schedule.dtstart:
        return {schedule.dtstart.weekday()}
    names = [name.strip().upper() for name in schedule.byday.split(",") if name.strip()]
    unknown = [name for name in names if name not in _WEEKDAYS]
    if unknown or not names:
        raise _Unreadable("byday", f"{', '.join(unknown) or 'nothing'} is none of {', '.join(_WEEKDAYS)}")
    return {_WEEKDAYS[name] for name in names}


def _minute(field_name: str, written: str, timezone: float | None, zone: str, today: date) -> int:
    """Since midnight, by the clocks of the place: by others it would be wrong half the year."""
    found = _TIME.fullmatch(written)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if not found or int(found[2]) > 59 or minute > DAY_MINUTES:
        raise _Unreadable(field_name, f"{written[:20] or 'nothing'} is no time such as 08:30")
    offset = _offset(found[3]) if found[3] else timedelta(hours=timezone) if timezone is not None else None
    if offset is not None and offset not in _offsets_of(zone, today):
        raise _Unreadable(field_name, f"{written[:20]} is not by the clocks of {zone}")
    return minute


def _offset(written: str) -> timedelta:
    if written == "Z":
        return timedelta()
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    away = timedelta(hours=hours, minutes=minutes)
    return -away if written[0] == "-" else away


def _offsets_of(zone: str, today: date) -> set[timedelta | None]:
    """In winter and in summer."""
    place = ZoneInfo(zone)
    return {datetime(today.year, month, 1, tzinfo=UTC).astimezone(place).utcoffset() for month in (1, 7)}
