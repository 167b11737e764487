"""How a line moves on: places that get free are offered, offers end, and when it is too late the line closes.

Whoever changes anything holds what the places are in first: all happens in turn.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from bot.core.context import Work
from bot.core.outcome import Lane, Letter, Post, Screen
from bot.core.places.book import Place, PlaceBook
from bot.core.places.rules import WAKING, Places, Standing, free_places, is_offering, offer_ends_at
from bot.core.text import Texts
from bot.storage.database import Transaction

AT_ONCE = 100
"""People in one transaction: few enough that nobody who presses a button waits for it."""

Of = Any
"""The slice's own id of what the places are in."""
Kept = TypeVar("Kept", bound=Places)
Kept_co = TypeVar("Kept_co", bound=Places, covariant=True)
Kept_contra = TypeVar("Kept_contra", bound=Places, contravariant=True)
Held = TypeVar("Held", bound=Place)
Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]


class Shelf(Protocol[Kept_co, Held]):
    """Where a slice keeps what has places, and who has them."""

    @property
    def book(self) -> PlaceBook: ...

    async def hold(self, tx: Transaction, of: Of, /) -> Kept_co | None:
        """Nobody else changes who has a place in it until this transaction is over."""
        ...

    async def as_it_stands(self, tx: Transaction, place: Held, /) -> Held | None: ...
    async def line(self, tx: Transaction, of: Of, most: int, /) -> list[Held]: ...

    async def next_in_line(self, tx: Transaction, of: Of, most: int, /) -> list[Held]:
        """Those who can be asked."""
        ...

    async def offer_due(self, tx: Transaction, now: int, /) -> Held | None: ...

    async def offer_to_nobody(self, tx: Transaction, now: int, /) -> Held | None:
        """An offer to somebody who cannot be reached."""
        ...

    async def line_to_move(self, tx: Transaction, now: int, /) -> Of | None:
        """Where there is a free place and somebody who can be asked."""
        ...

    async def line_to_close(self, tx: Transaction, now: int, /) -> Of | None: ...


class Wording(Protocol[Kept_contra]):
    """How a slice says it."""

    def offer(self, t: Texts, at: Kept_contra, ends_at: int, /, *, is_silent: bool) -> Screen: ...
    def offer_over(self, t: Texts, at: Kept_contra, /) -> Screen: ...
    def line_closed(self, t: Texts, at: Kept_contra, /) -> Screen: ...


class Line(Generic[Kept, Held]):
    """`name` begins the kinds of its letters; `parts_for_good`: whoever loses their turn hears no more."""

    def __init__(
        self, name: str, shelf: Shelf[Kept, Held], wording: Wording[Kept], *, parts_for_good: bool
    ) -> None:
        self._name = name
        self._shelf = shelf
        self._wording = wording
        self._parts_for_good = parts_for_good

    @property
    def pieces(self) -> Sequence[Piece]:
        """What is done by the clock."""
        return self.end_an_offer, self.take_an_offer_back, self.move_a_line, self.close_a_line

    async def fill(self, work: Work, of: Of) -> list[Letter]:
        """Free places are offered to those who wait, who asked first first."""
        at = await self._shelf.hold(work.tx, of)
        if at is None or not is_offering(at, work.now):
            return []
        line = await self._shelf.next_in_line(work.tx, of, min(free_places(at), AT_ONCE))
        if not line:
            return []
        ends_at = offer_ends_at(work.now, at.zone, at.closes_at)
        await self._shelf.book.offer(work.tx, of, line, ends_at)
        at_night = not WAKING.is_on(work.now, at.zone)
        return [
            Letter(
                place.address,
                f"{self._name}.offer",
                Post(self._wording.offer(work.texts_for(place.language), at, ends_at, is_silent=at_night)),
                Lane.REMINDERS,
                expires_in=ends_at - work.now,
            )
            for place in line
            if place.language
        ]

    async def leave(self, work: Work, place: Held) -> list[Letter]:
        """It is held already. Whoever is next is offered the place."""
        await self._shelf.book.remove(work.tx, place.of, [place])
        return await self.fill(work, place.of)

    async def end_an_offer(self, work: Work) -> tuple[bool, list[Letter]]:
        """One nobody took. Somebody else may have been faster: it is looked at again, held."""
        due = await self._shelf.offer_due(work.tx, work.now)
        if due is None:
            return False, []
        at = await self._shelf.hold(work.tx, due.of)
        place = await self._shelf.as_it_stands(work.tx, due)
        if at is None or place is None or place.offer_ends_at is None or place.offer_ends_at > work.now:
            return True, []
        told = self._part(work, [place], "offer_over", lambda t: self._wording.offer_over(t, at))
        return True, told + await self.leave(work, place)

    async def take_an_offer_back(self, work: Work) -> tuple[bool, list[Letter]]:
        """One that reached nobody; they keep their turn until they come back."""
        lost = await self._shelf.offer_to_nobody(work.tx, work.now)
        if lost is None:
            return False, []
        await self._shelf.hold(work.tx, lost.of)
        place = await self._shelf.as_it_stands(work.tx, lost)
        if place is None or place.standing is not Standing.OFFERED or place.language:
            return True, []
        await self._shelf.book.take_back(work.tx, place)
        return True, await self.fill(work, place.of)

    async def move_a_line(self, work: Work) -> tuple[bool, list[Letter]]:
        """Where somebody made room, or somebody who waits can be reached again."""
        of = await self._shelf.line_to_move(work.tx, work.now)
        return of is not None, await self.fill(work, of) if of else []

    async def close_a_line(self, work: Work) -> tuple[bool, list[Letter]]:
        """It is too late to offer anything: those who wait are told, and are free to do something else."""
        of = await self._shelf.line_to_close(work.tx, work.now)
        if of is None:
            return False, []
        at = await self._shelf.hold(work.tx, of)
        if at is None or at.closes_at > work.now:
            return True, []
        waiting = await self._shelf.line(work.tx, of, AT_ONCE)
        if waiting:
            await self._shelf.book.remove(work.tx, of, waiting)
        return True, self._part(work, waiting, "line_closed", lambda t: self._wording.line_closed(t, at))

    def _part(
        self, work: Work, places: Sequence[Held], kind: str, show: Callable[[Texts], Screen]
    ) -> list[Letter]:
        return [
            Letter(
                place.address,
                f"{self._name}.{kind}",
                Post(show(work.texts_for(place.language))),
                Lane.REMINDERS,
                is_last=self._parts_for_good,
            )
            for place in places
            if place.language
        ]
