"""Decides who gets a place, how long an offer stands, when people are written to, and what a nickname is."""

from __future__ import annotations

import unicodedata
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.hours import read_hours

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
WAKING = read_hours("08:00-21:00")
"""Outside of these, by the clocks of the activity, nobody is asked to answer and no phone rings."""
_AWAKE_FOR_A_WHILE, _BEDTIME = time(9), time(21)
OFFER_SECONDS = 4 * HOUR
"""Of waking time in which an offer can be taken."""
LINE_CLOSES = 2 * HOUR
"""Seconds before the start until which a place is offered to those who wait."""
SOON_ENOUGH = 30 * MINUTE
"""A reminder that comes later than this before the start comes too late."""
CHECK_IN_OPENS = 3 * HOUR
KEPT_FOR = 7 * DAY
"""Seconds after the end until codes and nicknames are erased; only counts stay."""
COUNTS_KEPT_FOR = 400 * DAY
MOST_HELD = 10
"""Activities one person is signed up for at once: places are for everybody."""
SMALLEST_COUNT = 5
LONGEST_NICKNAME = 16
MOST_DIGITS = 3


class State(StrEnum):
    """Whether an activity takes place."""

    ON = "on"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """Its file does not have it any more; nobody said why."""


class Standing(IntEnum):
    """How somebody stands to a place. The numbers are kept in the database."""

    WAITING = 0
    OFFERED = 1
    """A place is kept for them until they answer."""
    GOING = 2


class Lead(IntEnum):
    """Hours before the start at which those who go are reminded."""

    DAY = 24
    SOON = 2


class News(StrEnum):
    """What those who signed up are told about an activity."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


class Places(Protocol):
    """How full an activity is."""

    @property
    def state(self) -> State: ...
    @property
    def starts_at(self) -> int: ...
    @property
    def closes_at(self) -> int: ...
    @property
    def capacity(self) -> int | None: ...
    @property
    def taken(self) -> int: ...
    @property
    def waiting(self) -> int: ...


def free_places(at: Places) -> int:
    """None below zero: a smaller capacity than sign-ups throws nobody out. Where nobody has to sign up any
    more, there is one for everybody who waits."""
    return at.waiting if at.capacity is None else max(0, at.capacity - at.taken)


def standing_for(at: Places, now: int) -> Standing | None:
    """What somebody who comes now gets; None: nothing. Whoever waits already goes first."""
    if at.state is not State.ON or at.capacity is None or now >= at.starts_at:
        return None
    if free_places(at) and not at.waiting:
        return Standing.GOING
    return Standing.WAITING if now < at.closes_at else None


def is_offering(at: Places, now: int) -> bool:
    """Whether those who wait can be offered a place."""
    return bool(at.state is State.ON and at.waiting and free_places(at) and now < at.closes_at)


def line_closes_at(starts_at: int, zone: str) -> int:
    """Two hours before the start; in the evening before, where nobody would have been awake to answer."""
    local = datetime.fromtimestamp(starts_at - LINE_CLOSES, ZoneInfo(zone))
    if _AWAKE_FOR_A_WHILE <= local.time() <= _BEDTIME:
        return starts_at - LINE_CLOSES
    evening = local.date() if local.time() > _BEDTIME else local.date() - timedelta(days=1)
    return int(datetime.combine(evening, _BEDTIME, local.tzinfo).timestamp())


def offer_ends_at(now: int, zone: str, closes_at: int) -> int:
    """After four hours in which people are awake, and never after the line has closed."""
    at, left = now, OFFER_SECONDS
    while left and at < closes_at:
        change = WAKING.next_change(at, zone)
        assert change is not None, "every day has its hours"
        if WAKING.is_on(at, zone):
            change = min(change, at + left)
            left -= change - at
        at = change
    return min(at, closes_at)


def reminder_due_at(starts_at: int, lead: Lead, zone: str) -> int:
    """A day before is the same time on the clock. What falls into the night waits for the morning, unless
    that would be too late."""
    at = starts_at - lead * HOUR
    if lead is Lead.DAY:
        at = int((datetime.fromtimestamp(starts_at, ZoneInfo(zone)) - timedelta(days=1)).timestamp())
    if WAKING.is_on(at, zone):
        return at
    morning = WAKING.next_change(at, zone)
    return morning if morning is not None and morning <= starts_at - SOON_ENOUGH else at


class NicknameProblem(StrEnum):
    """Why a nickname is none; the value ends a catalogue key."""

    LONG = "long"
    DIGITS = "digits"
    """It could be a phone number or a date of birth."""
    WORD = "word"
    """More than one word, or signs of an address or a link: it could be a name or lead to somebody."""


def nickname_problem(nickname: str) -> NicknameProblem | None:
    """A first and a last name are two words in every script, also when they are written as one: MiraNovak."""
    if len(nickname) > LONGEST_NICKNAME:
        return NicknameProblem.LONG
    if sum(char.isdigit() for char in nickname) > MOST_DIGITS:
        return NicknameProblem.DIGITS
    is_word = all(_is_part_of_a_word(char) for char in nickname)
    has_two = any(one.islower() and other.isupper() for one, other in pairwise(nickname))
    return None if nickname and is_word and not has_two else NicknameProblem.WORD


def _is_part_of_a_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "So"


def safe_count(count: int) -> int:
    """As it may be told to others than those who run the activity: rounded down, and nothing under five."""
    return count // SMALLEST_COUNT * SMALLEST_COUNT
