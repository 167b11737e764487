"""The house's clock: runs as fast as it is told, and wakes whoever waits for a moment that has come."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.core.clock import FastClock, SystemClock


def test_it_begins_where_it_is_put_and_never_goes_back() -> None:
    clock = FastClock(1000, start=500)
    seen = [clock.now() for _ in range(100)]
    assert seen[0] >= 500
    assert seen == sorted(seen)


def test_it_runs_as_fast_as_it_is_told() -> None:
    clock = FastClock(0, start=500)
    assert clock.now() == clock.now() == 500
    clock.speed = 1000
    time.sleep(0.01)
    assert 505 < clock.now() < 1500
    clock.speed = 0
    stopped = clock.now()
    assert clock.now() == stopped
    clock.advance(60)
    assert clock.now() == stopped + 60


async def test_who_sleeps_wakes_when_the_moment_has_come() -> None:
    clock = FastClock(0)
    woken: list[str] = []

    async def sleep(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(name)

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for name, seconds in (("now", 0), ("past", -5), ("minute", 60), ("hour", 3600)):
            tasks.create_task(sleep(name, seconds))
        for step, expected in ((0, 2), (59, 2), (1, 3), (3539, 3), (1, 4)):
            clock.advance(step)
            await asyncio.sleep(0.01)
            assert len(woken) == expected
    assert woken == ["now", "past", "minute", "hour"]


async def test_who_sleeps_notices_that_the_clock_runs_faster_now() -> None:
    clock = FastClock(1)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        sleeping = tasks.create_task(clock.sleep(3600))
        await asyncio.sleep(0.01)
        assert not sleeping.done()
        clock.speed = 1_000_000


async def test_the_machines_own_time() -> None:
    clock = SystemClock()
    before = clock.now()
    await clock.sleep(0.01)
    await clock.sleep(-1)
    assert before == pytest.approx(time.time(), abs=1)
    assert clock.now() > before
