"""The words of an item in one language, passage by passage, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.language import Language
from bot.features.learn.article import Edition
from bot.features.learn.item import Written
from bot.features.learn.library import AnyItem
from bot.features.learn.quiz import QuizEdition
from bot.features.learn.reading.markdown import BULLET
from bot.features.learn.scenario import ScenarioEdition


@dataclass(frozen=True, slots=True)
class Passage:
    """`lines` are as they are read, without markup. `is_screen`: it stands alone on a screen."""

    place: str
    lines: tuple[str, ...]
    is_screen: bool = True

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Read:
    """An item in one language, taken apart."""

    item: AnyItem
    language: Language
    written: Written
    passages: tuple[Passage, ...]

    @property
    def file(self) -> str:
        return f"{self.item.key}/{self.language}.md"

    @property
    def screens(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages if passage.is_screen)

    @property
    def body(self) -> str:
        return "\n".join(passage.text for passage in self.screens)


def take_apart(item: AnyItem, language: Language) -> Read:
    written = item.editions[language]
    front = (
        Passage("title", (written.title,), is_screen=False),
        Passage("summary", (written.summary,), is_screen=False),
        Passage("keywords", written.keywords, is_screen=False),
    )
    return Read(item, language, written, (*front, *_screens(written)))


def _screens(written: Written) -> Iterator[Passage]:
    match written:
        case Edition(pages=pages):
            for page in pages:
                lines = (line.removeprefix(BULLET) for line in page.plain.splitlines())
                yield Passage(f"page “{page.heading}”", (page.heading, *lines))
        case ScenarioEdition(scenes=scenes):
            for scene in scenes:
                choices = (choice.words for choice in scene.choices)
                yield Passage(f"turn “{scene.name}”", (*scene.plain.splitlines(), *choices))
        case QuizEdition(question=question):
            yield Passage("question", (question.words, *question.answers, question.why))
