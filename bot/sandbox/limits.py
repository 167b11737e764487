"""Telegram's rate limits, off unless switched on: beyond them, messages are refused with 429."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.wire import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

PER_SECOND = 30
"""In any second, to all chats together."""


@dataclass(slots=True)
class Bucket:
    """Fills at `rate` a second up to `size`; every message takes one."""

    rate: float
    size: float
    level: float
    at: float

    def refill(self, now: float) -> None:
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now

    def wait(self) -> float:
        """Seconds until there is one to take."""
        return max(0.0, (1.0 - self.level) / self.rate)


class Limits:
    """Counts on the sandbox's clock, so a bot that paces itself by that clock is judged by it."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.enabled = False
        self.factor = 1.0
        """By which all of them are raised."""
        self.refused = 0
        self._now = now
        self._sent: deque[float] = deque()
        """When messages went out in the last second."""
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int) -> None:
        """A message goes to this chat, or is refused."""
        if not self.enabled:
            return
        now = self._now()
        bucket = self._chats.get(chat_id) or self._new_bucket(chat_id, now)
        bucket.refill(now)
        if (wait := max(self._overall_wait(now), bucket.wait())) > 0:
            self.refused += 1
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._sent.append(now)
        bucket.level -= 1

    def _overall_wait(self, now: float) -> float:
        """An exact sliding window: no second has more."""
        while self._sent and self._sent[0] <= now - 1.0:
            self._sent.popleft()
        is_full = len(self._sent) >= PER_SECOND * self.factor
        return self._sent[0] + 1.0 - now if is_full else 0.0

    def _new_bucket(self, chat_id: int, now: float) -> Bucket:
        """One a second in a private chat, after a pause five at once; twenty a minute in a group."""
        rate, size = (1.0, 5.0) if chat_id > 0 else (20 / 60, 20.0)
        rate, size = rate * self.factor, size * self.factor
        bucket = self._chats[chat_id] = Bucket(rate, size, size, now)
        return bucket
