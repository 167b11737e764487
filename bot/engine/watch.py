"""What a watchman asks: is the bot ready, and how much does it owe. Counts only, nothing about anyone."""

from __future__ import annotations

import structlog

from bot.core.outcome import Lane
from bot.engine.people import queries
from bot.logs import log_failure
from bot.storage.database import Database

log = structlog.get_logger(__name__)


class Watch:
    """Reads the database each time: what it says is what is so."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_ready(self) -> bool:
        try:
            async with self._database.transaction() as tx:
                await queries.letters_owed(tx)
        except Exception as error:  # noqa: BLE001 any failure means: not ready
            log_failure(log, "not_ready", error)
            return False
        return True

    async def metrics(self) -> str:
        """In the Prometheus text format."""
        async with self._database.transaction() as tx:
            owed = {row["lane"]: row["letters"] for row in await queries.letters_owed(tx)}
            waiting = await queries.updates_in_hand(tx)
        lines = [
            f'trustline_letters_owed{{lane="{lane.name.lower()}"}} {owed.get(int(lane), 0)}' for lane in Lane
        ]
        lines.append(f"trustline_updates_in_hand {waiting}")
        return "\n".join(lines) + "\n"
