"""Decides whether a session takes place when versions of its programme say this and that. Pure.

A session that a version lacks is only *doubted*: cancelled sessions simply vanish from most formats, but so
do sessions from a file that broke off. What was cancelled stays cancelled until it is surely back. So neither
a feed that flaps nor one that was cut short makes anybody a promise that the next version takes back.
"""

from __future__ import annotations

from enum import Enum, auto

MISSES = 3
"""Versions in a row without a session until it counts as cancelled: the first, and two that confirm it."""
RETURNS = 2
"""Versions in a row with a session that was cancelled until it takes place after all."""
MOST_LOST = 30
"""Percent of what is still to come that a version may lack; one that lacks more waits for somebody's word."""


class Said(Enum):
    """What one version says of a session."""

    THERE = auto()
    CANCELLED = auto()
    MISSING = auto()


def weighed(said: Said, doubts: int, *, is_off: bool, is_final: bool = False) -> tuple[bool, int]:
    """Whether a session is off after one more version, and how many in a row have said otherwise.

    `is_final`: a person has looked at this version and said that it is right.
    """
    if said is Said.CANCELLED:
        return True, 0
    says_off = said is Said.MISSING
    if is_final or says_off == is_off:
        return says_off, 0
    doubts += 1
    return (says_off, 0) if doubts >= (RETURNS if is_off else MISSES) else (is_off, doubts)


def loses_too_much(lost: int, coming: int) -> bool:
    return lost * 100 > coming * MOST_LOST
