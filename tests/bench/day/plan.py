"""How large a day is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Numbers of people and things; `speed` is that of its clock."""

    people: int
    each_holds: tuple[int, int]
    """Sessions on everybody's agenda at first: at least, at most."""
    sessions: int
    hours: int
    """In which sessions begin."""
    kills: int
    """In each of the first hours one."""
    speed: float
    moves: int
    """Sessions moved by each new version of the programme."""
    cancellations: int
    """By each version too."""
    adds: int
    """Presses of "Add to my agenda", all day."""
    blocks: int
    """People who block the bot, some time of the day."""
    storms: int
    """Times Telegram wants nothing more."""
    snoozed: float = 0.05
    """Share of reminders that somebody wants once more."""
    patience: int = 0
    """Seconds the bot may be behind before time goes slower: it is not the machine that is measured."""


FULL = DayPlan(
    people=20_000, each_holds=(1, 4), sessions=3000, hours=12, kills=12, speed=60, moves=15, cancellations=5,
    adds=2000, blocks=400, storms=2, patience=120,
)  # fmt: skip
QUICK = DayPlan(
    people=150, each_holds=(2, 4), sessions=60, hours=2, kills=1, speed=1500, moves=4, cancellations=2,
    adds=20, blocks=10, storms=1, snoozed=0.2,
)  # fmt: skip
