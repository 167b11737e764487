"""What is done by the clock: piece by piece, each in one transaction with all that is owed because of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.context import Work
from bot.core.outcome import Letter
from bot.engine.postman import Postman
from bot.engine.workshop import Workshop

Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]
"""Does some of what is due: whether there may be more, and what is owed."""


class Clockwork:
    """Runs pieces of work of any slice."""

    def __init__(self, workshop: Workshop, postman: Postman) -> None:
        self._workshop = workshop
        self._postman = postman

    async def run(self, piece: Piece) -> None:
        """Until nothing is due any more; other people are served between two pieces."""
        there_is_more = True
        while there_is_more:
            async with self._workshop.working() as work:
                there_is_more, owed = await piece(work)
                await self._workshop.outbox.post(work.tx, owed)
            self._postman.wake({letter.lane for letter in owed})
