"""What a check found, and the rule of docs/content.md it offends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

PAGE = "docs/content.md"


class Rule(StrEnum):
    """The value is the heading of the rule in docs/content.md."""

    LENGTH = "length"
    SHAPE = "shape"
    KEYWORDS = "keywords"
    DATES = "dates"
    LANGUAGE = "language"
    DIRECTION = "direction"
    READING_LEVEL = "reading-level"
    PREVALENCE = "prevalence"
    DOSE = "dose"
    DRUGS = "drugs"
    STIGMA = "stigma"
    SCARE = "scare"
    TESTIMONIAL = "testimonial"
    NUMBERS = "numbers"
    EMERGENCY_NUMBER = "emergency-number"


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is where in the file; a warning keeps nothing from being published."""

    file: str
    place: str
    rule: Rule
    reason: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.reason} ({PAGE}#{self.rule})"


Found = Iterator[tuple[str, Rule, str]]
"""Place, rule and reason."""
