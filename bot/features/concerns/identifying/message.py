"""A message made comparable, where each letter still knows its place in what was written.

Invisible characters, vowel signs, accents and the many forms of a letter or a digit do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from bot.features.concerns.identifying.findings import MASK

BLANK = MASK[0]
"""Stands for what is found already. It counts as a letter, so nothing beside it begins or ends there."""

_WORD = re.compile(rf"(?:[^\W_]|{BLANK})+")
_UNSEEN_LETTERS = "\u0640\u115f\u1160\u2800\u3164\uffa0"
"""Kashida, fillers and the empty braille cell: letters to Unicode, nothing to the eye."""
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_LETTERS = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ß": "ss",
        "ẞ": "SS",
        "ø": "o",
        "ł": "l",
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
        "。": ".",
    }
)
_LONGEST_FORM = 2
"""Some characters stand for whole sentences; those are left as they are."""

_ARABIC_AND = "و"
"""Written together with the next word."""

_WRITTEN_TOGETHER = frozenset("وفبلك")
"""Arabic writes these words together with the next one."""

_LATIN = str.maketrans(
    dict(
        zip(
            "авекмнорстухіјѕԁӏАВЕКМНОРСТУХІЈЅαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
            "abekmhopctyxijsdlABEKMHOPCTYXIJSaoABEZHIKMNOPTYX",
            strict=True,
        )
    )
)
_ENDS_CLAUSE = re.compile(r"\s*(?:[.,;:!?؟،؛)\]»”\"\n]|$)")


class Word(NamedTuple):
    """Letters and digits in a row; `shape` keeps capitals, `lower` does not."""

    start: int
    end: int
    shape: str
    lower: str

    @property
    def is_shown(self) -> bool:
        """Written with a capital, as names are; a word all in capitals tells nothing."""
        return self.shape[0].isupper() and not (len(self.shape) > 1 and self.shape.isupper())

    @property
    def is_letters(self) -> bool:
        return self.shape.isalpha()


@dataclass(frozen=True, slots=True)
class Message:
    """`shape` and `lower` are equally long; `places[n]` is where their n-th letter stands in the original.

    `standing` is where in `words` each word stands, also without a letter that Arabic writes before it.
    """

    shape: str
    lower: str
    places: tuple[int, ...]
    words: tuple[Word, ...]
    standing: Mapping[str, Sequence[int]]

    def all_of(self, words: frozenset[str]) -> Iterator[int]:
        """Where any of these stands."""
        for word in self.standing.keys() & words:
            yield from self.standing[word]

    def is_word(self, at: int, word: str) -> bool:
        lower = self.words[at].lower
        return lower == word or (lower[0] in _WRITTEN_TOGETHER and lower[1:] == word)

    def gap(self, at: int) -> str:
        """What stands between the word at `at` and the one before it."""
        return self.shape[self.words[at - 1].end : self.words[at].start]

    def word(self, at: int) -> Word | None:
        return self.words[at] if 0 <= at < len(self.words) else None

    def ends_clause(self, at: int, joining: frozenset[str]) -> bool:
        """Nothing follows the word at `at`, or a punctuation mark, or a word like "and"."""
        if _ENDS_CLAUSE.match(self.shape, self.words[at].end):
            return True
        if not (after := self.word(at + 1)):
            return False
        return after.lower in joining or (_ARABIC_AND in joining and after.lower.startswith(_ARABIC_AND))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A place in the original, with the invisible characters that follow it."""
        return self.places[start], max(self.places[end - 1] + 1, self.places[end])

    def without(self, spans: Iterable[tuple[int, int]]) -> Message:
        """The same message with some places blanked."""
        shape = self.shape
        for start, end in spans:
            shape = shape[:start] + BLANK * (end - start) + shape[end:]
        if shape == self.shape:
            return self
        lower = _lower(shape)
        words = _words(shape, lower)
        return replace(self, shape=shape, lower=lower, words=words, standing=_standing(words))


def read_message(text: str) -> Message:
    forms = [*map(_form, text)]
    shape = "".join(forms)
    lower = _lower(shape)
    places = [place for place, form in enumerate(forms) for _ in form]
    words = _words(shape, lower)
    return Message(shape, lower, (*places, len(text)), words, _standing(words))


def fold(text: str) -> str:
    """How a word of ours stands in a message's `lower`."""
    return _lower(_shape(text))


def words_in(text: str) -> list[str]:
    """Words of ours, each as it stands in a message's `lower`."""
    shape = _shape(text)
    lower = _lower(shape)
    return [lower[found.start() : found.end()] for found in _WORD.finditer(shape)]


def latin(text: str) -> str:
    """Equally long, with Latin letters for the Cyrillic and Greek ones that look the same."""
    return text.translate(_LATIN)


def _shape(text: str) -> str:
    return text if text.isascii() else "".join(map(_form, text))


def _words(shape: str, lower: str) -> tuple[Word, ...]:
    return tuple(
        Word(start, end, shape[start:end], lower[start:end])
        for start, end in (found.span() for found in _WORD.finditer(shape))
    )


def _standing(words: Sequence[Word]) -> Mapping[str, Sequence[int]]:
    standing: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        standing[word.lower].append(at)
        if word.lower[0] in _WRITTEN_TOGETHER:
            standing[word.lower[1:]].append(at)
    return standing


def _lower(shape: str) -> str:
    lower = shape.lower()
    return lower if len(lower) == len(shape) else "".join(_lower_letter(letter) for letter in shape)


def _lower_letter(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


@lru_cache(4096)
def _form(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter == "№":
        return "No "
    if letter in _UNSEEN_LETTERS or unicodedata.category(letter) in _UNSEEN:
        return ""
    plain = "".join(
        _digit(each)
        for each in unicodedata.normalize("NFKD", letter)
        if each not in _UNSEEN_LETTERS and unicodedata.category(each) not in _UNSEEN
    )
    return plain.translate(_LETTERS) if len(plain) <= _LONGEST_FORM else letter


def _digit(letter: str) -> str:
    return str(value) if (value := unicodedata.decimal(letter, None)) is not None else letter
