"""What a question asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from bot.core.language import Language
from bot.core.search.forms import WORD, Forms
from bot.core.search.latin import LATIN, cyrillic, sounds_of
from bot.core.search.search_words import SearchWords
from bot.core.search.vocabulary import Vocabulary
from bot.core.words import fold

_WORDS = 16
_LONGEST_WORD, _LONGEST_PHRASE = 32, 4
"""Letters, and words. What is longer was typed by nobody who looks for something, and would take seconds."""
_SMALL, _SMALL_PAIR = 0.1, 0.3
"""What a word that holds the sentence together counts against a telling one; and what two in a row do."""
_MEANT, _READ, _GUESSED = 0.9, 0.9, 0.8
"""How sure it is that another word, another script, another spelling was meant."""
_GUESS_KNOWN = 0.4
"""What a word that was only guessed counts among those that are known."""
PAIR = "+"
"""Joins two words that stand in a row: in `say no` it is the pair that says what is meant."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for: terms that may stand for it, and how sure each is."""

    terms: Mapping[str, float]
    weight: float = 1.0
    is_guess: bool = False

    @property
    def is_small(self) -> bool:
        return self.weight < 1


@dataclass(frozen=True, slots=True)
class Question:
    """`known` is the share of its telling words that stand in the texts."""

    wanted: tuple[Wanted, ...]
    known: float


class Reader:
    """Reads questions in one language."""

    def __init__(self, language: Language, words: SearchWords, forms: Forms, vocabulary: Vocabulary) -> None:
        self._language = language
        self._small = words.small
        self._forms = forms
        self._vocabulary = vocabulary
        self._meant = {self._roots(WORD.findall(said)): meant for said, meant in words.meant.items()}

    def read(self, question: str) -> Question:
        found = (word for word in WORD.findall(question) if len(word) <= _LONGEST_WORD and fold(word))
        words = list(islice(dict.fromkeys(found), _WORDS))
        telling = [word for word in words if not self._is_small(word)]
        said = [wanted for word in telling if (wanted := self._said(word)).terms]
        said += self._phrases(words)
        if telling and not said:
            return Question((), 0.0)
        small = [Wanted({fold(word): 1.0}, _SMALL) for word in words if self._is_small(word)]
        known = sum(_GUESS_KNOWN if wanted.is_guess else 1.0 for wanted in said)
        return Question((*said, *small, *self._pairs(words)), min(1.0, known / max(1, len(telling))))

    def _is_small(self, word: str) -> bool:
        return fold(word) in self._small

    def _said(self, word: str) -> Wanted:
        terms = {**self._meaning((word,)), **self._known(self._forms.of(word))}
        return Wanted(terms) if terms else Wanted(self._guessed(fold(word)), is_guess=True)

    def _known(self, terms: Mapping[str, float], sure: float = 1.0) -> dict[str, float]:
        return {term: each * sure for term, each in terms.items() if self._vocabulary.knows(term)}

    def _guessed(self, word: str) -> dict[str, float]:
        """`word` is folded."""
        if LATIN.fullmatch(word) and self._language is Language.AR:
            return self._vocabulary.sounding(sounds_of(word))
        if LATIN.fullmatch(word) and self._language is Language.RU:
            return self._in_cyrillic(word)
        return {
            term: sure * _GUESSED
            for form, likely in self._forms.of(word).items()
            for term, sure in self._vocabulary.alike(form).items()
        }

    def _in_cyrillic(self, word: str) -> dict[str, float]:
        readings = list(cyrillic(word))
        if any(reading in self._small for reading in readings):
            return {}
        known = [self._known(self._forms.of(reading), _READ) for reading in readings]
        known += [self._meaning((reading,)) for reading in readings]
        found = {term: sure for terms in known for term, sure in terms.items()}
        return found or self._vocabulary.alike(readings[0])

    def _phrases(self, words: Sequence[str]) -> Iterator[Wanted]:
        for start in range(len(words)):
            for end in range(start + 2, min(len(words), start + _LONGEST_PHRASE) + 1):
                if meaning := self._meaning(words[start:end]):
                    yield Wanted(meaning)

    def _meaning(self, said: Sequence[str]) -> dict[str, float]:
        meant = self._meant.get(self._roots(said), ())
        found: dict[str, float] = {}
        for word in meant:
            for term, sure in self._known(self._forms.of(word), _MEANT).items():
                found.setdefault(term, sure)
        return found

    def _pairs(self, words: Sequence[str]) -> Iterator[Wanted]:
        for one, other in pairwise(words):
            weight = _SMALL_PAIR if self._is_small(one) and self._is_small(other) else 1.0
            yield Wanted({PAIR.join(self._roots((one, other))): 1.0}, weight)

    def _roots(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(self._forms.root, words))
