"""Everything there is to learn, checked when the bot starts: whole in all languages, or not started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.core.errors import OperatorError
from bot.features.learn.article import Article, Edition
from bot.features.learn.item import Kind, Topic
from bot.features.learn.quiz import Quiz, QuizEdition
from bot.features.learn.reading.folders import Form, read_items
from bot.features.learn.reading.pages import read_pages, shape_of_pages
from bot.features.learn.reading.questions import read_question, shape_of_question
from bot.features.learn.reading.scenes import read_scenes, shape_of_scenes
from bot.features.learn.scenario import Scenario, ScenarioEdition

AnyItem = Article | Scenario | Quiz

_ARTICLES = Form(Kind.ARTICLE, "an article", read_pages, shape_of_pages, Edition, Article)
_SCENARIOS = Form(Kind.SCENARIO, "a scenario", read_scenes, shape_of_scenes, ScenarioEdition, Scenario)
_QUIZZES = Form(Kind.QUIZ, "a quiz", read_question, shape_of_question, QuizEdition, Quiz)


class Library:
    """Items by kind and name, and by topic, in the order of their names."""

    def __init__(
        self, articles: Sequence[Article], scenarios: Sequence[Scenario] = (), quizzes: Sequence[Quiz] = ()
    ) -> None:
        self.articles, self.scenarios, self.quizzes = tuple(articles), tuple(scenarios), tuple(quizzes)
        self.items: tuple[AnyItem, ...] = (*self.articles, *self.scenarios, *self.quizzes)
        self._articles = {article.name: article for article in articles}
        self._scenarios = {scenario.name: scenario for scenario in scenarios}
        self._by_code = {(item.kind.code, item.name): item for item in self.items}

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Those that have anything."""
        filled = {item.topic for item in self.items}
        return tuple(topic for topic in Topic if topic in filled)

    def article(self, name: str) -> Article | None:
        return self._articles.get(name)

    def scenario(self, name: str) -> Scenario | None:
        return self._scenarios.get(name)

    def find(self, code: str, name: str) -> AnyItem | None:
        """By what stands for its kind in links and buttons."""
        return self._by_code.get((code, name))


def load_library(folder: Path) -> Library:
    """`folder` holds a folder per kind. Raises OperatorError with the mistakes of all files."""
    mistakes: list[str] = []
    library = Library(
        tuple(read_items(folder, _ARTICLES, mistakes)),
        tuple(read_items(folder, _SCENARIOS, mistakes)),
        tuple(read_items(folder, _QUIZZES, mistakes)),
    )
    if not library.articles and not mistakes:
        mistakes.append(f"{folder / Kind.ARTICLE}: holds no article")
    if mistakes:
        raise OperatorError(*mistakes)
    return library
