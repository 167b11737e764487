"""What happens by the clock: imported organisations are adopted, invitations that nobody took are dropped."""

from __future__ import annotations

from bot.core.clock import Clock
from bot.core.context import Keys
from bot.core.directory import Directory
from bot.features.staff import organisations, store
from bot.storage.database import Database


class StaffJobs:
    """Neither owes anybody a letter."""

    def __init__(self, database: Database, directory: Directory, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._directory = directory
        self._keys = keys
        self._clock = clock
        self._adopted: object = None

    async def refresh(self) -> None:
        """Run every minute: an import shows without a restart."""
        async with self._database.transaction() as tx:
            kept = await organisations.kept(tx)
        if kept != self._adopted:
            organisations.adopt(self._directory, kept)
            self._adopted = kept

    async def drop_expired_invites(self) -> None:
        """Run every hour."""
        async with self._database.transaction() as tx:
            await store.drop_expired_invites(tx, self._keys, int(self._clock.now()))
