"""The agenda of the person at hand, for other slices."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.agenda import Planned
from bot.core.context import Context
from bot.features.programme import attendance, views


class PlannedSessions:
    """Implements `core.agenda.Agenda`."""

    async def planned(self, context: Context) -> Sequence[Planned]:
        t = context.t
        sessions = [item.session for item in await attendance.coming(context)]
        return [
            Planned(
                views.brief(t, each.about.title, views.TITLE),
                views.venue_time(t, each.starts_at, each.zone, each.ends_at),
                views.brief(t, each.about.room, views.PLACE) if each.about.room else "",
                each.is_off,
            )
            for each in sessions
        ]
