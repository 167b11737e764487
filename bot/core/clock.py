"""The time of the house: handed to whatever needs it, so that tests and the sandbox can run it fast."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from. Seconds are UTC seconds since 1970."""

    def now(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


class FastClock:
    """A clock that runs `speed` times as fast as the machine's (0: stands still) and can be put forward."""

    def __init__(self, speed: float = 1.0, start: float | None = None) -> None:
        self._speed = speed
        self._base = time.time() if start is None else start
        self._since = time.monotonic()
        self._changed = asyncio.Event()

    def now(self) -> float:
        return self._base + (time.monotonic() - self._since) * self._speed

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._base, self._since = self.now(), time.monotonic()
        self._speed = speed
        self._wake()

    def advance(self, seconds: float) -> None:
        """Put the clock forward; whoever sleeps until a moment that has now come wakes up."""
        self._base += seconds
        self._wake()

    async def sleep(self, seconds: float) -> None:
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            try:
                await asyncio.wait_for(self._changed.wait(), left / self._speed if self._speed else None)
            except TimeoutError:
                return

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
