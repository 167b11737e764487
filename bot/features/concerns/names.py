"""Case names: two friendly words by which officers speak of a case, meaning the same in every language.

A case keeps a number: a describing word and a noun, counted in the order of `en.toml`. It never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import tomli
from pydantic import BaseModel, Field, ValidationError

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.strict import STRICT

DESCRIBING_WORDS = 32
NOUNS = 64
LONGEST_NAME = 32
"""Characters: a name stands in buttons and in the titles of topics, beside other things."""

_Word = Annotated[str, Field(pattern=r"^\S+$")]


class Gender(StrEnum):
    """Of a noun. A language uses those its nouns have."""

    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"


class WordOrder(StrEnum):
    DESCRIBING_FIRST = "describing-first"
    NOUN_FIRST = "noun-first"


class _Strict(BaseModel):
    model_config = STRICT


class _Noun(_Strict):
    word: _Word
    gender: Gender


class _Vocabulary(_Strict):
    """One language's file: words by what they mean, each as it is written inside a name."""

    order: WordOrder
    describing: dict[str, dict[Gender, _Word]]
    nouns: dict[str, _Noun]

    def name(self, describing: str, noun: str) -> str:
        """Raises KeyError for a meaning or a form that is not there."""
        named = self.nouns[noun]
        words = (self.describing[describing][named.gender], named.word)
        name = " ".join(words if self.order is WordOrder.DESCRIBING_FIRST else reversed(words))
        return name[0].upper() + name[1:]


class CaseNames:
    """Names in all languages, whole: made by `read_case_names`."""

    def __init__(self, vocabularies: Mapping[Language, _Vocabulary]) -> None:
        self._vocabularies = vocabularies
        self._describing = tuple(vocabularies[Language.EN].describing)
        self._nouns = tuple(vocabularies[Language.EN].nouns)

    @property
    def count(self) -> int:
        return len(self._describing) * len(self._nouns)

    def name(self, number: int, language: Language) -> str:
        """As a title, in the nominative. Raises IndexError for a number not from 0 to below `count`."""
        if number not in range(self.count):
            raise IndexError(number)
        describing, noun = divmod(number, len(self._nouns))
        return self._vocabularies[language].name(self._describing[describing], self._nouns[noun])


def read_case_names(folder: Path) -> CaseNames:
    """`folder` holds one file per language. Raises OperatorError with every mistake in every file."""
    problems: list[str] = []
    vocabularies: dict[Language, _Vocabulary] = {}
    for language in Language:
        path = folder / f"{language}.toml"
        try:
            vocabularies[language] = _Vocabulary.model_validate(tomli.loads(path.read_text("utf-8")))
        except ValidationError as error:
            problems += [f"{path.name}: {mistake}" for mistake in _misfits(error)]
        except (OSError, ValueError) as error:
            problems.append(f"{path.name}: {error}")
        else:
            problems += [f"{path.name}: {mistake}" for mistake in _mistakes(vocabularies[language])]
    problems += _differences(vocabularies)
    if problems:
        raise OperatorError(*problems)
    return CaseNames(vocabularies)


def _misfits(error: ValidationError) -> Iterator[str]:
    for mistake in error.errors(include_url=False, include_input=False):
        yield f"{'.'.join(map(str, mistake['loc']))}: {mistake['msg']}"


def _mistakes(words: _Vocabulary) -> Iterator[str]:
    yield from _miscounted(words)
    needed = {noun.gender for noun in words.nouns.values()}
    for key, forms in words.describing.items():
        for gender in sorted(needed - forms.keys()):
            yield f"describing.{key}: has no form for {gender}"
        for gender in sorted(forms.keys() - needed):
            yield f"describing.{key}: has a form for {gender}, which no noun is"
    yield from (f"nouns: {word} stands there twice" for word in _twice(n.word for n in words.nouns.values()))
    for gender in sorted(needed):
        same = _twice(forms[gender] for forms in words.describing.values() if gender in forms)
        yield from (f"describing: {word} stands there twice" for word in same)
    yield from _too_long(words)


def _miscounted(words: _Vocabulary) -> Iterator[str]:
    if (count := len(words.describing)) != DESCRIBING_WORDS:
        yield f"describing: {count} words, not {DESCRIBING_WORDS}"
    if (count := len(words.nouns)) != NOUNS:
        yield f"nouns: {count} words, not {NOUNS}"


def _twice(words: Iterable[str]) -> list[str]:
    folded = [word.casefold() for word in words]
    return sorted({word for word in folded if folded.count(word) > 1})


def _too_long(words: _Vocabulary) -> Iterator[str]:
    for describing, forms in words.describing.items():
        for noun, named in words.nouns.items():
            length = len(f"{forms.get(named.gender, '')} {named.word}")
            if length > LONGEST_NAME and named.gender in forms:
                yield f"{words.name(describing, noun)}: {length} characters, {LONGEST_NAME} at most"


def _differences(vocabularies: Mapping[Language, _Vocabulary]) -> Iterator[str]:
    """Meanings one language has and English has not, or the other way round."""
    if (english := vocabularies.get(Language.EN)) is None:
        return
    for language, words in vocabularies.items():
        for table, there, here in (
            ("describing", english.describing.keys(), words.describing.keys()),
            ("nouns", english.nouns.keys(), words.nouns.keys()),
        ):
            yield from (f"{language}.toml: {table}.{key}: is missing" for key in sorted(there - here))
            yield from (f"{language}.toml: {table}.{key}: is not in en.toml" for key in sorted(here - there))
