"""Which of a country's numbers are shown, in which order, and when one is not shown any more."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.emergency import Numbers

DAY = 24 * 3600
VOICES = 3
"""People who could not reach a number before it is doubted."""
REPORTS_KEPT_FOR = 90 * DAY
"""Seconds."""


class Service(StrEnum):
    """Whom a number reaches; the value ends a catalogue key."""

    ALL = "all"
    UNSURE = "unsure"
    """112, where no two sources confirm that it is answered."""
    AMBULANCE = "ambulance"
    POLICE = "police"
    FIRE = "fire"


class Situation(StrEnum):
    """What somebody sees before them; the value ends a catalogue key."""

    NOT_BREATHING = "not_breathing"
    WONT_WAKE = "wont_wake"
    DROWSY = "drowsy"
    PANIC = "panic"
    TOO_HOT = "too_hot"
    CALLING = "calling"
    """What to say on the phone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number as it is shown."""

    number: str
    services: tuple[Service, ...]
    is_doubted: bool
    """Others could not reach it; it stays because nothing that is confirmed could stand in for it."""


def lines_to_call(numbers: Numbers, doubted: Container[str]) -> tuple[Line, ...]:
    """First the one for a life in danger, which never goes; nor does any other, unless a confirmed number
    for everything stays in its place."""
    reached: dict[str, list[Service]] = {}
    for service, number in _named(numbers):
        if number and Service.ALL not in reached.get(number, []):
            reached.setdefault(number, []).append(service)
    first, can_go = numbers.to_call, numbers.is_agreed and numbers.general is not None
    return tuple(
        Line(number, tuple(reached[number]), number in doubted)
        for number in sorted(reached, key=lambda number: number != first)
        if number == first or not (can_go and number in doubted)
    )


def _named(numbers: Numbers) -> Iterator[tuple[Service, str | None]]:
    """A number that is confirmed for one service is not called unsure."""
    own = (
        (Service.AMBULANCE, numbers.ambulance),
        (Service.POLICE, numbers.police),
        (Service.FIRE, numbers.fire),
    )
    if numbers.is_agreed:
        yield Service.ALL, numbers.general
    elif numbers.general not in {number for _, number in own}:
        yield Service.UNSURE, numbers.general
    yield from own
