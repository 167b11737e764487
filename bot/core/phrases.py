"""Finds phrases in what people write: any ending, words in between, either order, all languages at once."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import accumulate, chain, product
from operator import or_
from types import MappingProxyType
from typing import Generic, NoReturn, TypeVar

from bot.core.vocabulary import ENDING, SHORTEST_START, Spots, Vocabulary
from bot.core.words import Token, tokens_of, without_apostrophes, without_variants

_BOND = "_"
_WORD = re.compile(r"[^\W_]+\*?")
_CHOICES = re.compile(rf"(?:(?:^| )(?:[^\W_]+|[^\W_]{{{SHORTEST_START},}}\*)(?= |$))+")
"""Words with a space between them; none begins too many."""

Kind = TypeVar("Kind", bound=StrEnum)
Choice = int
"""Words of which one stands at one place of a phrase, by number."""
_EVERYWHERE: Spots = -1


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How many words may stand between two, in steps that add up, and whether the second may come first.

    There is one of each.
    """

    between: tuple[int, ...] = ()
    either_order: bool = False

    def onward(self, spots: Spots) -> Spots:
        after = self._after(spots)
        return after | self._as_far_before(after) if self.either_order else after

    def backward(self, spots: Spots) -> Spots:
        after = self._after(spots)
        before = self._as_far_before(after)
        return after | before if self.either_order else before

    def _after(self, spots: Spots) -> Spots:
        after = spots << 1
        for step in self.between:
            after |= after << step
        return after

    def _as_far_before(self, after: Spots) -> Spots:
        return after >> (sum(self.between) + 2)


_NEXT = Reach()
_REACHES = MappingProxyType({"...": Reach((1, 2)), "~": Reach((1, 2, 2), either_order=True)})
"""By the sign between two words; folding makes three points of an ellipsis."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words near each other: which may stand at each place, and how far from the place before."""

    choices: tuple[Choice, ...]
    reaches: tuple[Reach, ...]


class Choices:
    """All sets of words that phrases choose from, each numbered once: many phrases share them."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, ...], Choice] = {}
        self._read: dict[str, Sequence[Reach | Sequence[Choice]]] = {
            sign: [_REACHES[sign]] for sign in _REACHES
        }

    def in_part(self, part: str) -> Sequence[Reach | Sequence[Choice]]:
        """What is meant by what stands between two spaces: one of these."""
        if part not in self._read:
            self._read[part] = [[self._number(words) for words in each] for each in _alternatives(part)]
        return self._read[part]

    def by_word(self) -> tuple[dict[str, int], _Rows]:
        """For each word the row of the choices it stands in."""
        choices: dict[str, list[Choice]] = defaultdict(list)
        for words, number in self.numbers.items():
            for word in words:
                choices[word].append(number)
        rows: dict[tuple[Choice, ...], int] = {}
        row_of = {word: rows.setdefault(tuple(row), len(rows)) for word, row in choices.items()}
        return row_of, _Rows(list(rows))

    def _number(self, words: Sequence[str]) -> Choice:
        if not _CHOICES.fullmatch(" ".join(words)):
            _refuse(words)
        return self.numbers.setdefault(tuple(words), len(self.numbers))


def phrases_in(written: str, choices: Choices) -> list[Phrase]:
    """One for each choice that is several words.

    `*` stands for any ending, `…` for up to three words, `~` for up to five and either order, `/` for either
    word; `_` binds words that are one choice. Raises ValueError with what is wrong.
    """
    parts = without_variants(without_apostrophes(written)).split()
    if not parts or parts[0] in _REACHES or parts[-1] in _REACHES:
        raise ValueError("does not begin and end with a word")
    return [_phrase(meant) for meant in product(*map(choices.in_part, parts))]


def _alternatives(part: str) -> list[Sequence[Sequence[str]]]:
    """All single words together, and each that is several words bound together for itself."""
    words = part.split("/")
    single = [word for word in words if _BOND not in word]
    bound = [[[word] for word in several.split(_BOND)] for several in words if _BOND in several]
    return [[single], *bound] if single else [*bound]


def _phrase(meant: Iterable[Reach | Sequence[Choice]]) -> Phrase:
    choices: list[Choice] = []
    reaches: list[Reach] = []
    reach = _NEXT
    for each in meant:
        if isinstance(each, Reach):
            reach = each
            continue
        choices += each
        reaches += [reach, *[_NEXT] * (len(each) - 1)]
        reach = _NEXT
    return Phrase(tuple(choices), tuple(reaches))


def _refuse(choices: Iterable[str]) -> NoReturn:
    for word in choices:
        if not _WORD.fullmatch(word):
            raise ValueError(f"‘{word}’ is no word")
    raise ValueError(f"‘{next(word for word in choices if _is_too_short(word))}’ begins too many words")


def _is_too_short(word: str) -> bool:
    return word.endswith(ENDING) and len(word) <= SHORTEST_START


class Phrases(Generic[Kind]):
    """Words that take part in an ordinary phrase count for no other."""

    def __init__(
        self,
        phrases: Iterable[tuple[Kind, Phrase]],
        ordinary: Iterable[Phrase],
        choices: Choices,
        *,
        forgives_slips: bool = True,
    ) -> None:
        kinds_of, exempt = list(phrases), list(ordinary)
        telling = [phrase for _, phrase in kinds_of]
        self._ordinary = _ByRarestChoice(exempt, choices)
        self._telling = _ByRarestChoice(telling, choices)
        self._kinds = tuple(kind for kind, _ in kinds_of)
        self._row_of, self._choices = choices.by_word()
        self._vocabulary = Vocabulary(self._row_of, forgives_slips=forgives_slips)

    def found_in(self, text: str) -> frozenset[Kind]:
        telling, chosen, free = self._read(tokens_of(text))
        found: set[Kind] = set()
        for number in telling:
            kind = self._kinds[number]
            if kind not in found and self._telling.is_said(number, chosen, free):
                found.add(kind)
        return frozenset(found)

    def spots(self, tokens: Sequence[Token]) -> dict[Kind, Spots]:
        """The words of a text that belong to phrases of each kind."""
        telling, chosen, free = self._read(tokens)
        found: dict[Kind, Spots] = defaultdict(int)
        for number in telling:
            if spots := self._telling.spots(number, chosen, free):
                found[self._kinds[number]] |= spots
        return dict(found)

    def _read(self, tokens: Sequence[Token]) -> tuple[Sequence[int], Mapping[Choice, Spots], Spots]:
        """Which phrases may be said, where their choices are made, and which words are not ordinary."""
        places = self._vocabulary.places(tokens)
        rows = [(self._choices[self._row_of[word]], spots) for word, spots in places.items()]
        made: frozenset[Choice] = frozenset().union(*(row for row, _ in rows))
        ordinary, telling = self._ordinary.possible(made), self._telling.possible(made)
        needed = self._ordinary.choices_of(ordinary) | self._telling.choices_of(telling)
        chosen: dict[Choice, Spots] = defaultdict(int)
        for row, spots in rows:
            for choice in needed.intersection(row):
                chosen[choice] |= spots
        taken = reduce(or_, (self._ordinary.spots(number, chosen, _EVERYWHERE) for number in ordinary), 0)
        return telling, chosen, ~taken


class _Rows:
    """Many short rows of small numbers in little space."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._numbers = array("H", chain.from_iterable(rows))
        self._ends = array("I", accumulate(map(len, rows), initial=0))

    def __getitem__(self, row: int) -> Sequence[int]:
        return self._numbers[self._ends[row] : self._ends[row + 1]]


