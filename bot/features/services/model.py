"""A service as a file brings it and as it is kept: each field checked by itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, NewType

from pydantic import AfterValidator, BaseModel, Field

from bot.core.days_off import DaysOff, public_holidays
from bot.core.hours import WeekHours, kept_hours
from bot.core.language import Language
from bot.core.strict import TRIMMED
from bot.features.services.checks import (
    known_calendar,
    known_language,
    later,
    not_to_come,
    oldest,
    on_the_map,
    reachable,
    said,
    said_at_all,
    secure,
    some,
    somewhere,
    unless_empty,
    weekly,
)
from bot.features.services.phones import Phone, dialled

Code = NewType("Code", str)
"""A service's name in links and buttons: made of its id in the file, so that it outlives every import."""


class Kind(StrEnum):
    """What a service is; the first letter stands for it in buttons."""

    COUNSELLING = "counselling"
    TREATMENT = "treatment"
    MEDICAL = "medical"
    LEGAL = "legal"
    FAMILY = "family"
    SCHOOL = "school"


class Cost(StrEnum):
    """The first letter stands for it in buttons."""

    FREE = "free"
    LOW = "low"
    PAID = "paid"
    UNKNOWN = "unknown"


class Status(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    """Temporarily closed."""


Line = Annotated[str, Field(max_length=500)]
Words = Annotated[dict[Language, Annotated[str, Field(max_length=5000)]], AfterValidator(said)]
Age = Annotated[int, Field(ge=0, le=120)]


class Service(BaseModel):
    """Texts are by language: as many as there are, at least one of the first two."""

    model_config = TRIMMED

    id: Annotated[str, Field(min_length=1, max_length=100)]
    kinds: Annotated[tuple[Kind, ...], AfterValidator(some)]
    areas: Annotated[tuple[str, ...], AfterValidator(some), AfterValidator(somewhere)]
    name: Annotated[Words, AfterValidator(said_at_all)]
    description: Annotated[Words, AfterValidator(said_at_all)]
    for_whom: Words = {}
    address: Line = ""
    phones: Annotated[tuple[Phone, ...], AfterValidator(dialled)] = ()
    web: Annotated[Line, unless_empty(secure)] = ""
    email: Annotated[Line, unless_empty(reachable)] = ""
    languages: tuple[Annotated[str, AfterValidator(known_language)], ...] = ()
    minimum_age: Age | None = None
    maximum_age: Annotated[Age | None, AfterValidator(oldest)] = None
    cost: Cost = Cost.UNKNOWN
    cost_note: Words = {}
    is_anonymous: bool | None = None
    """One can come without giving a name; None: not said."""
    hours: Annotated[str, unless_empty(weekly)] = ""
    """Empty: not said."""
    hours_note: Words = {}
    zone: Annotated[str, unless_empty(on_the_map)] = ""
    holidays: Annotated[str, unless_empty(known_calendar)] = ""
    """`AT`, or `AT-9` for a region: it is closed on these days."""
    closed: tuple[date, ...] = ()
    access: Words = {}
    """For people with disabilities."""
    alert: Words = {}
    status: Status = Status.ACTIVE
    source: Annotated[Line, Field(min_length=1)]
    source_url: Annotated[Line, unless_empty(secure)] = ""
    checked_on: Annotated[date | None, AfterValidator(not_to_come)] = None
    checked_by: Line = ""
    expires_on: Annotated[date | None, AfterValidator(later)] = None
    is_demonstration: bool = False

    @property
    def code(self) -> Code:
        return code_of(self.id)

    @property
    def week(self) -> WeekHours:
        return kept_hours(self.hours)

    @property
    def days_off(self) -> Container[date]:
        if not self.holidays:
            return self.closed
        return DaysOff(public_holidays(self.holidays), frozenset(self.closed))


def code_of(service_id: str) -> Code:
    """50 bits in ten letters and digits."""
    return Code(base64.b32encode(hashlib.sha256(service_id.encode()).digest())[:10].decode().lower())


def best(words: Mapping[Language, str], language: Language) -> tuple[str, Language | None]:
    """In that language, else in English, else in the first there is; and in which. Nothing: no language."""
    for each in (language, Language.EN, *words):
        if each in words:
            return words[each], each
    return "", None
