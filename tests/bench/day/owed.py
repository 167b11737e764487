"""When things are owed: the rules that docs promise, in words of our own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from tests.bench.day.diary import Diary, Line
from tests.bench.day.programme import MINUTE, VENUE, Slot

GRACE = 15 * MINUTE
DAY_BEFORE = 1440


@dataclass(frozen=True, slots=True)
class Debt:
    """One message that is owed from a moment on, and until then; `is_due`: surely."""

    person: int
    title: str
    since: float
    until: float
    is_due: bool
    earliest: float
    """It may come since then, with others."""
    kind: str
    """Of its letter."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long a session is in one slot."""

    begins: float
    ends: float
    slot: Slot


def wished_for(start: int, lead: int, zone: str) -> int:
    """When a reminder is due: a day is a day of the venue's calendar; from ten to seven, people sleep."""
    eve = datetime.fromtimestamp(start, ZoneInfo(VENUE)) - timedelta(days=1)
    wished = int(eve.timestamp()) if lead == DAY_BEFORE else start - lead * MINUTE
    there = datetime.fromtimestamp(wished, ZoneInfo(zone or VENUE))
    if 7 <= there.hour < 22:
        return wished
    evening = there.date() if there.hour >= 22 else there.date() - timedelta(days=1)
    return int(datetime.combine(evening, time(21, 45), there.tzinfo).timestamp())


def spans(diary: Diary, title: str) -> Iterator[Span]:
    """Each change ends one and begins another."""
    changes: list[tuple[float, Slot]] = [(diary.begins, diary.versions[0].slots[title])]
    for at, number in diary.imports:
        slot = diary.versions[number].slots[title]
        if slot != changes[-1][1]:
            changes.append((at, slot))
    for (begins, slot), (ends, _) in pairwise([*changes, (float("inf"), changes[-1][1])]):
        yield Span(begins, ends, slot)


def same_time(spans: Sequence[Span]) -> Iterator[Span]:
    for _, same in groupby(spans, lambda span: (span.slot.starts_at, span.slot.is_off)):
        first, *others = same
        yield Span(first.begins, (others or [first])[-1].ends, first.slot)


def of_use(slot: Slot) -> int:
    """Until then a reminder helps."""
    return min(slot.starts_at + GRACE, slot.ends_at)


def shown(slot: Slot) -> tuple[str, str] | None:
    """As a line of a notice says it; None: cancelled."""
    clock = datetime.fromtimestamp(slot.starts_at, ZoneInfo(VENUE)).strftime("%H:%M")
    return None if slot.is_off else (clock, slot.hall)


def said(line: Line) -> tuple[str, str] | None:
    return (line.clock, line.hall) if line.clock else None
