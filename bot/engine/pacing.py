"""How fast messages leave: letters that can wait stay under Telegram's limits, answers are only counted."""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bot.core.clock import Clock

WINDOW = 1.0
"""Seconds for which a message counts, from the moment Telegram has surely had it: then no delay on the way
can bring more messages into a second than there may be."""
ROUND_TRIPS = 64
"""The latest, of which the shortest is what a message and an answer need at least to go both ways."""
AHEAD = 0.05
"""Seconds before its turn that a letter is claimed: what was claimed and never left is lost to a kill."""
SPARE = 1
"""Places kept free for answers: nobody who presses a button waits for others' reminders."""
CHAT_GAP, CHAT_BURST = 1.0, 3
"""One letter a second in one chat; after a pause, so many at once."""


class Pace:
    """An exact sliding window, as so many places: taken by a message, free again when it no longer counts.

    Letters take their turns evenly, not all at the beginning of each second: so a place is free at any time.
    """

    def __init__(self, clock: Clock, per_second: int) -> None:
        self._clock = clock
        self._gap = WINDOW / per_second
        self._free_at = [0.0] * per_second
        """When each place that no message is on its way with is free; in order."""
        self._overdrawn = 0
        """Answers beyond the limit, for each of which a place is not given back."""
        self._latest_turn = 0.0
        self._round_trips = deque([0.0], ROUND_TRIPS)
        self._chats: OrderedDict[int, float] = OrderedDict()
        """When a chat has had all its letters so far at one a second."""

    def turns(self, most: int) -> list[float]:
        """When the next letters may leave, within `AHEAD`; each turn is to be used or given back."""
        now = self._now()
        turns: list[float] = []
        while len(turns) < most and (turn := max(now, self._next_turn())) <= now + AHEAD:
            del self._free_at[0]
            self._latest_turn = turn
            turns.append(turn)
        return turns

    def until_next(self) -> float:
        """Seconds after which `turns` may have some."""
        return min(WINDOW, max(0.0, self._next_turn() - AHEAD - self._clock.now()))

    def give_back(self, turns: Iterable[float]) -> None:
        """Nothing was sent in these, so others may have them at once."""
        for turn in turns:
            insort(self._free_at, turn)
            self._latest_turn = min(self._latest_turn, turn - self._gap)

    @contextmanager
    def on_its_way(self) -> Iterator[None]:
        """A letter leaves in its turn, and has surely arrived when the block is left.

        It had arrived so much earlier as its answer took to come back, and the next will arrive so much later
        as it takes to go there: both together last no less than the shortest round trip.
        """
        left_at = self._clock.now()
        try:
            yield
        finally:
            now = self._clock.now()
            self._round_trips.append(max(0.0, now - left_at))
            insort(self._free_at, now + WINDOW - min(self._gap, *self._round_trips))

    def in_chat(self, chat_id: int, turn: float) -> float:
        """The same turn, or later, when this chat has had many letters."""
        done = self._chats.pop(chat_id, 0.0)
        at = max(turn, done - (CHAT_BURST - 1) * CHAT_GAP)
        self._chats[chat_id] = max(done, at) + CHAT_GAP
        while self._chats and next(iter(self._chats.values())) <= turn:
            self._chats.popitem(last=False)
        return at

    @contextmanager
    def answering(self, messages: int) -> Iterator[None]:
        """So many messages leave at once, whatever else does."""
        self._now()
        for _ in range(messages):
            if self._free_at:
                del self._free_at[0]
            else:
                self._overdrawn += 1
        try:
            yield
        finally:
            self._free_at += [self._clock.now() + WINDOW] * messages

    def _next_turn(self) -> float:
        if len(self._free_at) <= SPARE:
            return float("inf")
        return max(self._free_at[SPARE], self._latest_turn + self._gap)

    def _now(self) -> float:
        now = self._clock.now()
        if max(self._latest_turn - AHEAD, *self._free_at[-1:], 0.0) > now + WINDOW:  # the clock was put back
            self._latest_turn = now
            self._free_at = [min(at, now + WINDOW) for at in self._free_at]
            self._chats.clear()
        while self._overdrawn and self._free_at and self._free_at[0] <= now:
            del self._free_at[0]
            self._overdrawn -= 1
        return now
