"""Few places and many people who act at once: what must hold, whatever the places are in.

`LIVES=300` tries longer.
"""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.core.errors import UserError
from bot.core.outcome import Letter
from bot.core.places.book import Place
from bot.core.places.line import Piece
from bot.core.places.rules import Places, Standing
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.workshop import Workshop
from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.conftest import new_postgres_database
from tests.features.programme.hall import HOUR, MINUTE, TEXTS, Hall, vienna

PEOPLE = range(101, 107)
"""Their chat ids."""
NOON = vienna(2026, 6, 2, 12)


class Turn(Place, Protocol):
    """A place, and its position in line."""

    @property
    def position(self) -> int: ...


@dataclass
class Crowd(ABC):
    """Everybody who wants a place in one thing at a time."""

    hall: Hall
    workshop: Workshop
    seen: Mapping[str, Standing] = field(default_factory=dict)
    """How everybody stood when we last looked."""
    out_of_reach: set[str] = field(default_factory=set)
    """Who could not be asked then."""
    most_taken: int = 0
    letters: list[Letter] = field(default_factory=list)

    @classmethod
    async def open(cls, database: Database, now: int) -> Self:
        hall = await Hall.open(database, now)
        files, journal = FileStore(hall.keyring, hall.clock), ChainedJournal(hall.registry.pepper)
        return cls(hall, Workshop(database, hall.keyring, hall.outbox, files, journal, TEXTS, hall.clock))

    @property
    @abstractmethod
    def pieces(self) -> Sequence[Piece]:
        """What is done by the clock."""

    @abstractmethod
    async def begins(self, capacity: int, starts_in: int) -> None:
        """Something new; what was before is forgotten."""

    @abstractmethod
    async def changes_capacity(self, capacity: int | None) -> None: ...
    @abstractmethod
    async def is_called_off(self, *, is_off: bool) -> None: ...
    @abstractmethod
    async def joins(self, person: int) -> None: ...
    @abstractmethod
    async def leaves(self, person: int) -> None: ...
    @abstractmethod
    async def accepts(self, person: int) -> None: ...
    @abstractmethod
    async def blocks(self, person: int) -> None: ...
    @abstractmethod
    async def comes_back(self, person: int) -> None: ...
    @abstractmethod
    async def found(self) -> tuple[Places, Sequence[Turn]]: ...
    @abstractmethod
    async def held_by(self, person: int) -> int:
        """How many places, without bringing back whoever had blocked the bot."""

    async def offers(self, capacity: int, starts_in: int) -> None:
        self.seen, self.out_of_reach, self.letters, self.most_taken = {}, set(), [], capacity
        await self.begins(capacity, starts_in)

    async def clock_strikes(self, _: int = 0) -> None:
        for piece in self.pieces:
            while await self.does(piece):
                pass

    async def all_at_once(self, deeds: Sequence[Coroutine[Any, Any, None]]) -> None:
        """What somebody may not do is refused, and changes nothing."""
        for outcome in await asyncio.gather(*deeds, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, UserError):
                raise outcome

    async def settle(self) -> None:
        """What must hold, whatever anybody did."""
        at, found = await self.found()
        self._check_numbers(at, found)
        self._check_order(found)
        held = [await self.held_by(person) for person in PEOPLE]
        assert max(held) <= 1, "somebody stands in two states"
        assert sum(held) == len(found), "a place belongs to nobody"
        self.seen = {_named(place): place.standing for place in found}
        self.out_of_reach = {_named(place) for place in found if place.language is None}

    def _check_numbers(self, at: Places, found: Sequence[Turn]) -> None:
        standing = Counter(place.standing for place in found)
        assert at.taken == standing[Standing.OFFERED] + standing[Standing.GOING]
        assert at.waiting == standing[Standing.WAITING]
        assert at.taken <= max(at.capacity or 0, self.most_taken), "overbooked"
        self.most_taken = at.taken
        assert len({place.position for place in found}) == len(found)
        for place in found:
            assert (place.standing is Standing.OFFERED) == (place.offer_ends_at is not None)
            assert place.offer_ends_at is None or place.offer_ends_at <= at.closes_at

    def _check_order(self, found: Sequence[Turn]) -> None:
        """Nobody was given a place before somebody who asked earlier, waits still and can be asked."""
        line = [
            place
            for place in found
            if place.standing is Standing.WAITING
            and place.language
            and _named(place) not in self.out_of_reach
        ]
        first = min((place.position for place in line), default=None)
        for place in found:
            before = self.seen.get(_named(place))
            if place.standing is not Standing.WAITING and before in (None, Standing.WAITING):
                assert first is None or place.position < first, "somebody was passed over"
            if place.standing is Standing.OFFERED and before is Standing.WAITING:
                assert any(letter.to == place.address for letter in self.letters), "nobody told them"

    async def does(self, piece: Piece) -> bool:
        """Whether there may be more to do."""
        async with self.workshop.working() as work:
            more, owed = await piece(work)
        self.letters += owed
        return more


