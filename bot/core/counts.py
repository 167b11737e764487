"""Numbers of people, as they may be told: who knows the others could tell whom a small one means."""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST = 5
"""Fewer are never shown."""


def safe_count(count: int) -> int:
    """Rounded down to fives, and nothing under five."""
    return count // SMALLEST * SMALLEST


def about(voices: int) -> int | None:
    """To the nearest five; None: too few to be shown."""
    return None if voices < SMALLEST else SMALLEST * round(voices / SMALLEST)


def shown_counts(counts: Sequence[int]) -> Sequence[int | None] | None:
    """What may be shown of each answer's voices; None: nothing at all, there are too few in all."""
    return None if sum(counts) < SMALLEST else [about(count) for count in counts]
