"""A yard with one activity at a time: the real store, people and clock; everybody acts at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.context import Purpose
from bot.core.errors import UserError
from bot.core.ids import AddressId, random_id
from bot.core.outcome import Letter
from bot.core.places.rules import Standing
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.people import give_up_address
from bot.engine.workshop import Workshop
from bot.features.activities import places, store
from bot.features.activities.importer import import_activities
from bot.features.activities.jobs import PIECES, Piece
from bot.features.activities.kept import ActivityId, KeptActivity, Place
from bot.features.activities.model import Activity, Kind
from bot.storage.database import Database
from tests.features.programme.hall import HOUR, TEXTS, VIENNA, Hall

_PLACES = """
    SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
    WHERE p.activity_id = :activity_id
"""


@dataclass(slots=True)
class Yard:
    """People are their chat ids."""

    hall: Hall
    workshop: Workshop
    about: Activity
    activity_id: ActivityId = field(default="", init=False)  # type: ignore[assignment]
    seen: dict[AddressId, Standing] = field(default_factory=dict)
    """How everybody stood when we last looked."""
    out_of_reach: set[AddressId] = field(default_factory=set)
    """Who could not be asked then."""
    most_taken: int = 0
    letters: list[Letter] = field(default_factory=list)

    @classmethod
    async def open(cls, database: Database, now: int) -> Yard:
        hall = await Hall.open(database, now)
        files, journal = FileStore(hall.keyring, hall.clock), ChainedJournal(hall.registry.pepper)
        workshop = Workshop(database, hall.keyring, hall.outbox, files, journal, TEXTS, hall.clock)
        about = Activity("", "city", "north", Kind.SPORT, VIENNA, 0, 0, {"en": "Chess"}, {"en": "Hall"})
        return cls(hall, workshop, about)

    async def offers(self, capacity: int, starts_in: int) -> None:
        """Something new; what was before is forgotten."""
        starts_at = self.hall.now + starts_in
        self.about = replace(
            self.about, key=random_id(), capacity=capacity, starts_at=starts_at, ends_at=starts_at + HOUR
        )
        self.seen, self.letters, self.most_taken = {}, [], capacity
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

    async def clock_strikes(self, _: int = 0) -> None:
        for piece in PIECES:
            while await self._does(piece):
                pass

    async def all_at_once(self, deeds: Sequence[Coroutine[Any, Any, None]]) -> None:
        """What somebody may not do is refused, and changes nothing."""
        for outcome in await asyncio.gather(*deeds, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, UserError):
                raise outcome

    async def settle(self, people: Sequence[int]) -> None:
        """What must hold, whatever anybody did."""
        async with self.hall.database.transaction() as tx:
            rows = await tx.rows(_PLACES, {"activity_id": self.activity_id})
            activity = await store.find(tx, self.activity_id)
        assert activity is not None
        found = [store.read_place(row) for row in rows]
        self._check_numbers(activity, found)
        self._check_order(found)
        held = [len(await self._held(person)) for person in people]
        assert max(held) <= 1, "somebody stands in two states"
        assert sum(held) == len(found), "a place belongs to nobody"
        self.seen = {place.address: place.standing for place in found}
        self.out_of_reach = {place.address for place in found if place.language is None}

    def _check_numbers(self, activity: KeptActivity, found: Sequence[Place]) -> None:
        standing = Counter(place.standing for place in found)
        assert activity.taken == standing[Standing.OFFERED] + standing[Standing.GOING]
        assert activity.waiting == standing[Standing.WAITING]
        assert activity.taken <= max(activity.capacity or 0, self.most_taken), "overbooked"
        self.most_taken = activity.taken
        assert len({place.position for place in found}) == len(found)
        for place in found:
            assert (place.standing is Standing.OFFERED) == (place.offer_ends_at is not None)
            assert place.offer_ends_at is None or place.offer_ends_at <= activity.closes_at

    def _check_order(self, found: Sequence[Place]) -> None:
        """Nobody was given a place before somebody who asked earlier, waits still and can be asked."""
        line = [
            place
            for place in found
            if place.standing is Standing.WAITING
            and place.language
            and place.address not in self.out_of_reach
        ]
        first = min((place.position for place in line), default=None)
        for place in found:
            before = self.seen.get(place.address)
            if place.standing is not Standing.WAITING and before in (None, Standing.WAITING):
                assert first is None or place.position < first, "somebody was passed over"
            if place.standing is Standing.OFFERED and before is Standing.WAITING:
                assert any(letter.to == place.address for letter in self.letters), "nobody told them"

    async def _held(self, person: int) -> dict[ActivityId, Place]:
        """Read past `places.held`, which brings back whoever had blocked the bot."""
        async with self.hall.visit(person) as context:
            links = await context.people.links(Purpose.ACTIVITY)
            found = await store.places_at(context.tx, [link.address for link in links])
        return {ActivityId(place.address): place for place in found if place.activity_id == self.activity_id}

    async def _does(self, piece: Piece) -> bool:
        async with self.workshop.working() as work:
            more, owed = await piece(work)
        self.letters += owed
        return more

    async def _import(self) -> None:
        async with self.hall.database.transaction(serial="import") as tx:
            await import_activities(tx, "yard", [self.about], self.hall.now)
            (row,) = await tx.rows("SELECT activity_id FROM activities", {})
        self.activity_id = ActivityId(row["activity_id"])


Deed = Callable[[Yard, int], Coroutine[Any, Any, None]]
