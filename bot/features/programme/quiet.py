"""Hours in which nobody is woken, by the clocks where they are."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.manner import QuietHours

BEGIN, END = 22, 7
LAST_CALL = 15 * 60
"""Seconds before the quiet hours begin: what would come in them comes then."""


def is_quiet(at: int, zone: str) -> bool:
    return QuietHours(BEGIN, END, zone).include(at)


def before_quiet(at: int, zone: str) -> int:
    """`at`; in quiet hours, a moment before they began."""
    if not is_quiet(at, zone):
        return at
    place = ZoneInfo(zone)
    local = datetime.fromtimestamp(at, place)
    evening = local.date() if local.hour >= BEGIN else local.date() - timedelta(days=1)
    return int(datetime.combine(evening, time(BEGIN), place).timestamp()) - LAST_CALL
