"""Weekly hours, as `Mon-Fri 08:00-12:00; Sat 10:00-12:00`: read, written, and asked about a moment."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.core.words import without_variants

DAY_MINUTES = 24 * 60
MOST_SPANS = 42
"""Six on each day: more is a slip, or nothing anybody could keep to."""
_HORIZON_DAYS = 400
"""Whoever has no duty for longer than that has none."""
_ENGLISH = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_WEEKDAYS = MappingProxyType({name.casefold(): day for day, name in enumerate(_ENGLISH)})
_DASH = re.compile(r"\s*[-‐‑–—−]\s*")
_BETWEEN = re.compile(r"[\s,;،؛]+")
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?h?"
_TIMES = re.compile(rf"{_TIME}-{_TIME}")


class HoursProblem(StrEnum):
    """Why something written is no hours; the value ends a catalogue key."""

    EMPTY = "empty"
    """There is no time in it, or none after the last weekday."""
    WEEKDAY = "weekday"
    TIME = "time"
    SPAN = "span"
    """It ends when it begins."""
    MANY = "many"


_SAID = {
    HoursProblem.EMPTY: "there are no times such as 08:00-12:00 after {word!r}",
    HoursProblem.WEEKDAY: "{word!r} is no weekday",
    HoursProblem.TIME: "{word!r} is no time such as 08:00-12:00",
    HoursProblem.SPAN: "{word!r} ends when it begins; a whole day is 00:00-24:00",
    HoursProblem.MANY: f"more than {MOST_SPANS} stretches of time",
}


class HoursMistake(ValueError):
    """What cannot be read, and why; as a sentence for whoever runs the bot."""

    def __init__(self, problem: HoursProblem, word: str = "") -> None:
        super().__init__(_SAID[problem].format(word=word))
        self.problem = problem
        self.word = word


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time that begins on a weekday (0: Monday)."""

    weekday: int
    start: int
    """Minutes since midnight."""
    end: int
    """Minutes since the same midnight: beyond a day's it goes on into the next one."""


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The same every week, by the clock on the wall: 08:00 is 08:00 in summer and in winter.

    A day off takes away what begins on it.
    """

    spans: tuple[Span, ...]

    def __str__(self) -> str:
        return "; ".join(
            f"{','.join(_days_text(run) for run in runs)} {' '.join(f'{a}-{b}' for a, b in times)}"
            for runs, times in self.groups()
        )

    def groups(self) -> list[tuple[list[tuple[int, int]], list[tuple[str, str]]]]:
        """Runs of weekdays (first, last), and the times that all of these have."""
        by_times: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for weekday in range(7):
            times = tuple((span.start, span.end) for span in self.spans if span.weekday == weekday)
            if times:
                by_times.setdefault(times, []).append(weekday)
        return [
            (_runs(days), [(_clock(start), _clock(end)) for start, end in times])
            for times, days in by_times.items()
        ]

    def is_on(self, at: int, zone: str, days_off: Container[date] = ()) -> bool:
        local = datetime.fromtimestamp(at, ZoneInfo(zone))
        today, minute = local.date(), local.hour * 60 + local.minute
        return self._has(today, minute, days_off) or self._has(
            today - timedelta(days=1), minute + DAY_MINUTES, days_off
        )

    def next_change(self, at: int, zone: str, days_off: Container[date] = ()) -> int | None:
        """When it is the other way round for the first time after `at`; None: not within a year."""
        if self == ALWAYS and days_off == ():
            return None
        place, is_on = ZoneInfo(zone), self.is_on(at, zone, days_off)
        today = datetime.fromtimestamp(at, place).date()
        for ahead in range(_HORIZON_DAYS):
            for moment in self._moments(today + timedelta(days=ahead), place):
                if moment > at and self.is_on(moment, zone, days_off) is not is_on:
                    return moment
        return None

    def _has(self, day: date, minute: int, days_off: Container[date]) -> bool:
        weekday = day.weekday()
        return (
            any(span.weekday == weekday and span.start <= minute < span.end for span in self.spans)
            and day not in days_off
        )

    def _moments(self, day: date, place: ZoneInfo) -> list[int]:
        """Every moment of a day at which something could change, by the clock or with it."""
        minutes = {0, *(edge % DAY_MINUTES for span in self.spans for edge in (span.start, span.end))}
        moments = {
            int(datetime.combine(day, time(*divmod(minute, 60), fold=fold), place).timestamp())
            for minute in minutes
            for fold in (0, 1)
        }
        return sorted(moments.union(_clock_changes(day, place)))


ALWAYS = WeekHours(tuple(Span(weekday, 0, DAY_MINUTES) for weekday in range(7)))


def read_hours(text: str, weekdays: Mapping[str, int] = ENGLISH_WEEKDAYS) -> WeekHours:
    """`weekdays`: what they are called, folded by `without_variants`. Times without weekdays hold every day;
    22:00-06:00 goes over midnight. Raises HoursMistake."""
    spans: set[Span] = set()
    days: set[int] = set()
    is_timed = True
    for item in filter(None, _BETWEEN.split(_DASH.sub("-", without_variants(text)))):
        if item[0].isdigit():
            spans |= {Span(day, *_read_times(item)) for day in days or range(7)}
            is_timed = True
        else:
            days = _read_days(item, weekdays) | (set() if is_timed else days)
            is_timed = False
    if not spans or not is_timed:
        raise HoursMistake(HoursProblem.EMPTY, text.strip()[-40:])
    if len(spans) > MOST_SPANS:
        raise HoursMistake(HoursProblem.MANY)
    return WeekHours(tuple(sorted(spans)))


@lru_cache(maxsize=256)
def kept_hours(written: str) -> WeekHours:
    """What `str` has written; nothing: always."""
    return read_hours(written) if written else ALWAYS


def _read_days(item: str, weekdays: Mapping[str, int]) -> set[int]:
    words = [word.rstrip(".:") for word in item.rstrip("-").split("-")]
    for word in words:
        if word not in weekdays:
            raise HoursMistake(HoursProblem.WEEKDAY, word or item)
    if len(words) > 2:
        raise HoursMistake(HoursProblem.WEEKDAY, item)
    first, last = weekdays[words[0]], weekdays[words[-1]]
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def _read_times(item: str) -> tuple[int, int]:
    found = _TIMES.fullmatch(item.rstrip(".:"))
    if found is None:
        raise HoursMistake(HoursProblem.TIME, item)
    hour, minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise HoursMistake(HoursProblem.TIME, item)
    if start == end:
        raise HoursMistake(HoursProblem.SPAN, item)
    return start, end if end > start else end + DAY_MINUTES


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _days_text(run: tuple[int, int]) -> str:
    first, last = run
    return _ENGLISH[first] if first == last else f"{_ENGLISH[first]}-{_ENGLISH[last]}"


def _clock(minute: int) -> str:
    shown = minute - DAY_MINUTES if minute > DAY_MINUTES else minute
    return f"{shown // 60:02}:{shown % 60:02}"


def _clock_changes(day: date, place: ZoneInfo) -> Iterator[int]:
    """The second at which the clocks are put on or back on this day, if they are."""
    low, high = (
        int(datetime.combine(day + timedelta(days=ahead), time(), place).timestamp()) for ahead in (0, 1)
    )
    before = _offset(low - 1, place)
    if before == _offset(high, place):
        return
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(middle, place) != before else (middle + 1, high)
    yield high


def _offset(at: int, place: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(at, place).utcoffset()
