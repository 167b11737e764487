"""Writes down who has a place and keeps the numbers right, in the tables of whichever slice it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.places.rules import Places, Standing
from bot.storage.database import Transaction


class Place(Protocol):
    """Somebody who has a place in something, or waits for one."""

    @property
    def of(self) -> str:
        """What it is a place in."""
        ...

    @property
    def key(self) -> Mapping[str, str]:
        """The columns that name its row."""
        ...

    @property
    def address(self) -> AddressId: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def offer_ends_at(self) -> int | None: ...
    @property
    def language(self) -> Language | None:
        """In which they are written to; None while they cannot be reached."""
        ...


class Statements(Protocol):
    """What a slice's `queries.sql` has under these names. `of` names what the places are in."""

    async def take_places(self, tx: Transaction, *, of: str, more: int) -> int:
        """The last guard: it changes nothing, and says 0, where there is no place any more."""
        ...

    async def give_back_places(self, tx: Transaction, *, of: str, fewer: int) -> int: ...
    async def count_waiting(self, tx: Transaction, *, of: str, more: int) -> int: ...
    async def count_asked(self, tx: Transaction, *, of: str) -> int: ...
    async def set_standing(self, tx: Transaction, rows: Sequence[Mapping[str, object]]) -> object: ...
    async def count_offers_back(self, tx: Transaction, rows: Sequence[Mapping[str, object]]) -> object: ...
    async def take_offers_back(self, tx: Transaction, rows: Sequence[Mapping[str, object]]) -> object: ...
    async def shorten_offers(self, tx: Transaction, rows: Sequence[Mapping[str, object]]) -> object: ...
    async def drop_each(self, tx: Transaction, rows: Sequence[Mapping[str, object]]) -> object: ...


class PlaceBook:
    """Whoever writes into it holds what the places are in."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def enter(self, tx: Transaction, of: str, at: Places, standing: Standing) -> int:
        """Somebody has a place, or stands at the end of the line: which position is theirs."""
        await self._statements.count_asked(tx, of=of)
        if standing is Standing.GOING:
            await self._take(tx, of, 1)
        else:
            await self._statements.count_waiting(tx, of=of, more=1)
        return at.asked + 1

    async def offer(self, tx: Transaction, of: str, places: Sequence[Place], ends_at: int) -> None:
        """A place each is kept for those who are first in line."""
        await self._take(tx, of, len(places))
        await self._statements.count_waiting(tx, of=of, more=-len(places))
        await self._set_standing(tx, places, Standing.OFFERED, ends_at)

    async def accept(self, tx: Transaction, place: Place) -> None:
        await self._set_standing(tx, [place], Standing.GOING, None)

    async def take_back(self, tx: Transaction, place: Place) -> None:
        """What was offered is free again; they stand where they stood in line."""
        await self._statements.give_back_places(tx, of=place.of, fewer=1)
        await self._statements.count_waiting(tx, of=place.of, more=1)
        await self._set_standing(tx, [place], Standing.WAITING, None)

    async def remove(self, tx: Transaction, of: str, places: Sequence[Place]) -> None:
        """They leave the line, or their places are free."""
        waiting = sum(place.standing is Standing.WAITING for place in places)
        await self._statements.drop_each(tx, [place.key for place in places])
        await self._statements.count_waiting(tx, of=of, more=-waiting)
        await self._statements.give_back_places(tx, of=of, fewer=len(places) - waiting)

    async def call_off(self, tx: Transaction, off: Iterable[str]) -> None:
        """Of what is off nobody is asked anything: who was offered a place keeps their turn, should it
        come back."""
        if rows := [{"of": each} for each in off]:
            await self._statements.count_offers_back(tx, rows)
            await self._statements.take_offers_back(tx, rows)

    async def close_lines_at(self, tx: Transaction, closing: Iterable[tuple[str, int]]) -> None:
        """No offer outlasts its line."""
        if rows := [{"of": each, "closes_at": at} for each, at in closing]:
            await self._statements.shorten_offers(tx, rows)

    async def _take(self, tx: Transaction, of: str, count: int) -> None:
        if not await self._statements.take_places(tx, of=of, more=count):
            raise AssertionError("a place was given that is not there")

    async def _set_standing(
        self, tx: Transaction, places: Iterable[Place], standing: Standing, offer_ends_at: int | None
    ) -> None:
        rows = [{**place.key, "standing": int(standing), "offer_ends_at": offer_ends_at} for place in places]
        await self._statements.set_standing(tx, rows)
