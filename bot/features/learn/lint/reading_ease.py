"""How easily a text is read, by formulas that were published for each language; higher is easier.

They know nothing but the length of words and sentences: a text can be hard and score well. Sources:

- en: Flesch, Reading Ease, 1948. de: Amstad, 1978. es: Fernández Huerta, 1959, with sentences counted as its
  readers came to do (words per sentence). fr: Kandel and Moles, 1958. ru: Oborneva, 2006.
- it: Gulpease, Lucisano and Piemontese, 1988, which counts letters instead of syllables.
- ar: 100 less Björnsson's LIX, 1968: words per sentence and the share of words of more than six letters. It
  was not made for Arabic, which writes articles and pronouns together with the word, and short vowels not at
  all: it is a measure of length and no more.

Syllables are counted by their vowels: what is written together is one, but for two open vowels in Spanish and
every vowel in Russian; a silent e at the end is none in English and French. In single words that is wrong at
times, over a whole text hardly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.language import Language
from bot.features.learn.item import Reader

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?؟…]+(?=[\s”»“\")’]|$)|\n")
_LONG = 6
"""LIX calls a word of more letters long."""

_VOWELS = re.compile(r"[aeiouyäöüàâáéèêëíîïóôúûùœæ]+")
_SPANISH = re.compile(r"[iuüy]?(?:[aeoáéó]|[íú])[iuüy]?|[iuüy]+")
_SILENT_SPANISH = re.compile(r"(?<=[qg])u(?=[eiéí])")
_RUSSIAN = re.compile(r"[аеёиоуыэюя]")
_SILENT_ENGLISH = re.compile(r"(?<=[^aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeiouytd])ed$")
_SILENT_FRENCH = re.compile(r"(?<=[^aeiouyéèêàâôûùîï])es?$")


@dataclass(frozen=True, slots=True)
class Counts:
    words: int
    sentences: int
    syllables: int
    letters: int
    long_words: int

    @property
    def sentence_length(self) -> float:
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """In syllables."""
        return self.syllables / self.words


def syllables(word: str, language: Language) -> int:
    """One at least."""
    lowered = word.lower()
    match language:
        case Language.EN:
            found = _VOWELS.findall(_SILENT_ENGLISH.sub("", lowered))
        case Language.FR:
            found = _VOWELS.findall(_SILENT_FRENCH.sub("", lowered))
        case Language.ES:
            found = _SPANISH.findall(_SILENT_SPANISH.sub("", lowered))
        case Language.RU:
            found = _RUSSIAN.findall(lowered)
        case _:
            found = _VOWELS.findall(lowered)
    return max(1, len(found))


def count(text: str, language: Language) -> Counts:
    """A line that ends without a stop is a sentence too: a heading, a line of a list."""
    sentences = [found for part in _SENTENCE_END.split(text) if (found := _WORD.findall(part))]
    words: Sequence[str] = [word for sentence in sentences for word in sentence]
    return Counts(
        words=len(words),
        sentences=len(sentences),
        syllables=sum(syllables(word, language) for word in words),
        letters=sum(map(len, words)),
        long_words=sum(len(word) > _LONG for word in words),
    )


_FORMULAS: Mapping[Language, Callable[[Counts], float]] = {
    Language.EN: lambda c: 206.835 - 1.015 * c.sentence_length - 84.6 * c.word_length,
    Language.DE: lambda c: 180 - c.sentence_length - 58.5 * c.word_length,
    Language.ES: lambda c: 206.84 - 1.02 * c.sentence_length - 60 * c.word_length,
    Language.FR: lambda c: 207 - 1.015 * c.sentence_length - 73.6 * c.word_length,
    Language.RU: lambda c: 206.835 - 1.3 * c.sentence_length - 60.1 * c.word_length,
    Language.IT: lambda c: 89 + (300 * c.sentences - 10 * c.letters) / c.words,
    Language.AR: lambda c: 100 - c.sentence_length - 100 * c.long_words / c.words,
}


BOUNDS: Mapping[Language, Mapping[Reader, int]] = {
    language: dict(zip(Reader, bounds, strict=True))
    for language, bounds in {
        Language.EN: (80, 70, 60),
        Language.DE: (70, 60, 50),
        Language.ES: (80, 70, 60),
        Language.FR: (80, 70, 60),
        Language.IT: (70, 60, 50),
        Language.RU: (60, 50, 45),
        Language.AR: (75, 70, 65),
    }.items()
}
"""The least for each group of readers. Flesch calls 80 easy, 70 fairly easy, 60 plain; Gulpease calls 60 easy
for whoever finished middle school. Those of other languages are a little below what careful texts reach."""


def ease(counts: Counts, language: Language) -> float:
    """Of a text that has words."""
    return _FORMULAS[language](counts)
