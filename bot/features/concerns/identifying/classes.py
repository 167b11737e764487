"""School classes: numbers, ordinals and letters in the patterns of each language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import Message, Word
from bot.features.concerns.identifying.vocabulary import Vocabulary

_YEARS = range(1, 14)
_DIGITS = re.compile(r"(\d{1,2})([^\W\d_]*)")
_LETTERS = frozenset("abcdefабвгдежзابجده")
_APART = re.compile(r"\.|-| ?[«\"“„']| ")
_CLOSING = tuple("»\"”“'")
_BETWEEN = re.compile(r"[\s.'’»\"”-]{1,3}")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """`anchor` is where among the parts the first word stands that is no placeholder; None where all are."""

    parts: tuple[str, ...]
    anchor: int | None


class Classes:
    """The patterns of all languages, found by a word of theirs, or by the letter of the class."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        lists = tuple(vocabularies)
        self._ordinals = frozenset(word for words in lists for word in words.ordinals)
        self._ordinal_endings = frozenset(ending for words in lists for ending in words.ordinal_endings)
        self._units = frozenset(word for words in lists for word in words.units)
        self._by_anchor: dict[str, list[_Pattern]] = {}
        self._without_words: list[_Pattern] = []
        for written in {pattern for words in lists for pattern in words.class_patterns}:
            self._keep(tuple(written.split()))

    def find(self, message: Message) -> Iterator[Finding]:
        for at, pattern in self._candidates(message):
            if (
                at >= 0
                and (end := self._match(message, at, pattern)) is not None
                and not self._counts(message, end)
            ):
                last = message.words[end - 1]
                yield Finding(message.words[at].start, _closed(message, last), Mark.SCHOOL)

    def _counts(self, message: Message, end: int) -> bool:
        """In class 5 people saw it."""
        after = message.word(end)
        return after is not None and message.words[end - 1].shape.isdigit() and after.lower in self._units

    def _keep(self, parts: tuple[str, ...]) -> None:
        anchor = next((place for place, part in enumerate(parts) if not part.startswith("{")), None)
        pattern = _Pattern(parts, anchor)
        known = self._without_words if anchor is None else self._by_anchor.setdefault(parts[anchor], [])
        known.append(pattern)

    def _candidates(self, message: Message) -> Iterator[tuple[int, _Pattern]]:
        """Where each pattern could begin: a number takes one word or, with its letter apart, two."""
        for word in message.standing.keys() & self._by_anchor.keys():
            for pattern in self._by_anchor[word]:
                for at in message.standing[word]:
                    yield from ((at - back, pattern) for back in ((1, 2) if pattern.anchor else (0,)))
        for at in message.all_of(_LETTERS):
            if at and (
                message.words[at - 1].lower[0].isdigit() or message.words[at - 1].lower in self._ordinals
            ):
                yield from ((at - 1, pattern) for pattern in self._without_words)

    def _is_letter_of_year(self, after_digits: str) -> bool:
        """8b, 3ºA."""
        return after_digits[-1:] in _LETTERS and after_digits[:-1] in {"", *self._ordinal_endings}

    def _match(self, message: Message, at: int, pattern: _Pattern) -> int | None:
        """Where the next word stands, if the pattern fits the words from `at` on."""
        for place, part in enumerate(pattern.parts):
            if at >= len(message.words) or (place and not _BETWEEN.fullmatch(message.gap(at))):
                return None
            if part.startswith("{"):
                after = self._number(message, at, part)
            else:
                after = at + 1 if message.is_word(at, part) else None
            if after is None:
                return None
            at = after
        return at

    def _number(self, message: Message, at: int, placeholder: str) -> int | None:
        """Where the word after the placeholder stands."""
        if placeholder == "{letter}":
            return at + 1 if _is_letter(message, at) else None
        word = message.words[at].lower
        digits = _DIGITS.fullmatch(word)
        is_ordinal = word in self._ordinals or (digits is not None and digits[2] in self._ordinal_endings)
        has_letter = digits is not None and self._is_letter_of_year(digits[2])
        is_number = (
            digits is not None and int(digits[1]) in _YEARS and (has_letter or is_ordinal or not digits[2])
        )
        if not is_number and word not in self._ordinals:
            return None
        is_apart = (is_ordinal or not has_letter) and _is_letter(message, at + 1)
        fits = {
            "{class}": True,
            "{ordinal}": is_ordinal,
            "{section}": has_letter or is_apart,
            "{lettered}": is_apart and (is_ordinal or message.gap(at + 1) != " "),
        }[placeholder]
        return at + 1 + is_apart if fits else None


def _is_letter(message: Message, at: int) -> bool:
    """A capital, or a small letter that a dot, a hyphen or quotes tie to what stands before."""
    word = message.word(at)
    if not word or word.lower not in _LETTERS or not _APART.fullmatch(gap := message.gap(at)):
        return False
    has_no_capital = word.shape == word.shape.upper()
    return has_no_capital or gap != " "


def _closed(message: Message, last: Word) -> int:
    """With the quotation mark that closes behind the letter."""
    return last.end + 1 if message.shape.startswith(_CLOSING, last.end) and len(last.shape) == 1 else last.end
