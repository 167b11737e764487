"""The terms by which a word is found: as it is written, and without its endings and what it is joined to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from unicodedata import normalize

import tantivy

from bot.core.language import Language
from bot.core.words import fold

WORD = re.compile(r"[\w\u0300-\u036f\u0640\u064b-\u065f\u0670\u200c\u200d\u00ad]+")
"""A word in a text as it is written, with the marks that may stand inside it."""

_STEMMERS = MappingProxyType(
    {
        Language.AR: "arabic",
        Language.DE: "german",
        Language.EN: "english",
        Language.ES: "spanish",
        Language.FR: "french",
        Language.IT: "italian",
        Language.RU: "russian",
    }
)
_ARABIC_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل|عال)(?=\w{3})")
_ARABIC_LETTER = re.compile(r"^[وبلكف](?=\w{3})")
_ARABIC_DIALECT = re.compile(r"^(?:[ومح]?ب|ح|عم)(?=[ايتن]\w{2})")
"""`بيشرب`, `حيروح`: how many mark the present and the future of a verb."""
_UMLAUT = re.compile("(?<=[^aeq])[aou]e(?!u)|^[aou]e(?=[^ui])")

STEM, LETTER = 0.9, 0.7
"""How sure it is that what is left of a word is what was meant."""
_WORDS_REMEMBERED = 2048


class Forms:
    """Of words in one language; those of the latest words are remembered."""

    def __init__(self, language: Language) -> None:
        self._language = language
        stemmer = tantivy.Filter.stemmer(_STEMMERS[language])
        self._stemmer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(stemmer).build()
        self.of = lru_cache(_WORDS_REMEMBERED)(self._of)

    def in_text(self, text: str) -> Iterator[Mapping[str, float]]:
        """Word by word."""
        return (self.of(word) for word in WORD.findall(text))

    def root(self, word: str) -> str:
        """What is left when nothing more can be taken away."""
        return min(self.of(word), key=len, default="")

    def _of(self, word: str) -> Mapping[str, float]:
        """Folded terms, and how sure each is."""
        folded = fold(word)
        if not folded:
            return {}
        terms = {folded: 1.0}
        for bare, sure in ((folded, STEM), *self._bare(folded)):
            terms.setdefault(bare, sure)
            for stem in self._stemmer.analyze(bare):
                terms.setdefault(stem, sure)
        if (plain := word.lower()) != folded:
            for stem in self._stemmer.analyze(normalize("NFC", plain)):
                terms.setdefault(fold(stem), STEM)
        return terms

    def _bare(self, folded: str) -> Iterator[tuple[str, float]]:
        if self._language is Language.AR:
            if (bare := _ARABIC_ARTICLE.sub("", folded)) != folded:
                yield bare, STEM
            else:
                for prefix in (_ARABIC_LETTER, _ARABIC_DIALECT):
                    if (bare := prefix.sub("", folded)) != folded:
                        yield bare, LETTER
        elif self._language is Language.DE and (bare := _UMLAUT.sub(_first_letter, folded)) != folded:
            yield bare, STEM


def _first_letter(found: re.Match[str]) -> str:
    return found[0][0]