Deed = Callable[[Crowd, int], Coroutine[Any, Any, None]]
DEEDS: dict[str, Deed] = {
    "joins": lambda crowd, person: crowd.joins(person),
    "leaves": lambda crowd, person: crowd.leaves(person),
    "accepts": lambda crowd, person: crowd.accepts(person),
    "blocks": lambda crowd, person: crowd.blocks(person),
    "comes back": lambda crowd, person: crowd.comes_back(person),
    "clock strikes": lambda crowd, person: crowd.clock_strikes(person),
}
deeds = st.tuples(
    st.sampled_from(["joins"] * 4 + ["leaves"] * 3 + ["accepts"] * 2 + [*DEEDS]), st.sampled_from(PEOPLE)
)


def _named(place: Place) -> str:
    return "|".join(place.key.values())


def life_of(crowd: Crowd, runner: asyncio.Runner) -> type[RuleBasedStateMachine]:
    class Life(RuleBasedStateMachine):
        @initialize(capacity=st.integers(1, 3), starts_in=st.integers(6, 60))
        def begins(self, capacity: int, starts_in: int) -> None:
            runner.run(crowd.offers(capacity, starts_in * HOUR))
            runner.run(crowd.all_at_once([crowd.joins(person) for person in PEOPLE]))
            self.settle()

        @rule(together=st.lists(deeds, min_size=1, max_size=6, unique_by=lambda deed: deed[1]))
        def everybody_acts(self, together: list[tuple[str, int]]) -> None:
            """One person's own deeds come one after the other, as in their lane."""
            runner.run(crowd.all_at_once([DEEDS[deed](crowd, person) for deed, person in together]))
            self.settle()

        @rule(pause=st.sampled_from([10 * MINUTE, HOUR, 4 * HOUR, 11 * HOUR]), workers=st.integers(1, 2))
        def time_passes(self, pause: int, workers: int) -> None:
            crowd.hall.clock.advance(pause)
            runner.run(crowd.all_at_once([crowd.clock_strikes() for _ in range(workers)]))
            self.settle()

        @rule(capacity=st.integers(1, 4), person=st.sampled_from(PEOPLE))
        def capacity_changes(self, capacity: int, person: int) -> None:
            runner.run(crowd.all_at_once([crowd.changes_capacity(capacity), crowd.leaves(person)]))
            runner.run(crowd.clock_strikes())
            self.settle()

        @rule(person=st.sampled_from(PEOPLE), pause=st.sampled_from([HOUR, 11 * HOUR]))
        def is_off_for_a_while(self, person: int, pause: int) -> None:
            runner.run(crowd.all_at_once([crowd.is_called_off(is_off=True), crowd.accepts(person)]))
            self.settle()
            crowd.hall.clock.advance(pause)
            runner.run(crowd.all_at_once([crowd.is_called_off(is_off=False), crowd.clock_strikes()]))
            runner.run(crowd.clock_strikes())
            self.settle()

        def settle(self) -> None:
            runner.run(crowd.settle())

    return Life


def live(kind: type[Crowd], engine: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Many lives of one kind of crowd."""
    url = f"sqlite:///{folder}/crowd.db"
    if engine == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_server"))
    with asyncio.Runner() as runner:
        database = runner.run(open_database(url))
        try:
            crowd = runner.run(kind.open(database, NOON))
            run_state_machine_as_test(
                life_of(crowd, runner),
                settings=settings(
                    max_examples=int(os.environ.get("LIVES", "10")),
                    stateful_step_count=8,
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow],
                    print_blob=False,
                ),
            )
        finally:
            runner.run(database.close())
