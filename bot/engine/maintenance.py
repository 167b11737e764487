"""The bot is being looked after: what comes in is kept, and people are told so, not again and again."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.clock import Clock
from bot.core.ids import PersonId
from bot.core.incoming import Event, Fetch, Press, Reachable
from bot.core.outcome import Notice, Reply, Screen, Show
from bot.core.text import Texts
from bot.engine.memory import Memory

TOLD_EVERY = 3600
"""Seconds."""
MOST_TOLD = 10_000
"""People who are remembered as told; beyond that, some are told sooner."""


class Maintenance:
    """`screen`: what is said, with the way to help now."""

    def __init__(self, screen: Callable[[Texts], Screen], clock: Clock) -> None:
        self._screen = screen
        self._clock = clock
        self._told: Memory[PersonId, float] = Memory(MOST_TOLD)

    def answer(self, t: Texts, person: PersonId, event: Event) -> tuple[Reply, ...]:
        """A press is always answered, or its button would go on waiting."""
        if isinstance(event, Reachable | Fetch):
            return ()
        told = (Show(self._screen(t)),) if self._is_to_be_told(person) else ()
        return (*told, Notice(t.label("engine.maintenance"))) if isinstance(event, Press) else told

    def _is_to_be_told(self, person: PersonId) -> bool:
        now = self._clock.now()
        told_at = self._told.get(person)
        if told_at is not None and now < told_at + TOLD_EVERY:
            return False
        self._told.keep(person, now)
        return True
