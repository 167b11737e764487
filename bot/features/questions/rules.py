"""What may become of a question, how long what is written may be, and when people are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NewType

from bot.core.ids import AddressId
from bot.core.manner import QuietHours
from bot.core.participant_roles import ParticipantRole

QuestionId = NewType("QuestionId", str)

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
LONGEST = 300
"""Telegram's characters of a question, an answer, or a line of feedback."""
MOST_WAITING = 5
"""Questions of one person that wait for a moderator."""
OPEN_FOR = HOUR
"""Seconds after its end in which a session still takes questions and votes."""
KEPT_FOR = 30 * DAY
"""Seconds after the end of its programme until everything about a session goes."""

ASKED_AFTER = 10 * MINUTE
"""Seconds after a session's end."""
ASKED_WITHIN = DAY
"""Seconds after its end in which people are still asked what they thought."""
FEEDBACK_FOR = 3 * DAY
"""Seconds after its end in which they can say so, and think better of it."""
LETTER_LASTS = 2 * HOUR
QUIET_FROM, QUIET_UNTIL = 21, 9
"""Hours of the day, by people's own clocks, in which nobody is asked."""
RATINGS = range(1, 6)


class State(IntEnum):
    """Where a question stands. The numbers are kept."""

    WAITING = 0
    """For a moderator: nobody else sees it."""
    SHOWN = 1
    ANSWERED = 2
    SET_ASIDE = 3
    MERGED = 4
    """Into another, which has its votes."""


VISIBLE = frozenset({State.SHOWN, State.ANSWERED})
NEXT: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SHOWN, State.SET_ASIDE, State.MERGED}),
    State.SHOWN: frozenset({State.ANSWERED, State.SET_ASIDE, State.MERGED}),
    State.ANSWERED: frozenset(),
    State.SET_ASIDE: frozenset(),
    State.MERGED: frozenset(),
}


class Reason(StrEnum):
    """Why a question is not shown; the value ends catalogue keys."""

    ELSEWHERE = "elsewhere"
    SOMEBODY = "somebody"
    WORDING = "wording"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its words; `role` is None for one that is asked anonymously."""

    question_id: QuestionId
    session_id: str
    state: State
    role: ParticipantRole | None
    votes: int
    address: AddressId
    """Where whoever asked it is told what becomes of it."""
    words: str
    answer: str = ""

    def may_become(self, state: State) -> bool:
        return state in NEXT[self.state]

    def takes(self, other: Question) -> bool:
        """Whether the other can be merged into this one: what is shown does not go behind what waits."""
        is_here = self.session_id == other.session_id and self.question_id != other.question_id
        return is_here and (self.state in VISIBLE or self.state is other.state is State.WAITING)


def fits(text: str) -> bool:
    """Something, and short enough; in UTF-16 units, as Telegram counts."""
    return 0 < len(text.encode("utf-16-le")) // 2 <= LONGEST


def is_open(ends_at: int, now: int) -> bool:
    """Whether a session takes questions and votes."""
    return now < ends_at + OPEN_FOR


def morning_after(at: int, zone: str) -> int:
    """`at`, or the end of the quiet hours it falls into."""
    return QuietHours(QUIET_FROM, QUIET_UNTIL, zone).over_at(at) or at
