"""A board: letters of one kind say what stands on it when they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.ids import AddressId
from bot.core.outcome import Lane, Letter, Screen, Unwritten
from bot.core.text import escape
from bot.storage.database import Transaction

KIND = "tests.board"


@dataclass
class Board:
    """Implements `core.writers.Writer`; what is not on it is not said, and one line cannot be read."""

    lines: dict[str, str] = field(default_factory=dict)

    async def write(self, _: Transaction, asked: Sequence[Mapping[str, Any]], __: int) -> list[Screen | None]:
        if "spoiled" in (about["line"] for about in asked):
            raise LookupError
        said = (self.lines.get(about["line"]) for about in asked)
        return [Screen(escape(line)) if line else None for line in said]


def about(line: str, to: AddressId, **more: Any) -> Letter:
    """A letter with one line of the board."""
    return Letter(to, more.pop("kind", KIND), Unwritten({"line": line}), Lane.REMINDERS, **more)
