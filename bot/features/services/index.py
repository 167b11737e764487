"""Every service by what it can be found by: one bit each, in numbers that are combined and counted at once.

Bit 0 is what was checked last. A thousand or ten thousand entries cost the same few microseconds, so every
button can say how many it leads to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import orjson

from bot.core.days_off import public_holidays
from bot.core.hours import DAY_MINUTES, Span, read_hours
from bot.features.services.checks import ONLINE
from bot.features.services.model import Code, Cost, Status
from bot.features.services.rules import AGES, Query, fresh_until

Bits = int
Key = TypeVar("Key", bound=Hashable)
_NEVER = date.min.isoformat()


@dataclass(frozen=True, slots=True)
class Clocks:
    """What services share that open and close by the same clocks and holidays."""

    zone: str
    holidays: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one service can be found by."""

    code: Code
    facets: Mapping[str, tuple[str, ...]]
    checked_on: str
    fresh_until: date
    clocks: Clocks
    hours: str
    """Empty: it is not open, or nobody has said when."""
    closed: tuple[str, ...]
    """Days of its own on which it is not open."""

    @classmethod
    def read(cls, code: Code, content: str) -> Entry:
        """From the service as it is kept, in which whatever is not said is left out."""
        kept = orjson.loads(content)
        checked, expires = (_day(kept.get(key)) for key in ("checked_on", "expires_on"))
        youngest, oldest = kept.get("minimum_age", 0), kept.get("maximum_age", 120)
        facets = {
            "area": tuple(kept["areas"]),
            "kind": tuple(kept["kinds"]),
            "language": tuple(kept.get("languages", ())),
            "age": tuple(age for age, (low, high) in AGES.items() if youngest <= high and oldest >= low),
            "cost": (kept.get("cost", Cost.UNKNOWN.value),),
            "anonymous": ("1",) if kept.get("is_anonymous") else (),
        }
        return cls(
            code,
            facets,
            kept.get("checked_on", _NEVER),
            fresh_until(checked, expires),
            Clocks(kept.get("zone", "UTC"), kept.get("holidays", "")),
            "" if kept.get("status") == Status.PAUSED else kept.get("hours", ""),
            tuple(kept.get("closed", ())),
        )


class Index:
    """Knows no day and no hour: what is open or too old is worked out when it is asked for."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=lambda entry: entry.code)
        ordered.sort(key=lambda entry: entry.checked_on, reverse=True)
        self._codes = [entry.code for entry in ordered]
        self._all = (1 << len(ordered)) - 1
        self._found_by = _gathered(
            ((name, value) for name, values in entry.facets.items() for value in values) for entry in ordered
        )
        self._fresh_until = _gathered((entry.fresh_until,) for entry in ordered)
        self._closed = _gathered(entry.closed for entry in ordered)
        self._open: dict[Clocks, dict[Span, Bits]] = defaultdict(dict)
        weeks = {
            hours: read_hours(hours).spans if hours else () for hours in {each.hours for each in ordered}
        }
        by_clocks = _gathered(((entry.clocks, span) for span in weeks[entry.hours]) for entry in ordered)
        for (clocks, span), bits in by_clocks.items():
            self._open[clocks][span] = bits

    def __len__(self) -> int:
        return len(self._codes)

    def count(self, query: Query, now: int) -> int:
        return self._matching(query, now).bit_count()

    def page(self, query: Query, now: int, skipped: int, most: int) -> list[Code]:
        """What is open first, then by the day it was checked; what can no longer be relied on comes last."""
        matching, is_open, stale = self._matching(query, now), self.open_at(now), self._stale(now)
        found: list[Code] = []
        for part in (matching & is_open & ~stale, matching & ~is_open & ~stale, matching & stale):
            found += [self._codes[n] for n in _places(part, skipped, most - len(found))]
            skipped = max(0, skipped - part.bit_count())
        return found

    def choices(self, query: Query, facet: str, now: int) -> Counter[str]:
        """How many each value of a facet would leave, where it leaves any."""
        matching = self._matching(query, now)
        counted = {
            value: (bits & matching).bit_count()
            for (name, value), bits in self._found_by.items()
            if name == facet
        }
        return Counter({value: count for value, count in counted.items() if count})

    def open_at(self, now: int) -> Bits:
        found = 0
        for clocks, by_span in self._open.items():
            local = datetime.fromtimestamp(now, ZoneInfo(clocks.zone))
            today, minute = local.date(), local.hour * 60 + local.minute
            holidays = public_holidays(clocks.holidays) if clocks.holidays else ()
            for day, at in ((today, minute), (today - timedelta(days=1), minute + DAY_MINUTES)):
                if day not in holidays:
                    found |= _spanning(by_span, day.weekday(), at) & ~self._closed.get(day.isoformat(), 0)
        return found

    def _matching(self, query: Query, now: int) -> Bits:
        found = self._all
        for name, value in _wanted(query):
            found &= self._found_by.get((name, value), 0)
        if query.area:
            found &= self._in_reach_of(query.area)
        return found & self.open_at(now) if query.is_open else found

    def _in_reach_of(self, area: str) -> Bits:
        """What can be had from anywhere can be had there too."""
        return self._found_by.get(("area", area), 0) | self._found_by.get(("area", ONLINE), 0)

    def _stale(self, now: int) -> Bits:
        today, found = datetime.fromtimestamp(now, UTC).date(), 0
        for until, bits in self._fresh_until.items():
            if until < today:
                found |= bits
        return found


def _wanted(query: Query) -> Iterator[tuple[str, str]]:
    wanted = {
        "kind": query.kind,
        "language": query.language,
        "age": query.age,
        "cost": query.cost,
        "anonymous": "1" if query.is_anonymous else "",
    }
    return ((name, str(value)) for name, value in wanted.items() if value)


def _spanning(by_span: Mapping[Span, Bits], weekday: int, minute: int) -> Bits:
    found = 0
    for span, bits in by_span.items():
        if span.weekday == weekday and span.start <= minute < span.end:
            found |= bits
    return found


def _gathered(keys_by_place: Iterable[Iterable[Key]]) -> dict[Key, Bits]:
    """For each key, one bit for each place at which it stands."""
    places: dict[Key, list[int]] = defaultdict(list)
    for place, keys in enumerate(keys_by_place):
        for key in keys:
            places[key].append(place)
    return {key: _bits(found) for key, found in places.items()}


def _bits(places: Sequence[int]) -> Bits:
    written = bytearray(places[-1] // 8 + 1)
    for place in places:
        written[place // 8] |= 1 << place % 8
    return int.from_bytes(written, "little")


def _places(bits: Bits, skipped: int, most: int) -> list[int]:
    """The numbers of bits that are set, from the lowest, but for those skipped."""
    written, place = f"{bits:b}"[::-1], -1
    places: list[int] = []
    while len(places) < skipped + most and (place := written.find("1", place + 1)) >= 0:
        places.append(place)
    return places[skipped:]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
