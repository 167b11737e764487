"""What articles, scenarios and quizzes have in common: readers, sources, dates, editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from bot.core.language import Language


class Kind(StrEnum):
    """The value is the name of its folder."""

    ARTICLE = "articles"
    SCENARIO = "scenarios"
    QUIZ = "quizzes"

    @property
    def code(self) -> str:
        """Stands for it in links and buttons."""
        return _CODES[self]


_CODES = {Kind.ARTICLE: "l", Kind.SCENARIO: "try", Kind.QUIZ: "quiz"}
TOPIC_CODE = "topic"
"""Stands for a topic in links and buttons. (`s-` and `t-` begin the links of other slices.)"""


class Topic(StrEnum):
    """In the order they are offered."""

    FEELINGS = "feelings"
    FRIENDS = "friends"
    FACTS = "facts"
    WORRIED = "worried"
    HELP = "help"
    RIGHTS = "rights"
    THINGS_TO_DO = "things-to-do"
    ADULTS = "adults"


class Reader(StrEnum):
    """Who it is written for, by age."""

    CHILDREN = "10-13"
    TEENAGERS = "14-18"
    ADULTS = "adults"


class Setting(StrEnum):
    """Where prevention happens, after the UNODC/WHO standards."""

    FAMILY = "family"
    SCHOOL = "school"
    COMMUNITY = "community"
    WORKPLACE = "workplace"
    HEALTH = "health"


class Stage(StrEnum):
    """The time of life it is about, after the UNODC/WHO standards."""

    INFANCY = "infancy"
    CHILDHOOD = "childhood"
    EARLY_ADOLESCENCE = "early-adolescence"
    ADOLESCENCE = "adolescence"
    ADULTHOOD = "adulthood"


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Written:
    """What an item says of itself in one language. `reviewed_by` is a role; None while it is a draft."""

    title: str
    summary: str
    keywords: tuple[str, ...]
    reviewed_by: str | None


Told = TypeVar("Told", bound=Written)


@dataclass(frozen=True, slots=True)
class Item(Generic[Told]):
    """`name` is its folder, and its code in buttons and links. Every edition has the same structure."""

    kind: ClassVar[Kind]

    name: str
    topic: Topic
    readers: tuple[Reader, ...]
    settings: tuple[Setting, ...]
    stages: tuple[Stage, ...]
    sources: tuple[Source, ...]
    checked_on: date
    expires_on: date
    editions: Mapping[Language, Told]

    @property
    def key(self) -> str:
        """Names it among items of all kinds."""
        return f"{self.kind}/{self.name}"

    def has_expired(self, today: date) -> bool:
        return today >= self.expires_on
