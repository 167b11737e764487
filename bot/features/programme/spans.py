"""Reads when a session is to be, as somebody writes it: `14:00-15:30`, also behind a day. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.words import without_variants
from bot.features.programme.rules import venue_day

_CLOCK = r"(\d{1,2})[:.h](\d{2})"
_SPAN = re.compile(rf"(?:(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})[,\s]+)?{_CLOCK}\s*[-–—]\s*{_CLOCK}", re.ASCII)


def read_span(written: str, before: int, zone: str) -> tuple[int, int]:
    """Start and end by the clocks of `zone`; on the day it was `before`, unless another is named.

    One that ends before it starts ends after midnight. In any digits. Raises ValueError.
    """
    match = _SPAN.fullmatch(without_variants(written).strip())
    if match is None:
        raise ValueError("is no time")
    year, month, day, hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
    on = date(year, month, day) if year else venue_day(before, zone)
    start, end = time(hour, minute), time(last_hour, last_minute)
    if start == end:
        raise ValueError("takes no time")
    return _moment(on, start, zone), _moment(on + timedelta(days=end < start), end, zone)


def _moment(day: date, clock: time, zone: str) -> int:
    return int(datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC).timestamp())
