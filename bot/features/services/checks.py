"""What each field of a service is held against when it comes in from a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from pydantic import AfterValidator, ValidationInfo

from bot.core.days_off import public_holidays
from bot.core.directory import Directory
from bot.core.hours import read_hours
from bot.core.language import Language

AnyValue = TypeVar("AnyValue")
ONLINE = "online"
"""In place of an area: it can be had from anywhere."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a service that comes in from a file is held against."""

    directory: Directory
    today: date

    def country_of(self, areas: Sequence[str]) -> str:
        """Of its first area, or of the first there is: as its phone numbers are to be read."""
        known = self.directory.areas
        return next(known[area].country for area in (*areas, *known) if area in known)

    def zone_of(self, areas: Sequence[str]) -> str:
        """By whose clocks it is open, where nothing is said."""
        known = self.directory.areas
        return next(known[area].zone for area in (*areas, *known) if area in known)


def surroundings(info: ValidationInfo) -> Surroundings | None:
    """None: it was checked when it came in."""
    return info.context if isinstance(info.context, Surroundings) else None


def some(values: tuple[AnyValue, ...]) -> tuple[AnyValue, ...]:
    """Each once."""
    if not values:
        raise ValueError("is empty")
    return tuple(dict.fromkeys(values))


def somewhere(areas: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if held := surroundings(info):
        unknown = [area for area in areas if area != ONLINE and area not in held.directory.areas]
        if unknown:
            known = ", ".join((*held.directory.areas, ONLINE))
            raise ValueError(f"{', '.join(unknown)} is none of {known}")
    return areas


def said(words: dict[Language, str]) -> dict[Language, str]:
    return {language: words[language] for language in Language if words.get(language)}


def said_at_all(words: dict[Language, str]) -> dict[Language, str]:
    if not words:
        raise ValueError("is given in none of the seven languages")
    return words


def secure(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname or re.search(r"\s", url):
        raise ValueError("is no address that begins with https://")
    return url


def reachable(email: str) -> str:
    if not _EMAIL.fullmatch(email):
        raise ValueError("is no e-mail address")
    return email


@lru_cache(maxsize=1)
def _spoken() -> Container[str]:
    return frozenset(Locale("en").languages)


def known_language(code: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", code) or code not in _spoken():
        raise ValueError(f"{code[:20]} is no language code such as de or ru")
    return code


def not_to_come(day: date | None, info: ValidationInfo) -> date | None:
    if day and (held := surroundings(info)) and day > held.today:
        raise ValueError(f"{day} is still to come")
    return day


def oldest(age: int | None, info: ValidationInfo) -> int | None:
    if age is not None and age < (info.data.get("minimum_age") or 0):
        raise ValueError("is below the minimum age")
    return age


def later(day: date | None, info: ValidationInfo) -> date | None:
    if day and (checked := info.data.get("checked_on")) and day < checked:
        raise ValueError("is before the day it was checked on")
    return day


def on_the_map(zone: str) -> str:
    try:
        return ZoneInfo(zone).key
    except (OSError, ValueError, KeyError):
        raise ValueError("is no time zone") from None


def known_calendar(code: str) -> str:
    public_holidays(code)
    return code


def unless_empty(check: Callable[[str], str]) -> AfterValidator:
    """What is read from the store was checked when it came in."""

    def checked(written: str, info: ValidationInfo) -> str:
        return check(written) if written and surroundings(info) else written

    return AfterValidator(checked)


def weekly(hours: str) -> str:
    return str(read_hours(hours))
