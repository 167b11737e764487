"""Why a programme file is not taken: one line in English for whoever runs the import, naming the mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MISTAKES_IN_THE_LINE = 10


class Problem(StrEnum):
    """The kinds of reasons, for a caller that has its own words for them."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_A_SCHEDULE = "not_a_schedule"
    BROKEN = "broken"
    FORBIDDEN_XML = "forbidden_xml"
    NO_SESSIONS = "no_sessions"
    BAD_ROWS = "bad_rows"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong, and the place in the file where it stands."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class ProgrammeFileError(Exception):
    """Nothing of the file is taken. `mistakes` is the whole list when single sessions are at fault."""

    def __init__(self, problem: Problem, message: str, mistakes: tuple[Mistake, ...] = ()) -> None:
        super().__init__(message)
        self.problem = problem
        self.mistakes = mistakes

    @classmethod
    def of_mistakes(cls, mistakes: list[Mistake]) -> ProgrammeFileError:
        told = "; ".join(map(str, mistakes[:MISTAKES_IN_THE_LINE]))
        more = len(mistakes) - MISTAKES_IN_THE_LINE
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        message = f"the programme has {count}: {told}" + (f"; and {more} more" if more > 0 else "")
        return cls(Problem.BAD_ROWS, message, tuple(mistakes))


class UnreadableError(ValueError):
    """A value is not what it should be. The text says which and why; the reader adds where it stands."""


def shown(value: object) -> str:
    """A value from the file inside a message: short, on one line, without control characters."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[:60])
    return f"'{text}'"
