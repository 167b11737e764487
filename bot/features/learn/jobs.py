"""What happens by the clock: voices are forgotten."""

from __future__ import annotations

from bot.core.clock import Clock
from bot.features.learn import store
from bot.features.learn.library import Library
from bot.storage.database import Database


class HelpedJob:
    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self._database = database
        self._items = frozenset(item.key for item in library.items)
        self._clock = clock

    async def run(self) -> None:
        async with self._database.transaction() as tx:
            await store.tidy(tx, self._items, int(self._clock.now()))
