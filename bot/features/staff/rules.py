"""What an invitation grants, what is kept of a member, and when a member is on duty."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from bot.core.hours import WeekHours
from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.core.roles import Role
from bot.core.text import STEERING

INVITE_DAYS = 3
INVITE_SECONDS = INVITE_DAYS * 24 * 3600
LINK_PREFIX = "i"
LONGEST_NAME = 40
PAGE = 8
"""Entries of a list under one message."""
NOTHING = frozenset({""})
"""Covers no topic and no area: none has an empty id."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person becomes by an invitation. No areas, topics or hours: those of the organisation."""

    role: Role
    organisation: str
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    name: str = ""
    hours: str = ""
    """As `str(WeekHours)` writes them."""


@dataclass(frozen=True, slots=True)
class Override:
    """A member is on or off duty because they said so."""

    is_on: bool
    until: int | None
    """UTC seconds; None: until they say otherwise."""


@dataclass(frozen=True, slots=True)
class Member:
    """What is kept of one member; the name stays sealed."""

    address: AddressId
    alias: str
    role: Role
    organisation: str
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[Language, ...]
    hours: str
    override: Override | None
    key: KeyId | None
    sealed_name: bytes | None


@dataclass(frozen=True, slots=True)
class Shifts:
    """The weekly hours that hold for a member, by the clocks of a zone, without days off."""

    week: WeekHours
    zone: str
    days_off: Container[date] = ()

    def is_on(self, at: int) -> bool:
        return self.week.is_on(at, self.zone, self.days_off)

    def next_change(self, at: int) -> int | None:
        return self.week.next_change(at, self.zone, self.days_off)


@dataclass(frozen=True, slots=True)
class Standing:
    """On duty or not, and until when (UTC seconds); None: for as long as anybody can tell."""

    is_on: bool
    until: int | None


def standing(shifts: Shifts, override: Override | None, now: int) -> Standing:
    """What a member said holds until the roster changes: then it is the roster's turn again."""
    if override is None or _is_over(override, now):
        return Standing(shifts.is_on(now), shifts.next_change(now))
    until = override.until
    if until is not None and shifts.is_on(until) is override.is_on:
        until = shifts.next_change(until)
    return Standing(override.is_on, until)


def is_on_duty(shifts: Shifts, override: Override | None, now: int) -> bool:
    """As `standing` says, without looking ahead."""
    return shifts.is_on(now) if override is None or _is_over(override, now) else override.is_on


def told(shifts: Shifts, now: int, *, is_on: bool) -> Override | None:
    """What is kept when a member says that they are on or off; None where the roster says the same."""
    return None if shifts.is_on(now) is is_on else Override(is_on, shifts.next_change(now))


def covered(own: tuple[str, ...], house: tuple[str, ...]) -> frozenset[str]:
    """Areas or topics of a member within those of their organisation; empty: all."""
    if not own or not house:
        return frozenset(own or house)
    return frozenset(own) & frozenset(house) or NOTHING


def tidy_name(typed: str) -> str:
    """One line, without characters that could turn the text around it."""
    return " ".join(STEERING.sub("", typed).split())


def _is_over(override: Override, now: int) -> bool:
    return override.until is not None and override.until <= now
