"""Tasks: one lane per name, jobs that are started again, and an end that is waited for."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import FastClock
from bot.engine.scheduler import Lanes, Supervisor


@given(
    work=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans()), max_size=40),
    most_at_once=st.integers(1, 5),
)
def test_work_of_one_name_is_done_in_order_and_never_side_by_side(
    work: list[tuple[int, int, bool]], most_at_once: int
) -> None:
    done: dict[int, list[int]] = defaultdict(list)
    running: set[int] = set()

    async def do(name: int, number: int, turns: int, *, fails: bool) -> None:
        assert name not in running
        running.add(name)
        assert len(running) <= most_at_once
        for _ in range(turns):
            await asyncio.sleep(0)
        running.remove(name)
        done[name].append(number)
        if fails:
            raise RuntimeError

    async def play() -> None:
        supervisor = Supervisor(FastClock())
        lanes = Lanes(supervisor, most_at_once)
        for number, (name, turns, fails) in enumerate(work):
            lanes.put(name, partial(do, name, number, turns, fails=fails))
            if turns == 3:
                await asyncio.sleep(0)
        async with asyncio.timeout(30):
            await lanes.drained()
        await supervisor.stop()

    asyncio.run(play())
    expected: dict[int, list[int]] = defaultdict(list)
    for number, (name, _, _) in enumerate(work):
        expected[name].append(number)
    assert done == expected


async def test_names_do_not_wait_for_each_other() -> None:
    supervisor = Supervisor(FastClock())
    lanes, gate, passed = Lanes(supervisor), asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    async def go_through() -> None:
        passed.set()

    lanes.put("slow", wait)
    lanes.put("slow", wait)
    lanes.put("quick", go_through)
    async with asyncio.timeout(30):
        await passed.wait()
        gate.set()
        await lanes.drained()
    await supervisor.stop()


async def test_a_job_that_fails_is_started_again_and_its_failure_is_logged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    supervisor, runs = Supervisor(FastClock()), asyncio.Semaphore(0)

    async def fail() -> None:
        runs.release()
        raise RuntimeError("words that belong to somebody")

    supervisor.keep_running("fragile", fail)
    async with asyncio.timeout(30):
        await runs.acquire()
        await runs.acquire()
    await supervisor.stop()
    logged = "".join(capsys.readouterr())
    assert "fragile" in logged
    assert "RuntimeError" in logged
    assert "somebody" not in logged


async def test_a_job_by_the_clock_is_run_at_once_and_then_at_its_time() -> None:
    clock = FastClock(0)
    supervisor, runs = Supervisor(clock), []

    async def run() -> None:
        runs.append(clock.now())

    supervisor.every(3600, "hourly", run)
    await asyncio.sleep(0.02)
    assert len(runs) == 1
    clock.advance(3599)
    await asyncio.sleep(0.02)
    assert len(runs) == 1
    clock.advance(1)
    await asyncio.sleep(0.02)
    assert len(runs) == 2
    await supervisor.stop()


async def test_the_end_waits_for_work_in_hand_but_not_for_ever() -> None:
    supervisor, ended = Supervisor(FastClock()), []

    async def work(seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
        finally:
            ended.append(seconds)

    async def job() -> None:
        await work(3600)

    supervisor.spawn(work(0.05))
    supervisor.spawn(work(60))
    supervisor.keep_running("job", job)
    await asyncio.sleep(0)
    async with asyncio.timeout(30):
        await supervisor.stop(within=0.2)
    assert sorted(ended) == [0.05, 60, 3600]
