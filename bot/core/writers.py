"""Who writes letters that are written only as they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.core.outcome import Screen
from bot.storage.database import Transaction


class Writer(Protocol):
    """Of all letters of one kind."""

    async def write(
        self, tx: Transaction, asked: Sequence[Mapping[str, Any]], now: int
    ) -> Sequence[Screen | None]:
        """What each letter says, asked for by its `Unwritten.about`; None: there is nothing to say any more.

        Part of the transaction in which the letters are claimed. `now`: UTC seconds.
        """
        ...


Writers = Mapping[str, Writer]
"""By kind of letter."""
