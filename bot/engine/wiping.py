"""Messages leave a chat at the age its person chose: what is due becomes letters that delete it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from bot.core.clock import Clock
from bot.core.context import Purpose
from bot.core.ids import PersonId
from bot.core.outcome import Lane, Letter
from bot.engine.discretion import queries, read_trace, wipe_letters
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, links_of
from bot.engine.vault import Box
from bot.storage.database import Database, Row, Transaction

_ROWS = 1000


class AutoWipe:
    """`wake` is called when letters have been posted."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        registry: Registry,
        clock: Clock,
        wake: Callable[[Iterable[Lane]], None],
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._registry = registry
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Run every minute or so."""
        while await self._wipe_some():
            self._wake([Lane.ANSWERS])

    async def _wipe_some(self) -> bool:
        """The traces longest due, and no longer kept; False when there are none."""
        async with self._database.transaction() as tx:
            due = await queries.traces_due(tx, now=int(self._clock.now()), most=_ROWS)
            by_person = groupby(sorted(due, key=_person), key=_person)
            for person, rows in by_person:
                await self._outbox.post(tx, await self._letters(tx, PersonId(person), list(rows)))
            if due:
                await queries.drop_trace(tx, [{"trace_id": row["trace_id"]} for row in due])
        return bool(due)

    async def _letters(self, tx: Transaction, person: PersonId, rows: Sequence[Row]) -> list[Letter]:
        """None for who lets messages stay: after so long there is nothing to be done with their numbers."""
        kept = await queries.traced_person(tx, person=person)
        if kept is None or kept["manner"] is None:
            return []
        box = Box(self._registry.vault.open(kept["key_sealed"], f"data_key:{kept['key_id']}"))
        links = [link for link in await links_of(tx, person, box) if link.purpose is Purpose.DISCRETION]
        numbers = [read_trace(box, row["trace_id"], row["sealed"]) for row in rows]
        return [letter for link in links for letter in wipe_letters(link.address, numbers)]


def _person(row: Row) -> str:
    return str(row["person"])
