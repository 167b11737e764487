"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.outcome import Letter
from bot.features.activities import places


class ActivityKeeper:
    """Keeps who has a place where, each place under an address of its own."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        """Catalogue keys of what is kept about the person at hand, and how many of each."""
        return [("activities.held_places", len(await places.held(context)))]

    async def erase(self, context: Context) -> list[Letter]:
        """Their places go to those who wait; in one order for everybody, so that nobody waits in a circle."""
        return [
            letter
            for activity_id in sorted(await places.held(context))
            for letter in await places.leave(context, activity_id)
        ]
