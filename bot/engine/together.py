"""Work that costs the same for one thing as for many: what comes meanwhile is done next, all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import structlog

from bot.logs import log_failure

log = structlog.get_logger(__name__)

Item = TypeVar("Item")


class Together(Generic[Item]):
    """`do`: all of it or, when it raises, nothing."""

    def __init__(self, do: Callable[[Sequence[Item]], Awaitable[None]]) -> None:
        self._do = do
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []

    async def add(self, item: Item) -> None:
        """Returns when it is done. Raises what went wrong with it; with others beside it, nothing did."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        async with self._turn:
            if not done.done():
                await self._do_all()
        await done

    async def _do_all(self) -> None:
        taken, self._waiting = self._waiting, []
        try:
            try:
                await self._do([item for item, _ in taken])
            except Exception as error:  # noqa: BLE001 each is tried alone, and then raises for itself
                if len(taken) > 1:
                    log_failure(log, "not_together", error)
                await self._do_each(taken)
            else:
                for _, done in taken:
                    done.set_result(None)
        except BaseException:  # whoever did it was cancelled: somebody else of them goes on
            self._waiting = [each for each in taken if not each[1].done()] + self._waiting
            raise

    async def _do_each(self, taken: Sequence[tuple[Item, asyncio.Future[None]]]) -> None:
        for item, done in taken:
            try:
                await self._do([item])
            except Exception as error:  # noqa: BLE001 whoever brought it hears of it
                done.set_exception(error)
            else:
                done.set_result(None)
