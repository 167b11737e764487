"""Repeating events (RRULE): dateutil finds the starts, within two years.

Dateutil looks for the next match up to the year 9999, so a rule that may never match is refused beforehand.
So is one that says more than is understood here, rather than be half followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil.rrule import rrulestr
from icalendar.prop import vRecur

from bot.features.programme.formats.problems import UnreadableError, shown

HORIZON = timedelta(days=2 * 366)

_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"}
MOST_OF_A_WEEKDAY = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """A daily, weekly or monthly rule without its end, and the end."""

    text: str
    count: int | None
    until: date | None


def rule_of(stated: object) -> Rule:
    """From an RRULE."""
    if not isinstance(stated, vRecur):
        raise UnreadableError(f"repeats by {shown(stated)}, which is not understood here")
    if unknown := sorted(stated.keys() - _KNOWN):
        raise UnreadableError(f"repeats by {', '.join(map(shown, unknown))}, which is not understood here")
    frequency = _single(stated, "FREQ") or ""
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY"):
        raise UnreadableError(f"repeats {shown(frequency)}; only DAILY, WEEKLY and MONTHLY are understood")
    if ("COUNT" in stated) == ("UNTIL" in stated):
        raise UnreadableError("repeats without an end: its RRULE needs either a COUNT or an UNTIL")
    _number(stated, "INTERVAL")
    _check_days(stated, monthly=frequency == "MONTHLY")
    until = _single(stated, "UNTIL")
    if until is not None and not isinstance(until, date):
        raise UnreadableError(f"repeats until {shown(until)}, which is not a date or a date and time")
    count = _number(stated, "COUNT")
    endless: Any = vRecur({name: value for name, value in stated.items() if name not in ("COUNT", "UNTIL")})
    return Rule(endless.to_ical().decode(), count, until)


def starts_by(rule: Rule, first: datetime, until: datetime | None) -> list[datetime]:
    """Every start up to `until` or the count, at the clock time of `first` also when the clocks change."""
    try:
        endless = rrulestr(rule.text, dtstart=first)
    except ValueError:
        raise UnreadableError(f"repeats by {shown(rule.text)}, which is not understood here") from None
    # An interval could step over every match, so the first is looked for without.
    if next(iter(endless.replace(interval=1)), None) != first:
        raise UnreadableError("starts on a day that its own RRULE does not name")
    within = takewhile(lambda at: at < first + HORIZON, endless)
    starts = [at for at in islice(within, rule.count) if until is None or at <= until]
    if len(starts) < (rule.count or 0) or (until is not None and until >= first + HORIZON):
        raise UnreadableError("repeats for more than two years")
    return starts


def _check_days(stated: vRecur, *, monthly: bool) -> None:
    """No days that may never come: the 6th Monday of a month, the 2nd Monday that is a 30th."""
    which = [day.relative for day in stated.get("BYDAY", []) if day.relative]
    month_days = stated.get("BYMONTHDAY", [])
    if not monthly and (which or month_days):
        raise UnreadableError("repeats by a day of the month, but not monthly")
    if which and month_days:
        raise UnreadableError("repeats by a day of the month in two ways")
    for day in month_days:
        if not 1 <= abs(day) <= 31:
            raise UnreadableError(f"repeats on day {shown(day)} of the month")
    if any(abs(number) > MOST_OF_A_WEEKDAY for number in which):
        raise UnreadableError("repeats on a weekday that no month has as often")


def _number(stated: vRecur, name: str) -> int | None:
    number = _single(stated, name)
    if number is not None and not (isinstance(number, int) and 1 <= number <= 9_999):
        raise UnreadableError(f"repeats by {shown(number)}, which is not a usable number")
    return number


def _single(stated: vRecur, name: str) -> object | None:
    values = stated.get(name, [])
    if len(values) > 1:
        raise UnreadableError(f"repeats by {len(values)} values {name}")
    return values[0] if values else None
