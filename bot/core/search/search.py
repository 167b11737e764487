"""Finds in the reader's language first, and in the others what is not known there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from bot.core.language import Language
from bot.core.search.document import Document
from bot.core.search.latin import KEYBOARDS
from bot.core.search.search_words import SearchWords
from bot.core.text import Html

if TYPE_CHECKING:
    from bot.core.search.index import SearchIndex
    from bot.core.search.question import Question

_SURE = 0.5
"""Share of a question known in the reader's language; below it the other languages are asked too."""
_FOREIGN = 0.7
_WORTH_SHOWING = 0.3
"""Of the best hit's score."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`section` of the document `name` is where the words stand, in the `language` they were found in."""

    name: str
    section: int
    excerpt: Html
    language: Language


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    document: Document
    question: Question
    language: Language


class Search:
    """An index per language, built when somebody first asks in it: most bots are asked in two or three."""

    def __init__(
        self, documents_in: Callable[[Language], Sequence[Document]], words: Mapping[Language, SearchWords]
    ) -> None:
        self._documents_in = documents_in
        self._words = words
        self._indexes: dict[Language, SearchIndex] = {}
        self._building = Lock()

    def find(self, question: str, language: Language, most: int) -> list[Hit]:
        """The best first, each document once. Takes a while the first time: call it in a thread."""
        candidates = list(self._candidates(question, language, most)) or list(self._mistyped(question, most))
        best: dict[str, _Candidate] = {}
        for candidate in sorted(candidates, key=lambda each: -each.score):
            best.setdefault(candidate.document.name, candidate)
        ranked = list(best.values())[:most]
        return self._hits([each for each in ranked if each.score >= ranked[0].score * _WORTH_SHOWING])

    def _index(self, language: Language) -> SearchIndex:
        if language not in self._indexes:
            from bot.core.search.index import SearchIndex  # noqa: PLC0415 4 MB, for those who search

            with self._building:
                if language not in self._indexes:
                    documents, words = self._documents_in(language), self._words[language]
                    self._indexes[language] = SearchIndex(documents, language, words)
        return self._indexes[language]

    def _candidates(self, question: str, language: Language, most: int) -> Iterator[_Candidate]:
        read = self._index(language).read(question)
        yield from self._found(read, language, most, 1.0)
        if read.known < _SURE:
            for other in (each for each in Language if each is not language):
                read = self._index(other).read(question)
                yield from self._found(read, other, most, _FOREIGN * read.known)

    def _found(self, read: Question, language: Language, most: int, sure: float) -> Iterator[_Candidate]:
        for match in self._index(language).find(read, most):
            yield _Candidate(match.score * sure, match.document, read, language)

    def _mistyped(self, question: str, most: int) -> Iterator[_Candidate]:
        for language, keyboard in KEYBOARDS.items():
            read = self._index(language).read(question.lower().translate(keyboard))
            if read.known >= _SURE:  # words nobody knows on either keyboard were typed for fun
                yield from self._found(read, language, most, read.known)

    def _hits(self, candidates: Sequence[_Candidate]) -> list[Hit]:
        highlighters = {
            each.language: self._index(each.language).highlighter(each.question) for each in candidates
        }
        passages = [highlighters[each.language].best_passage(each.document) for each in candidates]
        return [
            Hit(each.document.name, passage.section, passage.excerpt, each.language)
            for each, passage in zip(candidates, passages, strict=True)
        ]
