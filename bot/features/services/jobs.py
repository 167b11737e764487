"""What happens to services by the clock."""

from __future__ import annotations

from bot.core.clock import Clock
from bot.features.services import store
from bot.storage.database import Database


class ServiceJobs:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tidy(self) -> None:
        """Services retired long ago, and what was said about entries long ago, go."""
        async with self._database.transaction() as tx:
            await store.drop_old(tx, int(self._clock.now()))
