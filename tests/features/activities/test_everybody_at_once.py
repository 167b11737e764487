"""However many people act at once: never overbooked, in a fair order, everybody in one state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import UserError
from bot.core.outcome import Post
from bot.features.activities import places
from bot.features.activities.importer import import_activities
from bot.features.activities.rules import MOST_HELD
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


async def test_what_is_over_takes_nobodys_turn(database: Database) -> None:
    """Codes are kept for a week after; somebody can go to as many again meanwhile."""
    yard = await Yard.open(database, NOON)
    await yard.offers(1, 72 * HOUR)
    about, person = yard.about, PEOPLE[0]
    weeks = [
        replace(about, key=f"{week}{number}", starts_at=NOON + start, ends_at=NOON + start + HOUR)
        for week, start in enumerate((4 * HOUR, 8 * HOUR))
        for number in range(MOST_HELD)
    ]
    async with database.transaction(serial="import") as tx:
        await import_activities(tx, "weeks", weeks, yard.hall.now)
        rows = await tx.rows("SELECT activity_id FROM activities WHERE file = 'weeks' ORDER BY starts_at", {})
    for row in rows[:MOST_HELD]:
        async with yard.hall.visit(person) as context:
            await places.join(context, row["activity_id"], "")
    with pytest.raises(UserError, match="too_many"):
        async with yard.hall.visit(person) as context:
            await places.join(context, rows[-1]["activity_id"], "")
    yard.hall.clock.advance(6 * HOUR)
    for row in rows[MOST_HELD:]:
        async with yard.hall.visit(person) as context:
            await places.join(context, row["activity_id"], "")


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
