"""What somebody has planned, as other slices may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.context import Context
from bot.core.text import Html


@dataclass(frozen=True, slots=True)
class Planned:
    """One session, in the reader's language where there are words in it."""

    title: str
    when: Html
    """By the clocks of the venue, in words."""
    where: str
    """Nothing, if it is not known."""
    is_off: bool


class Agenda(Protocol):
    async def planned(self, context: Context) -> Sequence[Planned]:
        """What is to come for the person at hand, by start."""
        ...
