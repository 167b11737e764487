"""Schools by name or number, and classes: "class 8b", "Goethe-Gymnasium", "школа № 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.language import Language
from bot.features.concerns.identifying.classes import Classes
from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import Message
from bot.features.concerns.identifying.phrases import PhraseIndex, Tongue
from bot.features.concerns.identifying.vocabulary import Vocabulary

_ARABIC_ARTICLE = "ال"
_NUMBER = re.compile(r"\d{1,4}")
_BEFORE_A_NAME = re.compile(r"\.? ?[\"“„«']?")
_BEFORE_A_NUMBER = re.compile(r"\.? {0,2}")
_INSIDE_A_NAME = frozenset({" ", "-", "'", "’", ". ", " '", "' "})
_LONGEST_NAME = 5
_SHORTEST_START = 4


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the schools of one language are named."""

    tongue: Tongue
    not_schools: frozenset[str]
    number_words: frozenset[str]
    after: frozenset[str]
    endings: tuple[str, ...]

    def rules_out(self, word: str) -> bool:
        return word in self.not_schools or self.tongue.rules_out(word)


class Schools:
    """All languages at once."""

    def __init__(
        self,
        vocabularies: Mapping[Language, Vocabulary],
        tongues: Mapping[Language, Tongue],
        given: frozenset[str],
    ) -> None:
        kinds = {language: _kind(words, tongues[language]) for language, words in vocabularies.items()}
        self._kinds = tuple(kinds.values())
        self._given = given
        self._before = PhraseIndex(
            (phrase, kinds[language])
            for language, words in vocabularies.items()
            for phrase in words.schools_before
        )
        self._numbered = PhraseIndex(
            (phrase, kinds[language])
            for language, words in vocabularies.items()
            for phrase in (*words.schools_before, *words.schools_numbered)
        )
        self._classes = Classes(vocabularies.values())

    def find(self, message: Message) -> Iterator[Finding]:
        runs: list[tuple[int | None, int | None]] = [
            (at, self._named_at(message, after, kind)) for at, after, kind in self._before.find(message)
        ]
        runs += [(at, _numbered_at(message, after, kind)) for at, after, kind in self._numbered.find(message)]
        for kind in self._kinds:
            runs += [(_start_before(message, at, kind), at + 1) for at in message.all_of(kind.after)]
            runs += [(at, at + 1) for at in message.all_of(_compounds(message, kind))]
        for first, end in runs:
            if first is not None and end is not None:
                yield Finding(message.words[first].start, message.words[end - 1].end, Mark.SCHOOL)
        yield from self._classes.find(message)

    def _named_at(self, message: Message, at: int, kind: _Kind) -> int | None:
        """Where the name that begins at `at` has ended."""
        if at >= len(message.words) or not _BEFORE_A_NAME.fullmatch(message.gap(at)):
            return None
        end = at
        while end < min(len(message.words), at + _LONGEST_NAME) and self._in_name(message, end, at, kind):
            end += 1
        while end > at and message.words[end - 1].lower in kind.tongue.particles:
            end -= 1
        if end == at or not (kind.tongue.capitals_tell or self._is_sure(message, at, end, kind)):
            return None
        return end

    def _in_name(self, message: Message, at: int, first: int, kind: _Kind) -> bool:
        word = message.words[at]
        if at > first and message.gap(at) not in _INSIDE_A_NAME:
            return False
        if word.lower in kind.tongue.particles:
            return True
        if not word.is_letters or kind.rules_out(word.lower):
            return False
        return (
            word.is_shown
            or (at == first and word.lower.startswith(_ARABIC_ARTICLE))
            or word.lower in self._given
        )

    def _is_sure(self, message: Message, first: int, end: int, kind: _Kind) -> bool:
        """Where capitals tell nothing: after HTL, a known name, an Arabic article, or the clause's end."""
        word = message.words[first]
        if (
            message.words[first - 1].shape.isupper()
            or word.lower in self._given
            or word.lower.startswith(_ARABIC_ARTICLE)
        ):
            return True
        return message.ends_clause(end - 1, kind.tongue.joining)


def _kind(words: Vocabulary, tongue: Tongue) -> _Kind:
    return _Kind(
        tongue,
        frozenset(words.not_schools),
        frozenset(words.number_words),
        frozenset(words.schools_after),
        words.school_endings,
    )


def _numbered_at(message: Message, at: int, kind: _Kind) -> int | None:
    """School no. 5; or school 5, when nothing is counted by the 5."""
    told = (word := message.word(at)) is not None and word.lower in kind.number_words
    at += told
    if not (word := message.word(at)) or not _NUMBER.fullmatch(word.shape):
        return None
    if not _BEFORE_A_NUMBER.fullmatch(message.gap(at)):
        return None
    return at + 1 if told or message.ends_clause(at, kind.tongue.joining) else None


def _compounds(message: Message, kind: _Kind) -> frozenset[str]:
    """Goethegymnasium."""
    ending_alike = (word for word in message.standing if word.endswith(kind.endings))
    return frozenset(word for word in ending_alike if _has_a_name(word, kind.endings)) - kind.not_schools


def _has_a_name(word: str, endings: tuple[str, ...]) -> bool:
    longest = max(len(ending) for ending in endings if word.endswith(ending))
    return len(word) - longest >= _SHORTEST_START


def _start_before(message: Message, at: int, kind: _Kind) -> int | None:
    """Where the name before `at` begins: Goethe-Gymnasium, St Mary's School; not My old School."""
    first = at
    while first > max(0, at - _LONGEST_NAME) and _joins(message, first, kind):
        first -= 1
    while first < at and kind.rules_out(message.words[first].lower):
        first += 1
    if first == at or not (message.words[at - 1].is_shown or message.words[at - 1].lower == "s"):
        return None
    if not message.words[at].is_shown and _begins_sentence(message, first) and first == at - 1:
        return None
    return first


def _joins(message: Message, at: int, kind: _Kind) -> bool:
    before, gap = message.words[at - 1], message.gap(at)
    if not kind.tongue.capitals_tell:
        return gap == "-" and before.is_letters and not kind.rules_out(before.lower)
    if gap not in _INSIDE_A_NAME or not before.is_letters:
        return False
    return before.is_shown or before.lower == "s" or before.lower in kind.tongue.particles


def _begins_sentence(message: Message, at: int) -> bool:
    return at == 0 or any(sign in message.gap(at) for sign in ".!?\n")
