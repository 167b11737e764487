"""Finds articles and scenarios by the words of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.language import Language
from bot.core.search import Document, Search, SearchWords, Section
from bot.core.text import Html
from bot.features.learn.article import Article
from bot.features.learn.library import Library
from bot.features.learn.scenario import Scenario

HITS = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """`part` is the page or scene where the words stand; `excerpt` has them in bold, in the `language` they
    were found in."""

    item: Article | Scenario
    part: int
    excerpt: Html
    language: Language


class LibrarySearch:
    def __init__(self, library: Library, words: Mapping[Language, SearchWords]) -> None:
        items: tuple[Article | Scenario, ...] = (*library.articles, *library.scenarios)
        self._items = {f"{item.kind}/{item.name}": item for item in items}
        self._search = Search(self._documents, words)

    def find(self, question: str, language: Language) -> list[Hit]:
        """The best first, each item once. Takes a while the first time: call it in a thread."""
        return [
            Hit(self._items[hit.name], hit.section, hit.excerpt, hit.language)
            for hit in self._search.find(question, language, HITS)
        ]

    def _documents(self, language: Language) -> list[Document]:
        return [_document(key, item, language) for key, item in self._items.items()]


def _document(key: str, item: Article | Scenario, language: Language) -> Document:
    edition = item.editions[language]
    return Document(key, edition.title, edition.summary, edition.keywords, _sections(item, language))


def _sections(item: Article | Scenario, language: Language) -> tuple[Section, ...]:
    if isinstance(item, Article):
        return tuple(Section(page.heading, page.plain) for page in item.editions[language].pages)
    return tuple(Section("", scene.plain) for scene in item.editions[language].scenes)
