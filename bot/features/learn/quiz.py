"""A quiz: one question with a few answers, of which one is right, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.features.learn.item import Item, Kind, Written


@dataclass(frozen=True, slots=True)
class Question:
    """`right` is the place of the right answer, from 0. `why` stands whichever answer was chosen."""

    words: str
    answers: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True, slots=True)
class QuizEdition(Written):
    """A quiz in one language."""

    question: Question


@dataclass(frozen=True, slots=True)
class Quiz(Item[QuizEdition]):
    """The right answer stands at the same place in every edition."""

    kind: ClassVar[Kind] = Kind.QUIZ
