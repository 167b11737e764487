"""Numbers of people, as they may be told: who knows the others could tell whom a small one means."""

from __future__ import annotations

SMALLEST_COUNT = 5


def safe_count(count: int) -> int:
    """Rounded down to fives, and nothing under five."""
    return count // SMALLEST_COUNT * SMALLEST_COUNT
