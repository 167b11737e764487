"""What other slices lend this one: sessions, a look at words, and the way to somebody who listens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.agenda import Session, Sessions
from bot.core.context import Context, Roster
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Lent:
    sessions: Sessions
    tells_who: Callable[[str], bool]
    """Whether a text may say who somebody is."""
    asks_too_much: Callable[[str], bool]
    """Whether it asks for what says who somebody is."""
    calls_for_help: Callable[[str], bool]
    """Whether it has words of danger."""
    begin_concern: Callable[[Context, str, MessageId], Awaitable[Outcome]]
    """What was written becomes the first of a concern, and of nothing else."""
    roster: Roster
    """Coordinators are called when questions wait."""

    async def session(self, context: Context, named: str) -> Session:
        """Raises UserError when there is none."""
        found = (await self.sessions.named(context.tx, context.t, [named])).get(named)
        if found is None:
            raise UserError("questions.no_session")
        return found
