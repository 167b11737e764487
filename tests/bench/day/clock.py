"""One clock for several processes: it lies in a file, one of them sets it, all read it."""

from __future__ import annotations

import asyncio
import struct
import time
from mmap import mmap
from pathlib import Path

_SETTING = struct.Struct("ddd")
"""What it showed, when on the machine's steady clock, and how fast it has run since."""
_PLACES = 8, 8 + _SETTING.size
"""Two settings, of which the first byte says which one counts: nobody reads one half written."""
_LOOKS_EVERY = 0.1
"""Real seconds after which a sleeper looks whether the clock was set."""


class SharedClock:
    """A `bot.core.clock.Clock`. Linux's steady clock is the same in every process."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._map = mmap(opened.fileno(), 0)

    @classmethod
    def made(cls, file: Path, start: float) -> SharedClock:
        """A new one, which stands still."""
        file.write_bytes(bytes(_PLACES[1] + _SETTING.size))
        clock = cls(file)
        clock._set(start, 0.0)
        return clock

    def now(self) -> float:
        base, since, speed = self._setting()
        return base + (time.monotonic() - since) * speed

    async def sleep(self, seconds: float) -> None:
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            speed = self._setting()[2]
            await asyncio.sleep(min(left / speed, _LOOKS_EVERY) if speed else _LOOKS_EVERY)

    def runs(self, speed: float) -> None:
        """From now on so many times as fast as the machine's; 0: stands still."""
        self._set(self.now(), speed)

    def advance(self, seconds: float) -> None:
        self._set(self.now() + seconds, self._setting()[2])

    def _setting(self) -> tuple[float, float, float]:
        base, since, speed = _SETTING.unpack_from(self._map, _PLACES[self._map[0]])
        return base, since, speed

    def _set(self, now: float, speed: float) -> None:
        other = 1 - self._map[0]
        _SETTING.pack_into(self._map, _PLACES[other], now, time.monotonic(), speed)
        self._map[0] = other
