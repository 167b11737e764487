"""What a consultation is, who is asked, and how much of its results may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from bot.core.language import Language

ConsultationId = NewType("ConsultationId", str)

DAY = 24 * 3600
WEEKS = (1, 2, 4)
LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_WORDS, LONGEST_OUTCOME = 300, 80, 1000, 700
FEWEST_ANSWERS, MOST_ANSWERS = 2, 6
WORDS_KEPT, KEPT = 90 * DAY, 365 * DAY
"""From the end of a consultation: until what was written is destroyed, and until all of it goes."""

TOLD_WITHIN = 30 * DAY
"""In which an outcome reaches whoever waits for it, or is given up."""


_MARK = re.compile(r"^\s*(?:[-–•*]+|\d{1,2}[.)](?=\s))\s*")


class Form(StrEnum):
    CHOICE = "choice"
    """One of the answers given."""
    WORDS = "words"
    """Words of one's own."""


class Age(StrEnum):
    """Who is asked; all ages where there is none."""

    CHILDREN = "10-13"
    TEENAGERS = "14-18"


@dataclass(frozen=True, slots=True)
class Wording:
    """A consultation in one language; answers stand at the same place in all of them."""

    question: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatCame:
    """You said, we did, in one language."""

    said: str
    did: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """Times are UTC seconds; an empty area or age means all."""

    consultation_id: ConsultationId
    organisation: str
    form: Form
    area: str
    age: str
    wordings: Mapping[Language, Wording]
    opened_at: int
    closes_at: int
    voices: int = 0
    is_closed: bool = False
    is_demonstration: bool = False
    outcome: Mapping[Language, WhatCame] | None = None
    outcome_at: int | None = None

    def is_open(self, now: int) -> bool:
        return not self.is_closed and now < self.closes_at


def best_language(written: Mapping[Language, object], wanted: Language) -> Language:
    """The one wanted, else English, else the first it was written in."""
    return next((each for each in (wanted, Language.EN) if each in written), next(iter(written)))


def read_answers(written: str) -> tuple[str, ...]:
    """One a line, without the dashes and numbers people put before them."""
    listed = (_MARK.sub("", line).strip() for line in written.splitlines())
    return tuple(dict.fromkeys(line for line in listed if line))


def are_answers(answers: Sequence[str], wanted: int | None) -> bool:
    """`wanted`: how many there are in the languages written before."""
    fits = FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS and max(map(len, answers)) <= LONGEST_ANSWER
    return fits and wanted in (None, len(answers))
