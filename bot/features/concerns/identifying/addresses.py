"""Addresses: a street with its house number, in the order of each language, and a postcode with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.core.language import Language
from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import BLANK, Message
from bot.features.concerns.identifying.phrases import PhraseIndex, Tongue
from bot.features.concerns.identifying.postcodes import Postcodes
from bot.features.concerns.identifying.vocabulary import Vocabulary

_HOUSE = re.compile(r"\d{1,4}[a-zа-я]?")
_HOUSE_PART = re.compile(rf"(?:[-/]\d{{1,4}}[a-zа-я]?| ?[a-c](?![\w{BLANK}]))*")
_AGAIN = frozenset({"bis", "ter"})
_TIME = re.compile(r"[:.]\d\d")
_NEAR = re.compile(r"[ ,،.]{1,3}")
_INSIDE_A_NAME = frozenset({" ", "-", "'", "’", ". "})
_ARABIC_ARTICLE = "ال"
_LONGEST_NAME = 4
_SHORTEST_START = 3


@dataclass(frozen=True, slots=True)
class _Streets:
    """How the streets of one language are called."""

    tongue: Tongue
    words: frozenset[str]
    endings: tuple[str, ...]
    endings_need_number: tuple[str, ...]
    not_streets: frozenset[str]

    def rules_out(self, word: str) -> bool:
        return word in self.not_streets or self.tongue.rules_out(word)


@dataclass(frozen=True, slots=True)
class _Opening:
    streets: _Streets
    needs_number: bool


class Addresses:
    """All languages at once."""

    def __init__(
        self, vocabularies: Mapping[Language, Vocabulary], tongues: Mapping[Language, Tongue]
    ) -> None:
        lists = tuple(vocabularies.values())
        streets = {language: _streets(words, tongues[language]) for language, words in vocabularies.items()}
        self._streets = tuple(streets.values())
        self._before = PhraseIndex(
            (phrase, _Opening(streets[language], needs_number))
            for language, words in vocabularies.items()
            for needs_number, phrases in ((False, words.streets_before), (True, words.streets_need_number))
            for phrase in phrases
        )
        self._number_words = frozenset(word for words in lists for word in words.number_words)
        self._house_words = frozenset(word for words in lists for word in words.house_words)
        self._units = frozenset(word for words in lists for word in words.units)
        self._postcodes = Postcodes(lists)

    def find(self, message: Message) -> Iterator[Finding]:
        spans = [self._led(message, *each) for each in self._before.find(message)]
        for streets in self._streets:
            spans += [self._followed(message, at, streets) for at in message.all_of(streets.words)]
            spans += [
                self._compound(message, at, streets) for at in message.all_of(_compounds(message, streets))
            ]
        cities = self._postcodes.cities_in(message)
        for start, end in filter(None, spans):
            yield Finding(start, self._postcodes.end_after(message, end, cities), Mark.ADDRESS)
        yield from self._postcodes.find(message)

    def _led(self, message: Message, at: int, after: int, opening: _Opening) -> tuple[int, int] | None:
        """Via Roma 5, 12 rue Victor Hugo, ул. Ленина, д. 5, شارع النيل."""
        streets, start = opening.streets, message.words[at].start
        ends = list(_name_ends(message, after, streets))
        before = self._start_before(message, at)
        for end in ends:
            if house := self._house(message, end):
                return start, house
        is_numbered = before < start
        if (is_numbered or not opening.needs_number) and (end := _end_of_shown(message, after, ends)):
            return before, message.words[end - 1].end
        over = (end for end in ends if message.ends_clause(end - 1, streets.tongue.joining))
        return (before, message.words[end - 1].end) if is_numbered and (end := next(over, 0)) else None

    def _start_before(self, message: Message, at: int) -> int:
        """With the house number, where that stands before the street."""
        first = at
        if first and message.words[first - 1].lower in _AGAIN:
            first -= 1
        before = message.word(first - 1)
        if before and _HOUSE.fullmatch(before.lower) and message.gap(first) in {" ", ", "}:
            return before.start
        return message.words[at].start

    def _followed(self, message: Message, at: int, streets: _Streets) -> tuple[int, int] | None:
        """12 Baker Street, Baker Street, Mariahilfer Straße 12."""
        word = message.words[at]
        first = at
        while first > max(0, at - _LONGEST_NAME + 1) and _names_street(message, first, streets):
            first -= 1
        while first < at - 1 and message.words[at - 1].is_shown and not message.words[first].is_shown:
            first += 1
        if first == at:
            return None
        shown = message.words[first].is_shown and message.words[at - 1].is_shown
        house = self._house(message, at + 1) if shown else None
        start = self._start_before(message, first)
        if house:
            return message.words[first].start, house
        if start < message.words[first].start:
            return (start, word.end) if shown or word.lower not in streets.not_streets else None
        if shown and word.is_shown and streets.tongue.capitals_tell:
            return start, word.end
        return None

    def _compound(self, message: Message, at: int, streets: _Streets) -> tuple[int, int] | None:
        """Hauptstraße 12, Hauptstr. 12, Hauptstraße; Lindenweg 3."""
        word = message.words[at]
        alone = _ends_with(word.lower, streets.endings)
        if house := self._house(message, at + 1):
            return word.start, house
        return (word.start, word.end) if alone and word.is_shown else None

    def _house(self, message: Message, at: int) -> int | None:
        """Where the house number that stands at `at`, and the flat behind it, have ended."""
        end = None
        while (number := self._number(message, at)) is not None:
            end = number[1]
            at = number[0]
            if not ((word := message.word(at)) and word.lower in self._house_words):
                break
        return end

    def _number(self, message: Message, at: int) -> tuple[int, int] | None:
        """The next word, and where the number ends; a word like "no." or "flat" may stand before it."""
        if not (word := message.word(at)) or not _NEAR.fullmatch(message.gap(at)):
            return None
        if word.lower in self._number_words or word.lower in self._house_words:
            at += 1
            if not (word := message.word(at)) or not _NEAR.fullmatch(message.gap(at)):
                return None
        if not _HOUSE.fullmatch(word.lower) or _TIME.match(message.shape, word.end):
            return None
        part = _HOUSE_PART.match(message.lower, word.end)
        end = part.end() if part else word.end
        after = at + 1
        while (following := message.word(after)) and following.start < end:
            after += 1
        if following and following.lower in self._units and message.gap(after) in {" ", ""}:
            return None
        return after, end


def _streets(words: Vocabulary, tongue: Tongue) -> _Streets:
    return _Streets(
        tongue,
        frozenset(words.streets_after),
        words.street_endings,
        words.street_endings_need_number,
        frozenset(words.not_streets),
    )


def _compounds(message: Message, streets: _Streets) -> frozenset[str]:
    endings = (*streets.endings, *streets.endings_need_number)
    return frozenset(word for word in message.standing if _ends_with(word, endings)) - streets.not_streets


def _ends_with(word: str, endings: tuple[str, ...]) -> bool:
    return word.endswith(endings) and any(
        word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_START for ending in endings
    )


def _name_ends(message: Message, at: int, streets: _Streets) -> Iterator[int]:
    """Where a street's name that begins at `at` may have ended: after each word that is no particle."""
    named = False
    for end in range(at, min(len(message.words), at + _LONGEST_NAME)):
        word = message.words[end]
        gap = message.gap(end)
        if gap not in _INSIDE_A_NAME or not word.is_letters:
            return
        if word.lower in streets.tongue.particles:
            continue
        if streets.rules_out(word.lower) and not (named and word.is_shown):
            return
        named = True
        yield end + 1


def _end_of_shown(message: Message, first: int, ends: Sequence[int]) -> int:
    """Where a name has ended that its capitals show, or the Arabic article; 0 when there is none."""
    shown = list(takewhile(lambda end: message.words[end - 1].is_shown, ends))
    if not shown and ends and message.words[first].lower.startswith(_ARABIC_ARTICLE):
        return ends[0]
    return shown[-1] if shown else 0


def _names_street(message: Message, at: int, streets: _Streets) -> bool:
    before = message.words[at - 1]
    return before.is_letters and message.gap(at) in {" ", "-"} and not streets.rules_out(before.lower)
