"""What is done by the clock: doubts are taken into memory, old reports are dropped."""

from __future__ import annotations

from bot.core.clock import Clock
from bot.features.support import store
from bot.features.support.doubts import Doubts
from bot.storage.database import Database


class SupportJobs:
    def __init__(self, database: Database, doubts: Doubts, clock: Clock) -> None:
        self._database = database
        self._doubts = doubts
        self._clock = clock

    async def renew_doubts(self) -> None:
        async with self._database.transaction() as tx:
            found = await store.doubts(tx)
        self._doubts.renew((each.country, each.number) for each in found)

    async def drop_expired(self) -> None:
        async with self._database.transaction() as tx:
            await store.drop_expired(tx, int(self._clock.now()))
