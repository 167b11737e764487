"""Names that are introduced as such: "my name is …", "my friend …", "Mrs …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.language import Language
from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import Message, Word
from bot.features.concerns.identifying.phrases import PhraseIndex, Tongue
from bot.features.concerns.identifying.vocabulary import Vocabulary

_MORE_NAMES = 3
_APOSTROPHES = ("'", "’", "ʼ")
_ARABIC_ARTICLE = "ال"


class _Introduction(Enum):
    """How sure it is that a name follows, and what may stand before it."""

    SPOKEN = auto()
    """Whatever follows is a name, in small letters too."""
    SHOWN = auto()
    """Names and other things follow: a capital or a known given name must show it."""
    KNOWN = auto()
    """Only a known given name shows it."""
    TITLE = auto()


_GAPS = {
    _Introduction.SPOKEN: re.compile(r"(?:[\s\"“”„«»'‘’:,*_~–—()=-]|\.{2,}){1,5}"),
    _Introduction.SHOWN: re.compile(r"[ \"“”„«»'‘’:(]{1,3}"),
    _Introduction.KNOWN: re.compile(r"[ \"“”„«»'‘’:,(]{1,3}"),
    _Introduction.TITLE: re.compile(r"\.? ?"),
}


@dataclass(frozen=True, slots=True)
class _Opening:
    kind: _Introduction
    tongue: Tongue
    not_after: frozenset[str] = frozenset()


class Names:
    """All languages at once: youngsters mix them."""

    def __init__(
        self,
        vocabularies: Mapping[Language, Vocabulary],
        tongues: Mapping[Language, Tongue],
        given: frozenset[str],
    ) -> None:
        self._given = given
        self._openings = PhraseIndex(
            (phrase, opening)
            for language, words in vocabularies.items()
            for phrase, opening in _openings(words, tongues[language])
        )

    def find(self, message: Message) -> Iterator[Finding]:
        for at, after, opening in self._openings.find(message):
            before = message.word(at - 1)
            if not (before and before.lower in opening.not_after):
                yield from self._name_at(message, after, opening)

    def _is_given(self, word: Word) -> bool:
        return word.lower in self._given

    def _name_at(self, message: Message, at: int, opening: _Opening) -> Iterator[Finding]:
        if not (word := message.word(at)) or not _GAPS[opening.kind].fullmatch(message.gap(at)):
            return
        if self._begins_name(message, at, opening):
            last = self._last_of_name(message, at, opening)
            yield Finding(word.start, message.words[last].end, Mark.NAME)

    def _begins_name(self, message: Message, at: int, opening: _Opening) -> bool:
        word, tongue = message.words[at], opening.tongue
        if not word.is_letters or len(word.shape) == 1:
            return False
        if word.is_shown and self._is_given(word):
            return True
        if tongue.rules_out(word.lower):
            return False
        if self._is_given(word) or opening.kind is _Introduction.SPOKEN:
            return True
        if opening.kind is _Introduction.KNOWN or not word.is_shown:
            return False
        if word.lower in tongue.not_names_anywhere:
            return False
        return tongue.capitals_tell or opening.kind is _Introduction.TITLE or _is_pair(message, at, tongue)

    def _last_of_name(self, message: Message, at: int, opening: _Opening) -> int:
        last = at
        while last < at + _MORE_NAMES and (after := self._goes_on(message, last, opening)):
            last = after
        return last

    def _goes_on(self, message: Message, last: int, opening: _Opening) -> int | None:
        """Where the next word of the name stands."""
        tongue = opening.tongue
        if not (word := message.word(last + 1)):
            return None
        gap = message.gap(last + 1)
        if gap == "-" or gap in _APOSTROPHES:
            return last + 1 if word.is_letters and len(word.shape) > 1 else None
        if gap != " " or not word.is_letters:
            return None
        after = last + 1
        while (word := message.word(after)) and word.lower in tongue.particles:
            after += 1
        return after if self._belongs(message, after, opening) else None

    def _belongs(self, message: Message, at: int, opening: _Opening) -> bool:
        word, tongue = message.word(at), opening.tongue
        if not word or not word.is_letters or message.gap(at) not in {" ", "-", *_APOSTROPHES}:
            return False
        if word.is_shown and self._is_given(word):
            return True
        if tongue.rules_out(word.lower) or len(word.shape) == 1:
            return False
        if word.is_shown or self._is_given(word):
            return True
        if opening.kind is not _Introduction.SPOKEN or message.words[at - 1].is_shown:
            return False
        return word.lower.startswith(_ARABIC_ARTICLE) or message.ends_clause(at, tongue.joining)


def _openings(words: Vocabulary, tongue: Tongue) -> Iterator[tuple[str, _Opening]]:
    for phrase in words.names_introduced:
        yield phrase, _Opening(_Introduction.SPOKEN, tongue)
    for phrase in words.names_shown:
        yield phrase, _Opening(_Introduction.SHOWN, tongue)
    for phrase in (*words.names_known, *words.names_shown):
        yield phrase, _Opening(_Introduction.KNOWN, tongue)
    for phrase in words.titles:
        yield phrase, _Opening(_Introduction.TITLE, tongue, frozenset(words.not_title_after))


def _is_pair(message: Message, at: int, tongue: Tongue) -> bool:
    """Two capitalised words that end a clause are a name even where every noun has a capital."""
    after = message.word(at + 1)
    return (
        after is not None
        and after.is_shown
        and message.gap(at + 1) in {" ", "-"}
        and not tongue.rules_out(after.lower)
        and message.ends_clause(at + 1, tongue.joining)
    )
