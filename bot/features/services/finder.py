"""What all screens of the finder are made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.directory import Directory
from bot.core.outcome import Button, Rows, press
from bot.core.text import Texts
from bot.features.services.index import Index
from bot.features.services.rules import Query


@dataclass(frozen=True, slots=True)
class Finder:
    """Everything a screen needs to know."""

    t: Texts
    directory: Directory
    index: Index
    now: int

    def count(self, query: Query) -> int:
        return self.index.count(query, self.now)


def list_button(label: str, query: Query, page: int = 0) -> Button:
    return press(label, "services.list", *query.arguments(), page)


def counted(t: Texts, choice: str, n: int) -> str:
    return t.label("services.counted", choice=choice, n=n)


def in_pairs(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
