"""Decides who gets a place, how long an offer stands, and when people are awake. No I/O, no clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.hours import read_hours

HOUR = 3600
WAKING = read_hours("08:00-21:00")
"""Outside of these, by the clocks of the place, nobody is asked to answer and no phone rings."""
_AWAKE_FOR_A_WHILE, _BEDTIME = time(9), time(21)
OFFER_SECONDS = 4 * HOUR
"""Of waking time in which an offer can be taken."""
LINE_CLOSES = 2 * HOUR
"""Seconds before the start until which a place is offered to those who wait."""
CHECK_IN_OPENS = 3 * HOUR
"""Seconds before the start from which people are let in."""
KEPT_FOR = 7 * 24 * HOUR
"""Seconds after the end until codes, and who came, are erased."""
FEW = 3
"""So many places or fewer are the last ones."""


class Standing(IntEnum):
    """How somebody stands to a place. The numbers are kept in the database."""

    WAITING = 0
    OFFERED = 1
    """A place is kept for them until they answer."""
    GOING = 2


class Room(StrEnum):
    """How much room there is, in words: a number would tell how many signed up. Ends a catalogue key."""

    OPEN = "open"
    """Nobody has to sign up."""
    FREE = "free"
    FEW = "few"
    FULL = "full"


class Places(Protocol):
    """How full something is, and when."""

    @property
    def is_off(self) -> bool: ...
    @property
    def zone(self) -> str: ...
    @property
    def starts_at(self) -> int: ...
    @property
    def closes_at(self) -> int:
        """From then on nobody who waits is offered a place."""
        ...

    @property
    def capacity(self) -> int | None:
        """None: nobody has to sign up."""
        ...

    @property
    def taken(self) -> int:
        """Given away or on offer."""
        ...

    @property
    def waiting(self) -> int: ...
    @property
    def asked(self) -> int:
        """How many ever did: the place in line of the last of them."""
        ...


def free_places(at: Places) -> int:
    """None below zero: a smaller capacity than sign-ups throws nobody out. Where nobody has to sign up any
    more, there is one for everybody who waits."""
    return at.waiting if at.capacity is None else max(0, at.capacity - at.taken)


def room_in(at: Places) -> Room:
    """For whoever comes now: those who wait go first."""
    if at.capacity is None:
        return Room.OPEN
    free = free_places(at)
    if not free or at.waiting:
        return Room.FULL
    return Room.FEW if free <= FEW else Room.FREE


def standing_for(at: Places, now: int) -> Standing | None:
    """What somebody who comes now gets; None: nothing."""
    if at.is_off or at.capacity is None or now >= at.starts_at:
        return None
    if room_in(at) is not Room.FULL:
        return Standing.GOING
    return Standing.WAITING if now < at.closes_at else None


def is_offering(at: Places, now: int) -> bool:
    """Whether those who wait can be offered a place."""
    return bool(not at.is_off and at.waiting and free_places(at) and now < at.closes_at)


def are_doors_open(at: Places, ends_at: int, now: int) -> bool:
    """Whether somebody can be checked in; afterwards too, by whoever wrote it on paper."""
    return not at.is_off and at.starts_at - CHECK_IN_OPENS <= now <= ends_at + KEPT_FOR


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
