"""Numbers that did not work for several people, from memory: cards are shown without asking the database."""

from __future__ import annotations

from collections.abc import Iterable


class Doubts:
    """Renewed from the database every minute, since several workers may share it."""

    def __init__(self) -> None:
        self._numbers: frozenset[tuple[str, str]] = frozenset()

    def of(self, country: str) -> frozenset[str]:
        return frozenset(number for where, number in self._numbers if where == country)

    def renew(self, numbers: Iterable[tuple[str, str]]) -> None:
        """Country and number of each."""
        self._numbers = frozenset(numbers)

    def add(self, country: str, number: str) -> None:
        self._numbers |= {(country, number)}

    def drop(self, country: str, number: str) -> None:
        self._numbers -= {(country, number)}
