"""Sessions for other slices: what is at hand, what is over, and whom it can be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.core.agenda import Ended, Session
from bot.core.audience import Reader
from bot.core.context import Context
from bot.core.text import Texts
from bot.features.programme import attendance, views
from bot.features.programme.audience import read_reader
from bot.features.programme.rules import venue_day
from bot.features.programme.store import queries, read_session
from bot.storage.database import Row, Transaction


class ProgrammeSessions:
    """Implements `core.agenda.Sessions`."""

    async def at_hand(self, context: Context, most: int) -> Sequence[Session]:
        """What is on now or today of the person's own; else what is next; then what ends next of all."""
        tx, now = context.tx, context.now
        own = [item.session for item in await attendance.coming(context) if not item.session.is_off]
        today = [each for each in own if venue_day(each.starts_at, each.zone) <= venue_day(now, each.zone)]
        first = [each.session_id for each in (today or own)[:most]]
        others = [row["session_id"] for row in await queries.sessions_ending_next(tx, now=now, most=most)]
        wanted = list(dict.fromkeys([*first, *others]))[:most]
        found = await self.named(tx, context.t, wanted)
        return [found[each] for each in wanted]

    async def named(self, tx: Transaction, t: Texts, ids: Iterable[str]) -> Mapping[str, Session]:
        rows = await queries.sessions_named(tx, ids="".join(ids))
        return {row["session_id"]: _session(t, row) for row in rows}

    async def ended(self, tx: Transaction, since: int, until: int) -> Sequence[Ended]:
        return [
            Ended(
                row["session_id"],
                row["ends_at"],
                row["programme_ends_at"],
                row["place"],
                row["place"] or row["venue"],
            )
            for row in await queries.ended_sessions(tx, since=since, until=until)
        ]

    async def reminded(
        self, tx: Transaction, session_id: str, place: str, after: str, most: int
    ) -> Sequence[Reader]:
        named = {"session_id": session_id, "place": place, "after": after, "most": most}
        return [read_reader(row) for row in await queries.reminded_of_session(tx, **named)]


def _session(t: Texts, row: Row) -> Session:
    session = read_session(row)
    (button,) = views.session_button(t, session)
    return Session(
        session.session_id,
        views.brief(t, session.about.title, views.TITLE),
        button.label,
        views.session_line(t, session),
        session.ends_at,
        session.is_off,
        row["programme_ends_at"],
    )
