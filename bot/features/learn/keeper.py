"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.outcome import Letter
from bot.features.learn import store
from bot.features.learn.library import Library


class HelpedKeeper:
    """Voices cannot be looked up by person: all that the person could have given are tried."""

    def __init__(self, library: Library) -> None:
        self._items = [item.key for item in library.items]

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        """Catalogue keys of what is kept about the person at hand, and how many of each."""
        return [("learn.held_voices", await store.count_voices(context, self._items))]

    async def erase(self, context: Context) -> list[Letter]:
        await store.forget_voices(context, self._items)
        return []
