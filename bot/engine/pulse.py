"""A sign of life: a file that is touched again and again, as long as the bot gets on with its work."""

from __future__ import annotations

import hashlib
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from bot.storage.connect import folder_of
from bot.storage.database import Database

EVERY = 20.0
"""Seconds between two signs."""
ALIVE_FOR = 120.0
"""Seconds a sign is good for: long enough for a night's backup, too short for a bot that hangs."""
_NAME = "trustline.alive"


def pulse_file(database_url: str) -> Path:
    """Beside the database file; with a database server, where temporary files go, one for each database."""
    if (folder := folder_of(database_url)) is not None:
        return folder / _NAME
    address = urlsplit(database_url)
    place = f"{address.hostname}:{address.port}{address.path}?{address.query}"
    return Path(tempfile.gettempdir(), f"{hashlib.sha256(place.encode()).hexdigest()[:12]}-{_NAME}")


class Pulse:
    """Says nothing of Telegram: a bot that cannot reach it has not to be started again for that."""

    def __init__(self, database: Database, file: Path) -> None:
        self._database = database
        self._file = file

    async def beat(self) -> None:
        """To be run every so often. A loop that hangs, or a database that does not answer, keeps it back."""
        async with self._database.transaction() as tx:
            await tx.rows("SELECT 1", {})
        self._file.touch()

    def end(self) -> None:
        self._file.unlink(missing_ok=True)


def seconds_since(file: Path) -> float | None:
    """The last sign; None: there is none."""
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return None
