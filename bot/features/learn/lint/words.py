"""Words that must not be said, and words that must, as `config/words/lint` lists them for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import tomli

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.phrase_files import read_phrases_by_language
from bot.core.phrases import Phrases
from bot.core.words import tokens_of, words_of


class Mark(StrEnum):
    """The value is the name of the list."""

    PREVALENCE = "prevalence"
    DOSE = "dose"
    DRUGS = "drugs"
    STIGMA = "stigma"
    SCARE = "scare"
    TESTIMONIAL = "testimonial"
    LOCAL_NUMBER = "local_number"
    """Whoever names 112 names the local number too,"""
    NOT_EVERYWHERE = "not_everywhere"
    """and says that 112 does not work everywhere."""


@dataclass(frozen=True, slots=True)
class LintWords:
    by_language: Mapping[Language, Phrases[Mark]]
    little: Mapping[Language, frozenset[str]]
    """By which a language in Latin letters is known."""

    def said(self, text: str, language: Language) -> dict[Mark, str]:
        """What is said in a text, with the words that say it as they are compared."""
        tokens = tokens_of(text)
        spots = self.by_language[language].spots(tokens)
        return {
            mark: " … ".join(token[0] for place, token in enumerate(tokens) if where >> place & 1)
            for mark, where in spots.items()
        }

    def likeliest_language(self, text: str) -> Language:
        """Of a text in Latin letters."""
        words = words_of(text)
        return max(self.little, key=lambda language: sum(word in self.little[language] for word in words))


def read_lint_words(config: Path) -> LintWords:
    """Raises OperatorError with every mistake of every file in `words/lint/`."""
    folder = config / "words" / "lint"
    return LintWords(read_phrases_by_language(folder, Mark), _read_little_words(folder / "little_words.toml"))


def _read_little_words(path: Path) -> Mapping[Language, frozenset[str]]:
    try:
        written = tomli.loads(path.read_text("utf-8"))
        return {Language(language): frozenset(words_of(words)) for language, words in written.items()}
    except (OSError, ValueError, TypeError) as error:
        raise OperatorError(f"{path}: {error}") from error
