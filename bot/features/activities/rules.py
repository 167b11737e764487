"""Decides when people are written to, how long what they gave is kept, and what a nickname is."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.places.rules import WAKING

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
SOON_ENOUGH = 30 * MINUTE
"""A reminder that comes later than this before the start comes too late."""
COUNTS_KEPT_FOR = 400 * DAY
MOST_HELD = 10
"""Activities one person is signed up for at once: places are for everybody."""
LONGEST_NICKNAME = 16
MOST_DIGITS = 3


class State(StrEnum):
    """Whether an activity takes place."""

    ON = "on"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """Its file does not have it any more; nobody said why."""


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


def is_on_another_day(one: int, other: int, zone: str) -> bool:
    """By the calendar there."""
    first, second = (datetime.fromtimestamp(at, ZoneInfo(zone)).date() for at in (one, other))
    return first != second


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
