"""Days on which an organisation does not work: the public holidays of its country or region, and its own."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Holidays, and days of the organisation's own."""

    holidays: Container[date]
    own: frozenset[date]

    def __contains__(self, day: object) -> bool:
        return day in self.own or day in self.holidays


@lru_cache(maxsize=64)
def public_holidays(code: str) -> Container[date]:
    """Of a country (`AT`) or a region of it (`AT-9`). Raises ValueError when there is no such calendar."""
    from holidays import country_holidays  # noqa: PLC0415 large, and few need it

    country, _, region = code.partition("-")
    try:
        calendar: Container[date] = country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        raise ValueError(f"there is no calendar of holidays for {code}") from None
    return calendar
