"""What a deployment is made of: topics, areas and organisations, each checked by itself as it is read."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, Field

from bot.core.days_off import DaysOff, public_holidays
from bot.core.hours import WeekHours, kept_hours, read_hours
from bot.core.language import Language
from bot.core.strict import STRICT

Value = TypeVar("Value")


def _complete(names: dict[Language, str]) -> dict[Language, str]:
    missing = [language.value for language in Language if not names.get(language, "").strip()]
    if missing:
        raise ValueError(f"has no name in {', '.join(missing)}")
    return names


def _on_the_map(zone: str) -> str:
    try:
        return ZoneInfo(zone).key
    except (OSError, ValueError, KeyError):
        raise ValueError("is no time zone") from None


def _known_calendar(code: str) -> str:
    public_holidays(code)
    return code


def _or_nothing(check: Callable[[str], str]) -> AfterValidator:
    return AfterValidator(lambda written: check(written) if written else "")


Names = Annotated[dict[Language, str], AfterValidator(_complete)]
"""Words in every language."""


class Named(BaseModel):
    """Something people choose by its name."""

    model_config = STRICT

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,16}$")]
    name: Names

    def named(self, language: Language) -> str:
        return self.name[language]


class Topic(Named):
    """What a concern is about."""

    is_urgent: bool = False
    """Officers see it marked as urgent from the start."""


class Area(Named):
    """A neighbourhood, as coarse as young people are willing to say."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    zone: Annotated[str, AfterValidator(_on_the_map)] = "UTC"


class Organisation(Named):
    """Who an officer works for, what it takes care of, and when."""

    kind: Literal["police", "municipality", "health", "school", "civil_society"]
    areas: tuple[str, ...] = ()
    """Empty: all. So with topics."""
    topics: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    """In which its people answer, unless they say otherwise; empty: not said."""
    hours: Annotated[str, _or_nothing(lambda written: str(read_hours(written)))] = ""
    """In which its people are on duty, unless they say otherwise; empty: always."""
    zone: Annotated[str, _or_nothing(_on_the_map)] = ""
    """By whose clocks; empty: those of its first area."""
    holidays: Annotated[str, _or_nothing(_known_calendar)] = ""
    """`AT`, or `AT-9` for a region; nobody is on duty on these days."""
    closed: tuple[date, ...] = ()
    """More days on which nobody is on duty."""

    @property
    def week(self) -> WeekHours:
        return kept_hours(self.hours)

    @property
    def days_off(self) -> Container[date]:
        if not self.holidays:
            return self.closed
        return DaysOff(public_holidays(self.holidays), frozenset(self.closed))