class _ByRarestChoice:
    """Phrases under the one of their choices that is made most seldom: few need a closer look."""

    def __init__(self, phrases: Sequence[Phrase], choices: Choices) -> None:
        self._choices = _Rows([phrase.choices for phrase in phrases])
        reaches = {phrase.reaches: phrase.reaches for phrase in phrases}
        self._reaches = tuple(reaches[phrase.reaches] for phrase in phrases)
        made = _how_often(phrases, choices)
        under: list[list[int]] = [[] for _ in made]
        for number, phrase in enumerate(phrases):
            under[min(phrase.choices, key=made.__getitem__)].append(number)
        self._under = _Rows(under)
        self._rarest = bytes(map(bool, under))

    def possible(self, made: frozenset[Choice]) -> Sequence[int]:
        """The numbers of the phrases of which all choices are made."""
        near = chain.from_iterable(self._under[choice] for choice in filter(self._rarest.__getitem__, made))
        return [number for number in near if made.issuperset(self._choices[number])]

    def choices_of(self, numbers: Iterable[int]) -> frozenset[Choice]:
        return frozenset(chain.from_iterable(self._choices[number] for number in numbers))

    def is_said(self, number: int, chosen: Mapping[Choice, Spots], free: Spots) -> bool:
        return bool(self._ways_through(number, chosen, free))

    def spots(self, number: int, chosen: Mapping[Choice, Spots], free: Spots) -> Spots:
        """The free words of a text that take part in a phrase, each time it is said."""
        at, reaches = self._ways_through(number, chosen, free), self._reaches[number]
        for place in range(len(at) - 1, 0, -1):
            at[place - 1] &= reaches[place].backward(at[place])
        return reduce(or_, at, 0)

    def _ways_through(self, number: int, chosen: Mapping[Choice, Spots], free: Spots) -> list[Spots]:
        """For each place of a phrase the words at which it may have got there; none if it is not said."""
        at = [chosen[choice] & free for choice in self._choices[number]]
        reaches = self._reaches[number]
        for place in range(1, len(at)):
            at[place] &= reaches[place].onward(at[place - 1])
            if not at[place]:
                return []
        return at if at[-1] else []


def _how_often(phrases: Iterable[Phrase], choices: Choices) -> Sequence[int]:
    """For each choice how often its words stand in phrases, in whichever choice."""
    chosen = Counter(chain.from_iterable(phrase.choices for phrase in phrases))
    shared: Counter[str] = Counter()
    for words, number in choices.numbers.items():
        if times := chosen[number]:
            for word in words:
                shared[word] += times
    return [sum(map(shared.__getitem__, words)) for words in choices.numbers]
