"""What an update needs from outside before there can be a transaction."""

from __future__ import annotations

import asyncio

import structlog

from bot.core.incoming import Event, Fetch, Read, WasRead
from bot.core.media import CannotClean, CleanFile, Refusal
from bot.engine.carrier import Fetcher
from bot.engine.router import Router
from bot.logs import log_failure

log = structlog.get_logger(__name__)

Brought = CleanFile | Refusal | WasRead | None


class Bringing:
    """Files are fetched and cleaned, or read, beside everything else."""

    def __init__(self, fetcher: Fetcher, router: Router) -> None:
        self._fetcher = fetcher
        self._router = router

    async def bring(self, event: Event) -> Brought:
        match event:
            case Fetch():
                return await self._fetch(event)
            case Read():
                content = await self._read(event)
                return WasRead(event.route, event.arguments, content, event.thread)
            case _:
                return None

    async def _fetch(self, fetch: Fetch) -> CleanFile | Refusal:
        try:
            return await self._fetcher.fetch(fetch.handle, fetch.kind, disguise_voice=fetch.disguise_voice)
        except CannotClean as refused:
            return refused.reason
        except Exception as error:  # noqa: BLE001 whoever sent the file is told that it came to nothing
            log_failure(log, "file_not_fetched", error)
            return Refusal.BROKEN

    async def _read(self, read: Read) -> object:
        """None when the file is not to be had; whatever its reader fails with stays in the log."""
        try:
            content = await self._fetcher.read(read.handle)
            return await asyncio.to_thread(self._router.read, read, content)
        except CannotClean:
            return None
        except Exception as error:  # noqa: BLE001 whoever sent the file is told that it came to nothing
            log_failure(log, "file_not_read", error)
            return None
