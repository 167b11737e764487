"""Files people sent: fetched from the Bot API, cleaned, and never seen by anybody before that.

What staff send to be read by the house alone is not cleaned: nobody ever gets it.
"""

from __future__ import annotations

import structlog
from telegram.error import BadRequest, TelegramError

from bot.core.clock import Clock
from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.api import Api
from bot.gateway.cleaning.cleaner import Cleaner
from bot.logs import log_failure

log = structlog.get_logger(__name__)

LARGEST = 20 * 1024 * 1024
"""Bytes; what Telegram's own server gives at most."""
LARGEST_READ = 10_000_000
PAUSES = (0.5, 2.0, 5.0)
"""Seconds between tries; after the last the person is asked to send the file again."""


class Fetching:
    """Implements `engine.carrier.Fetcher`."""

    def __init__(self, api: Api, cleaner: Cleaner, clock: Clock) -> None:
        self._api = api
        self._cleaner = cleaner
        self._clock = clock

    async def fetch(self, handle: str, kind: MediaKind, *, disguise_voice: bool) -> CleanFile:
        content = await self._download(handle, LARGEST)
        return await self._cleaner.clean(content, kind, disguise_voice=disguise_voice)

    async def read(self, handle: str) -> bytes:
        content = await self._download(handle, LARGEST_READ)
        if len(content) > LARGEST_READ:
            raise CannotClean(Refusal.TOO_BIG)
        return content

    async def _download(self, handle: str, most: int) -> bytes:
        for pause in PAUSES:
            try:
                file = await self._api.call("getFile", file_id=handle)
                if file.get("file_size", 0) > most:
                    raise CannotClean(Refusal.TOO_BIG)
                return await self._api.file(file["file_path"])
            except BadRequest as error:
                too_big = "too big" in error.message.lower()
                raise CannotClean(Refusal.TOO_BIG if too_big else Refusal.BROKEN) from error
            except TelegramError as error:
                log_failure(log, "file_not_fetched", error)
                await self._clock.sleep(pause)
        raise CannotClean(Refusal.BUSY)
