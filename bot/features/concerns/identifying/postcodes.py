"""A postcode with the place it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import BLANK, Message
from bot.features.concerns.identifying.phrases import PhraseIndex
from bot.features.concerns.identifying.vocabulary import Vocabulary

_POSTCODE = re.compile(r"\d{4,6}")
_BRITISH = re.compile(rf"(?<![\w{BLANK}])[A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}(?![\w{BLANK}])")
_YEARS = range(1900, 2101)
_ROUND = 50
_BEFORE = re.compile(r"[,،]? |,?\n|, ?")


class Postcodes:
    """Beside four to six digits: a city that is known, or a capitalised word that ends the clause."""

    def __init__(self, lists: Sequence[Vocabulary]) -> None:
        self._cities = PhraseIndex((city, True) for words in lists for city in words.cities)
        self._lives_in = PhraseIndex((phrase, True) for words in lists for phrase in words.lives_in)
        self._no_places = frozenset(word for words in lists for word in (*words.units, *words.not_names))

    def find(self, message: Message) -> Iterator[Finding]:
        for found in _BRITISH.finditer(message.shape):
            yield Finding(*found.span(), Mark.ADDRESS)
        lived_in = {after for _, after, _ in self._lives_in.find(message)}
        cities = self.cities_in(message)
        for at in _numbers(message):
            end = self._place(message, at + 1, cities)
            if end and (at in lived_in or at + 1 in cities or _is_sure(message, at, end)):
                yield Finding(message.words[at].start, message.words[end - 1].end, Mark.ADDRESS)

    def cities_in(self, message: Message) -> Mapping[int, int]:
        """Where cities begin, and where the next word stands."""
        return {at: after for at, after, _ in self._cities.find(message)}

    def end_after(self, message: Message, end: int, cities: Mapping[int, int]) -> int:
        """Where an address that has ended at `end` ends with the postcode and place behind it."""
        at = bisect_left(message.words, end, key=lambda word: word.start)
        if at == len(message.words) or not _BEFORE.fullmatch(message.shape[end : message.words[at].start]):
            return end
        if _POSTCODE.fullmatch(message.words[at].shape):
            return message.words[(self._place(message, at + 1, cities) or at + 1) - 1].end
        return message.words[cities[at] - 1].end if at in cities else end

    def _place(self, message: Message, at: int, cities: Mapping[int, int]) -> int | None:
        """Where the place named at `at` has ended."""
        if at >= len(message.words) or message.gap(at) not in {" ", ", "}:
            return None
        if at in cities:
            return cities[at]
        word = message.words[at]
        return at + 1 if word.is_letters and word.is_shown and word.lower not in self._no_places else None


def _numbers(message: Message) -> Iterator[int]:
    for word, places in message.standing.items():
        if _POSTCODE.fullmatch(word):
            yield from places


def _is_sure(message: Message, at: int, end: int) -> bool:
    number = int(message.words[at].shape)
    return number not in _YEARS and number % _ROUND != 0 and message.ends_clause(end - 1, frozenset())
