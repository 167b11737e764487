"""Known words, some with any ending, found again in a text and forgiven a slip of the finger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from bot.core.words import Token

ENDING = "*"
SHORTEST_START = 3
"""Letters before an ending that may be any."""
_TYPO_FROM = 7
"""Letters of a word in which a slip leaves no doubt what is meant."""

Item = TypeVar("Item", str, int)
Spots = int
"""Words of a text: a bit for each, the first word in the lowest."""


class Vocabulary:
    """Words are folded; one that ends in `*` has any ending."""

    def __init__(self, words: Collection[str], *, forgives_slips: bool) -> None:
        self._words = words
        starts = [word.removesuffix(ENDING) for word in words if word.endswith(ENDING)]
        whole = [word for word in words if not word.endswith(ENDING)]
        self._lengths = _grouped((start[:SHORTEST_START], len(start)) for start in starts)
        self._misspelt = _grouped(
            (_frame(word, len(word)), word) for word in whole if forgives_slips and len(word) >= _TYPO_FROM
        )

    def places(self, tokens: Sequence[Token]) -> dict[str, Spots]:
        """Where in a text each known word stands."""
        standing: dict[Token, Spots] = defaultdict(int)
        for number, token in enumerate(tokens):
            standing[token] |= 1 << number
        places: dict[str, Spots] = defaultdict(int)
        for token, spots in standing.items():
            for word in self._meant_by(token):
                places[word] |= spots
        return places

    def _meant_by(self, token: Token) -> Iterator[str]:
        for spelling in token:
            if spelling in self._words:
                yield spelling
            elif len(spelling) >= _TYPO_FROM - 1:
                yield from self._slips(spelling)
            for length in self._lengths.get(spelling[:SHORTEST_START], ()):
                if length <= len(spelling) and (start := spelling[:length] + ENDING) in self._words:
                    yield start

    def _slips(self, written: str) -> Iterator[str]:
        """Words written with some letters out of order, or one left out."""
        if alike := self._misspelt.get(_frame(written, len(written))):
            letters = sorted(written)
            yield from (word for word in alike if sorted(word) == letters)
        for word in self._misspelt.get(_frame(written, len(written) + 1), ()):
            if any(word[:at] + word[at + 1 :] == written for at in range(2, len(written))):
                yield word


def _frame(written: str, length: int) -> str:
    """What hardly anybody gets wrong: how a word begins and ends, and about how long it is."""
    return f"{written[:2]}{written[-1:]}{length}"


def _grouped(items: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, dict[Item, None]] = defaultdict(dict)
    for key, item in items:
        groups[key][item] = None
    alike: dict[tuple[Item, ...], tuple[Item, ...]] = {}
    return {key: alike.setdefault(group := tuple(each), group) for key, each in groups.items()}
