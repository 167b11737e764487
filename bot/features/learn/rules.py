"""What may be told of what readers said: round numbers, and none of a few people."""

from __future__ import annotations

from dataclasses import dataclass

STEP = 5
"""The fewest voices that are told, and what numbers are rounded to."""
MONTH = 30 * 24 * 3600
KEPT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Helped:
    """About how many said anything of an item, and about how many of them that it helped."""

    voices: int
    helpful: int


def told(voices: int, helpful: int) -> Helped | None:
    """None where there are too few: one of them could be known by it."""
    if voices < STEP:
        return None
    shown = voices // STEP * STEP
    return Helped(shown, min(shown, (helpful + STEP // 2) // STEP * STEP))


def forgotten_at(now: int) -> int:
    """A year later, cut to months: the row does not tell on which day somebody was here."""
    return (now // MONTH + 1 + KEPT_MONTHS) * MONTH
