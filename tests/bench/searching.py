"""What a search costs among many items."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from bot.core.language import Language
from bot.core.search import Document, Search, Section, read_search_words
from bot.features.learn.library import load_library
from tests.bench.processes import REPOSITORY

_CONFIG = REPOSITORY / "config"
_QUESTIONS = Path(__file__).parents[1] / "features" / "learn" / "questions" / "en.toml"
_SYLLABLES = ["ba", "ko", "mi", "ren", "tal", "sch", "dor", "vi", "lu", "pe", "nax", "gri"]
"""Items have names of their own, so that the words grow with them."""


def search_times(items: int, rounds: int) -> list[float]:
    """CPU seconds of each question of young people, in English, once everything is built."""
    words = read_search_words(_CONFIG)
    documents = _invented(items)
    search = Search(lambda language: documents if language is Language.EN else [], words)
    questions = list(tomllib.loads(_QUESTIONS.read_text("utf-8")))
    for question in questions:
        search.find(question, Language.EN, 5)
    return [_seconds(search, question) for _ in range(rounds) for question in questions]


def _seconds(search: Search, question: str) -> float:
    start = time.process_time()
    search.find(question, Language.EN, 5)
    return time.process_time() - start


def _invented(items: int) -> list[Document]:
    chance, sentences = random.Random(1), _sentences()
    return [_item(number, chance, sentences) for number in range(items)]


def _item(number: int, chance: random.Random, sentences: Sequence[str]) -> Document:
    """As long as a service or an activity."""
    name = "".join(chance.choices(_SYLLABLES, k=3))
    title, *text = chance.sample(sentences, 4)
    return Document(str(number), f"{name}: {title}", title, (name,), (Section(name, " ".join(text)),))


def _sentences() -> list[str]:
    library = load_library(_CONFIG / "learn")
    pages = [page for article in library.articles for page in article.editions[Language.EN].pages]
    return [
        sentence
        for page in pages
        for line in page.plain.splitlines()
        for sentence in line.split(". ")
        if sentence
    ]
