"""Storms: spans in which Telegram takes no new message from the bot, whoever it is for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.core.clock import Clock
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.wire import ApiError

STORM = 2282
"""Seconds: the longest that somebody has been told to wait (tdlib/telegram-bot-api#184)."""
CLEARS = 5 * 60
"""Seconds after a storm in which the bot may still wait: it begins to when it hears of it."""


class Weather(Faults):
    """Within a storm, every message is refused with the seconds that are left of it."""

    def __init__(self, clock: Clock, begins: Sequence[int]) -> None:
        super().__init__()
        self.storms = [(begin, begin + STORM) for begin in begins]
        self.refused = 0
        self._clock = clock

    @property
    def keeps_waiting(self) -> bool:
        """The bot may have been told to wait until now."""
        return self._left() > -CLEARS

    def _left(self) -> float:
        """Seconds of the storm; less than none after it."""
        now = self._clock.now()
        return max((until - now for begin, until in self.storms if begin <= now), default=float("-inf"))

    def next_for(self, method: str, chat_id: object) -> Fault | None:
        left = self._left()
        if method != "sendmessage" or left <= 0:
            return super().next_for(method, chat_id)
        self.refused += 1
        seconds = math.ceil(left)
        error = ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return Fault(method, None, 1, FaultKind.ERROR, error)
