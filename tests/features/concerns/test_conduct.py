"""How far somebody has climbed, what holds them there, and what the database tells of it: next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import FastClock
from bot.features.concerns import conduct
from bot.features.concerns.conduct import DAY, FORGOTTEN_AFTER, PAUSES, Ladder, Measure, Standing
from bot.house import House, open_house
from bot.settings import Settings
from tests.house import REPOSITORY

NOW = 1_800_000_000
TOKEN, OTHER = "a" * 43, "b" * 43

gaps = st.lists(st.integers(1, FORGOTTEN_AFTER - 1), max_size=8)
"""Seconds between strikes of which none is forgotten before the next."""


def climb(*after: int) -> tuple[Ladder, int]:
    """A first strike, and one more after each of these pauses; and the moment of the last."""
    ladder, now = Ladder().climbed(NOW), NOW
    for seconds in after:
        now += seconds
        ladder = ladder.climbed(now)
    return ladder, now


def test_first_a_warning_then_slower_then_ever_longer_pauses() -> None:
    seen = []
    for strikes in range(1, 7):
        ladder, now = climb(*[DAY] * (strikes - 1))
        measure = ladder.measure(now)
        assert measure.until is not None
        seen.append((measure.standing.name, (measure.until - now) // DAY))
    assert seen == [
        ("WARNED", 30),
        ("SLOWED", 7),
        ("PAUSED", 3),
        ("PAUSED", 7),
        ("PAUSED", 14),
        ("PAUSED", 14),
    ]


@given(gaps)
def test_nobody_is_paused_without_the_steps_before(after: list[int]) -> None:
    steps = [
        climb(*after[:count])[0].measure(climb(*after[:count])[1]).standing for count in range(len(after) + 1)
    ]
    assert steps == [Standing.WARNED, Standing.SLOWED, *[Standing.PAUSED] * len(steps)][: len(steps)]


@given(gaps, st.integers(0, 10 * FORGOTTEN_AFTER))
def test_as_time_passes_nothing_gets_worse_and_in_the_end_all_is_forgotten(
    after: list[int], later: int
) -> None:
    ladder, now = climb(*after)
    before, then = ladder.measure(now), ladder.measure(now + later)
    assert then.standing <= before.standing
    assert (then.standing is Standing.GOOD) is (later >= FORGOTTEN_AFTER)
    assert then.until is None or now + later < then.until <= now + FORGOTTEN_AFTER


@given(gaps)
def test_one_more_strike_never_holds_for_less(after: list[int]) -> None:
    ladder, now = climb(*after)
    more = ladder.climbed(now)
    before, then = ladder.measure(now), more.measure(now)
    assert before.standing <= then.standing
    if before.standing is then.standing and before.until and then.until:
        assert before.until <= then.until


@given(gaps, st.integers(FORGOTTEN_AFTER, 10 * FORGOTTEN_AFTER))
def test_what_is_forgotten_counts_for_nothing(after: list[int], later: int) -> None:
    ladder, now = climb(*after)
    again = ladder.climbed(now + later)
    assert again == Ladder((now + later,))


@given(gaps)
def test_a_pause_is_never_longer_than_the_longest(after: list[int]) -> None:
    ladder, now = climb(*after)
    measure = ladder.measure(now)
    if measure.standing is Standing.PAUSED and measure.until is not None:
        assert measure.until - now <= PAUSES[-1] == 14 * DAY


@given(gaps, st.integers(0, 8))
def test_a_strike_that_is_taken_back_never_was(after: list[int], which: int) -> None:
    ladder, _ = climb(*after)
    lifted = ladder.strikes[which % len(ladder.strikes)]
    left = ladder.lifted(lifted)
    assert left.strikes == tuple(at for at in ladder.strikes if at != lifted)
    assert left.lifted(lifted) == left


@pytest.fixture
async def clock() -> FastClock:
    return FastClock(speed=0, start=NOW)


@pytest.fixture
async def house(database_url: str, clock: FastClock) -> AsyncIterator[House]:
    opened = await open_house(Settings(database_url=database_url, config=REPOSITORY / "config"), clock)  # type: ignore[arg-type]
    yield opened
    await opened.database.close()


async def strike(house: House, token: str = TOKEN) -> Measure:
    async with house.workshop.working() as work:
        return await conduct.strike(work, token)


async def rows(house: House) -> list[dict[str, Any]]:
    async with house.database.transaction() as tx:
        return [dict(row) for row in await tx.rows("SELECT * FROM strikes ORDER BY token", {})]


async def keys(house: House) -> int:
    async with house.database.transaction() as tx:
        return len(await tx.rows("SELECT key_id FROM data_keys", {}))


async def test_two_officers_who_strike_at_once_are_two_strikes(house: House) -> None:
    measures = await asyncio.gather(strike(house), strike(house))
    assert {measure.standing for measure in measures} == {Standing.WARNED, Standing.SLOWED}
    assert len(await rows(house)) == 1
    assert await keys(house) == 1


async def test_the_table_tells_neither_how_many_nor_when(house: House, clock: FastClock) -> None:
    await strike(house)
    clock.advance(DAY)
    for _ in range(3):
        await strike(house, OTHER)
    once, often = await rows(house)
    assert set(once) == {"token", "key_id", "sealed"}
    assert len(once["sealed"]) == len(often["sealed"])
    for row in (once, often):
        written = repr(row["sealed"]) + repr(row["key_id"])
        assert str(NOW)[:6] not in written
        assert str(NOW + DAY)[:6] not in written


async def test_copies_of_the_database_do_not_tell_whose_strikes_have_changed(house: House) -> None:
    await strike(house)
    await strike(house, OTHER)
    before = await rows(house)
    await strike(house, OTHER)
    async with house.workshop.working() as work:
        await conduct.drop_old(work)
    changed = [old["sealed"] != new["sealed"] for old, new in zip(before, await rows(house), strict=True)]
    assert changed == [True, True]


async def test_what_is_forgotten_leaves_no_row_and_no_key(house: House, clock: FastClock) -> None:
    await strike(house)
    clock.advance(FORGOTTEN_AFTER - 1)
    await strike(house, OTHER)
    clock.advance(1)
    async with house.workshop.working() as work:
        await conduct.drop_old(work)
    assert [row["token"] for row in await rows(house)] == [OTHER]
    assert await keys(house) == 1


async def test_a_strike_taken_back_takes_its_step_with_it(house: House, clock: FastClock) -> None:
    first = NOW
    await strike(house)
    clock.advance(DAY)
    assert (await strike(house)).standing is Standing.SLOWED
    async with house.workshop.working() as work:
        assert await conduct.lift(work, TOKEN, first) == Measure(Standing.WARNED, NOW + DAY + FORGOTTEN_AFTER)
    async with house.workshop.working() as work:
        assert await conduct.lift(work, TOKEN, NOW + DAY) == Measure(Standing.GOOD)
    assert (await strike(house)).standing is Standing.WARNED


async def test_an_old_backup_brings_no_strikes_back(house: House) -> None:
    """A backup keeps the row, but its key is gone since."""
    await strike(house)
    [kept] = await rows(house)
    await strike(house)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE strikes SET key_id = :key_id, sealed = :sealed", kept)
    assert (await strike(house)).standing is Standing.WARNED
