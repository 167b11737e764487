"""A yard with one activity at a time: the real store, people and clock; everybody acts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.context import Purpose
from bot.core.ids import random_id
from bot.core.places.line import Piece
from bot.core.places.rules import Places
from bot.engine.people import give_up_address
from bot.features.activities import places, store
from bot.features.activities.importer import import_activities
from bot.features.activities.jobs import PIECES
from bot.features.activities.kept import ActivityId
from bot.features.activities.model import Activity, Kind
from tests.features.programme.hall import HOUR, VIENNA
from tests.turns import Crowd, Turn

_PLACES = """
    SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
    WHERE p.activity_id = :activity_id
"""
_NOTHING_YET = Activity("", "city", "north", Kind.SPORT, VIENNA, 0, 0, {"en": "Chess"}, {"en": "Hall"})


@dataclass
class Yard(Crowd):
    about: Activity = _NOTHING_YET
    activity_id: ActivityId = field(default="", init=False)  # type: ignore[assignment]

    @property
    def pieces(self) -> Sequence[Piece]:
        return PIECES

    async def begins(self, capacity: int, starts_in: int) -> None:
        starts_at = self.hall.now + starts_in
        self.about = replace(
            self.about, key=random_id(), capacity=capacity, starts_at=starts_at, ends_at=starts_at + HOUR
        )
        async with self.hall.database.transaction() as tx:
            for table in ("activities", "activity_places", "activity_rounds", "activity_news"):
                await tx.execute(f"DELETE FROM {table}", {})
        await self._import()

    async def changes_capacity(self, capacity: int | None) -> None:
        self.about = replace(self.about, capacity=capacity)
        await self._import()

    async def is_called_off(self, *, is_off: bool) -> None:
        self.about = replace(self.about, is_cancelled=is_off)
        await self._import()

    async def joins(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            await places.join(context, self.activity_id, "Fox")

    async def leaves(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            self.letters += await places.leave(context, self.activity_id)

    async def accepts(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            await places.accept(context, self.activity_id)

    async def blocks(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            for link in await context.people.links(Purpose.ACTIVITY):
                await give_up_address(context.tx, link.address)

    async def comes_back(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            await places.held(context)

    async def found(self) -> tuple[Places, Sequence[Turn]]:
        async with self.hall.database.transaction() as tx:
            rows = await tx.rows(_PLACES, {"activity_id": self.activity_id})
            activity = await store.find(tx, self.activity_id)
        assert activity is not None
        return activity, [store.read_place(row) for row in rows]

    async def held_by(self, person: int) -> int:
        async with self.hall.visit(person) as context:
            links = await context.people.links(Purpose.ACTIVITY)
            found = await store.places_at(context.tx, [link.address for link in links])
        return sum(place.activity_id == self.activity_id for place in found)

    async def _import(self) -> None:
        async with self.hall.database.transaction(serial="import") as tx:
            await import_activities(tx, "yard", [self.about], self.hall.now)
            (row,) = await tx.rows("SELECT activity_id FROM activities", {})
        self.activity_id = ActivityId(row["activity_id"])
