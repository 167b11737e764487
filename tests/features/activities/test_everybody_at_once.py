"""However many people act at once: never overbooked, in a fair order, everybody in one state."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import UserError
from bot.core.outcome import Post
from bot.storage.database import Database
from tests.conftest import ENGINES
from tests.features.activities.yard import Yard
from tests.features.programme.hall import HOUR
from tests.turns import NOON, PEOPLE, live


@pytest.mark.parametrize("engine", ENGINES)
def test_places_are_never_overbooked_and_given_in_a_fair_order(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    live(Yard, engine, tmp_path, request)


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
