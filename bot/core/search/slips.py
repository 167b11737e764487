"""How many slips of the finger lie between two words."""

from __future__ import annotations


def slips_between(one: str, other: str, limit: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour; more than `limit` are not counted."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return above[-1]
