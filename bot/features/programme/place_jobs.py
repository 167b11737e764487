"""What happens to places in sessions by the clock; of what is over nobody's place is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.context import Work
from bot.core.outcome import Letter
from bot.core.places.line import Piece
from bot.core.places.rules import KEPT_FOR
from bot.features.programme import registrations
from bot.features.programme.jobs import KEPT_FOR as ATTENDANCE_KEPT_FOR
from bot.features.programme.registering import LINE


class PlaceJobs:
    """`run` does a piece of work again and again until nothing is due."""

    def __init__(self, run: Callable[[Piece], Awaitable[None]]) -> None:
        self._run = run

    async def run(self) -> None:
        """Every few seconds."""
        for piece in LINE.pieces:
            await self._run(piece)

    async def tidy(self) -> None:
        """Every hour or so."""
        await self._run(drop_places)
        await self._run(drop_roles)


async def drop_places(work: Work) -> tuple[bool, list[Letter]]:
    """Of one session: codes go with their key, in every backup too."""
    was_there, key = await registrations.drop_one_over(work.tx, work.now - KEPT_FOR)
    if key:
        await work.keys.destroy(work.tx, key)
    return was_there, []


async def drop_roles(work: Work) -> tuple[bool, list[Letter]]:
    await registrations.forget_past_roles(work.tx, work.now - ATTENDANCE_KEPT_FOR)
    return False, []
