"""Decides what may become of a broadcast, when it may arrive, and what is said of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.core.manner import QuietHours

LONGEST = 3000
"""Telegram's characters of a text: what stands around it fits into its 4096 too."""
QUIET_FROM, QUIET_UNTIL = 22, 8
"""Hours of the day, by the readers' clocks, in which nothing leaves."""
LAST_CALL = 120
"""Seconds before quiet hours in which nothing more is handed to the postman, so that he is done in time."""
LASTS = 2 * 24 * 3600
"""Seconds after which what has not arrived is worth nothing."""
WAITS = 7 * 24 * 3600
"""Seconds a message waits to be approved."""
SAME_AFTER = 7 * 24 * 3600
"""Seconds before the same text may go to the same people again."""
KEPT_FOR = 30 * 24 * 3600
"""Seconds the result of a broadcast can be seen."""
FEW = 5
"""Fewer are never told from each other."""
SHARE = 0.8
"""Of all that Telegram allows; the rest is for answers and reminders."""


class Kind(StrEnum):
    """What somebody may want no more of."""

    NEWS = "news"
    PROGRAMME = "programme"
    INVITATION = "invitation"


class State(IntEnum):
    """How far a broadcast has come. The numbers are kept."""

    WAITING = 0
    """For a second person."""
    RUNNING = 1
    PAUSED = 2
    STOPPING = 3
    """Letters that were on their way are waited for."""
    DONE = 4
    STOPPED = 5
    DECLINED = 6


class Move(StrEnum):
    """What somebody can do with a broadcast."""

    APPROVE = "approve"
    DECLINE = "decline"
    PAUSE = "pause"
    GO_ON = "go_on"
    STOP = "stop"


MOVES: Mapping[State, Mapping[Move, State]] = {
    State.WAITING: {Move.APPROVE: State.RUNNING, Move.DECLINE: State.DECLINED},
    State.RUNNING: {Move.PAUSE: State.PAUSED, Move.STOP: State.STOPPING},
    State.PAUSED: {Move.GO_ON: State.RUNNING, Move.STOP: State.STOPPING},
}
"""A state that is not here is left by the clock, or never."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What is kept of one; its texts stay sealed."""

    broadcast_id: str
    key: KeyId
    sealed: bytes
    audience: str
    """The purpose of the addresses it goes to."""
    readers: str
    """The audience's own key."""
    languages: tuple[Language, ...]
    """Only those whose letters are written in one of these; empty: all."""
    kind: Kind
    state: State
    author: AddressId
    written_at: int
    expires_at: int
    people: int
    """How many it was to go to when it was handed in."""
    passed_over: int
    """Readers who want no more of this kind."""
    unreachable: int
    """Readers to whom no letter could be written."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`late_zones`: in so many it cannot end before quiet hours, and goes on in the morning."""

    people: int
    minutes: int
    late_zones: int


def estimate(people: Mapping[str, int], per_second: int, now: int) -> Estimate:
    """`people` by zone."""
    total = sum(people.values())
    seconds = math.ceil(total / (per_second * SHARE))
    late = sum(quiet_until(now + seconds + LAST_CALL, zone) is not None for zone, n in people.items() if n)
    return Estimate(total, math.ceil(seconds / 60), late)


def quiet_until(at: int, zone: str) -> int | None:
    """When quiet hours end, if `at` is in them; else None."""
    return QuietHours(QUIET_FROM, QUIET_UNTIL, zone).over_at(at)


def rounded(number: int) -> int:
    """What may be said of a number of people; 0 for fewer than `FEW`."""
    if number < FEW:
        return 0
    if number < 100:
        return number - number % 5
    digits = str(number)
    return int(digits[:2].ljust(len(digits), "0"))


def text_for(language: Language, texts: Mapping[Language, str]) -> tuple[Language, str]:
    """The text somebody gets: in their language, else in English, else in any."""
    chosen = next((each for each in (language, Language.EN) if each in texts), next(iter(texts)))
    return chosen, texts[chosen]


def fits(text: str) -> bool:
    """Something, and short enough; in UTF-16 units, as Telegram counts."""
    return 0 < len(text.encode("utf-16-le")) // 2 <= LONGEST


def canonical(text: str) -> str:
    """Alike for texts that read alike."""
    return " ".join(text.split()).casefold()
