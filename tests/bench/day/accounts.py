"""What became of everything that was owed, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from tests.bench.day.owed import Debt


class Fate(StrEnum):
    """What became of something that was owed."""

    ARRIVED = "arrived"
    KILLED = "in the hands of a killed bot"
    SILENCE = "of no use any more after a storm or an outage"
    BEHIND = "of no use any more, as others waited too"
    LOST = "LOST"


@dataclass(slots=True)
class Account:
    """All debts of one kind."""

    fates: Counter[Fate] = field(default_factory=Counter)
    """Of all that was surely owed."""
    unsure: int = 0
    """Debts that came to their end within `SLACK`."""
    unsure_came: int = 0
    twice: int = 0
    early: int = 0
    unasked: int = 0
    """Nobody is owed any such thing, or not any more."""
    wrong: int = 0
    """They say what is not so."""
    stale: int = 0
    """They came, but when they were of no use any more: it had changed, or was over."""
    late: list[float] = field(default_factory=list)
    """Seconds each came after its time."""
    examples: list[str] = field(default_factory=list)

    @property
    def owed(self) -> int:
        return self.fates.total()

    @property
    def lost(self) -> int:
        return self.fates[Fate.LOST]

    def add(self, debt: Debt, fate: Fate) -> None:
        if debt.is_due:
            self.fates[fate] += 1
        else:
            self.unsure += 1
            self.unsure_came += fate is Fate.ARRIVED
        if debt.is_due and fate is Fate.LOST:
            self.examples.append(f"lost: {debt}")
