"""However many people act at once: never overbooked, in a fair order, everybody in one state.

`LIVES=300` tries longer.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.core.errors import UserError
from bot.core.outcome import Post
from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.conftest import ENGINES, new_postgres_database
from tests.features.activities.yard import Deed, Yard
from tests.features.programme.hall import HOUR, MINUTE, vienna

PEOPLE = range(101, 107)
NOON = vienna(2026, 6, 2, 12)
DEEDS: dict[str, Deed] = {
    "joins": Yard.joins,
    "leaves": Yard.leaves,
    "accepts": Yard.accepts,
    "blocks": Yard.blocks,
    "comes back": Yard.comes_back,
    "clock strikes": Yard.clock_strikes,
}
deeds = st.tuples(
    st.sampled_from(["joins"] * 4 + ["leaves"] * 3 + ["accepts"] * 2 + [*DEEDS]), st.sampled_from(PEOPLE)
)


def life_in(yard: Yard, runner: asyncio.Runner) -> type[RuleBasedStateMachine]:
    class Life(RuleBasedStateMachine):
        @initialize(capacity=st.integers(1, 3), starts_in=st.integers(6, 60))
        def begins(self, capacity: int, starts_in: int) -> None:
            runner.run(yard.offers(capacity, starts_in * HOUR))
            runner.run(yard.all_at_once([yard.joins(person) for person in PEOPLE]))
            self.settle()

        @rule(together=st.lists(deeds, min_size=1, max_size=6, unique_by=lambda deed: deed[1]))
        def everybody_acts(self, together: list[tuple[str, int]]) -> None:
            """One person's own deeds come one after the other, as in their lane."""
            runner.run(yard.all_at_once([DEEDS[deed](yard, person) for deed, person in together]))
            self.settle()

        @rule(pause=st.sampled_from([10 * MINUTE, HOUR, 4 * HOUR, 11 * HOUR]), workers=st.integers(1, 2))
        def time_passes(self, pause: int, workers: int) -> None:
            yard.hall.clock.advance(pause)
            runner.run(yard.all_at_once([yard.clock_strikes() for _ in range(workers)]))
            self.settle()

        @rule(capacity=st.integers(1, 4), person=st.sampled_from(PEOPLE))
        def capacity_changes(self, capacity: int, person: int) -> None:
            runner.run(yard.all_at_once([yard.changes_capacity(capacity), yard.leaves(person)]))
            runner.run(yard.clock_strikes())
            self.settle()

        @rule(person=st.sampled_from(PEOPLE), pause=st.sampled_from([HOUR, 11 * HOUR]))
        def is_off_for_a_while(self, person: int, pause: int) -> None:
            runner.run(yard.all_at_once([yard.is_called_off(is_off=True), yard.accepts(person)]))
            self.settle()
            yard.hall.clock.advance(pause)
            runner.run(yard.all_at_once([yard.is_called_off(is_off=False), yard.clock_strikes()]))
            runner.run(yard.clock_strikes())
            self.settle()

        def settle(self) -> None:
            runner.run(yard.settle(PEOPLE))

    return Life


@pytest.mark.parametrize("engine", ENGINES)
def test_places_are_never_overbooked_and_given_in_a_fair_order(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/yard.db"
    if engine == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_server"))
    with asyncio.Runner() as runner:
        database = runner.run(open_database(url))
        try:
            yard = runner.run(Yard.open(database, NOON))
            run_state_machine_as_test(
                life_in(yard, runner),
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


async def test_who_was_offered_a_place_keeps_their_turn_while_it_is_called_off(database: Database) -> None:
    yard = await Yard.open(database, NOON)
    await yard.offers(1, 72 * HOUR)
    first, second, third = PEOPLE[:3]
    for person in (first, second, third):
        await yard.joins(person)
    await yard.leaves(first)
    await yard.is_called_off(is_off=True)
    with pytest.raises(UserError, match="offer_gone"):
        await yard.accepts(second)
    yard.hall.clock.advance(24 * HOUR)
    await yard.clock_strikes()
    await yard.is_called_off(is_off=False)
    await yard.clock_strikes()
    await yard.accepts(second)


async def test_where_nobody_has_to_sign_up_any_more_nobody_waits_in_vain(database: Database) -> None:
    yard = await Yard.open(database, NOON)
    await yard.offers(1, 72 * HOUR)
    for person in PEOPLE:
        await yard.joins(person)
    await yard.changes_capacity(None)
    await yard.clock_strikes()
    for person in PEOPLE[1:]:
        await yard.accepts(person)


async def test_no_phone_rings_at_night(database: Database) -> None:
    yard = await Yard.open(database, NOON)
    await yard.offers(1, 72 * HOUR)
    await yard.joins(PEOPLE[0])
    for is_off, waits in ((True, 0), (False, 12 * HOUR)):
        yard.hall.clock.advance(waits)
        await yard.is_called_off(is_off=is_off)
        await yard.clock_strikes()
    bodies = [letter.body for letter in yard.letters if letter.kind == "activities.news"]
    assert [isinstance(body, Post) and body.screen.is_silent for body in bodies] == [False, True]
