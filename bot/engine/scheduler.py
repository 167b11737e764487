"""The only place that starts tasks: supervised jobs, work by the clock, and one lane per person."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any

import structlog

from bot.core.clock import Clock
from bot.logs import log_failure

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]

_LONGEST_PAUSE = 60.0
_LAST_SECONDS = 1.0
"""What a cancelled task is given to undo what it had begun."""


class Supervisor:
    """Starts tasks, restarts those that must go on, and ends them all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._jobs: set[asyncio.Task[Any]] = set()
        self._work: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, object]) -> None:
        """One piece of work; what it raises is logged."""
        self._start(work, self._work)

    def keep_running(self, name: str, job: Job) -> None:
        """A job that never ends by itself; it is started again when it fails."""
        self._start(self._supervise(name, job), self._jobs)

    def every(self, seconds: float, name: str, job: Job) -> None:
        """A job run at once and then again and again, `seconds` of the house's clock apart."""

        async def repeat() -> None:
            while True:
                await job()
                await self._clock.sleep(seconds)

        self.keep_running(name, repeat)

    async def stop(self, within: float = 5.0) -> None:
        """Jobs end at once; work in hand, such as a letter on its way, has `within` seconds to end itself."""
        await _end(self._jobs)
        try:
            async with asyncio.timeout(within):
                while self._work:
                    await asyncio.wait(self._work)
        except TimeoutError:
            await _end(self._work)

    async def _supervise(self, name: str, job: Job) -> None:
        pause = 0.25
        while True:
            began = time.monotonic()
            try:
                await job()
            except Exception as error:  # noqa: BLE001 a job that fails is started again
                log_failure(log, "job_failed", error, job=name)
            pause = 0.5 if time.monotonic() - began > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
            await asyncio.sleep(pause)

    def _start(self, work: Coroutine[Any, Any, object], among: set[asyncio.Task[Any]]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log_failure(log, "task_failed", error)


class Lanes:
    """Work under the same name strictly in order, under different names side by side."""

    def __init__(self, supervisor: Supervisor, most_at_once: int = 256) -> None:
        self._supervisor = supervisor
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._slots = asyncio.Semaphore(most_at_once)
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, name: Hashable, work: Job) -> None:
        if name in self._waiting:
            self._waiting[name].append(work)
            return
        self._waiting[name] = deque([work])
        self._idle.clear()
        self._supervisor.spawn(self._drain(name))

    async def drained(self) -> None:
        """Returns when no work is waiting or running."""
        await self._idle.wait()

    async def _drain(self, name: Hashable) -> None:
        queue = self._waiting[name]
        try:
            while queue:
                async with self._slots:
                    try:
                        await queue.popleft()()
                    except Exception as error:  # noqa: BLE001 the next work of the lane must go on
                        log_failure(log, "work_failed", error)
        finally:
            del self._waiting[name]
            if not self._waiting:
                self._idle.set()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lanes of three kinds: files hold up nobody's words, and nothing holds up help."""

    words: Lanes
    files: Lanes
    help: Lanes


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=_LAST_SECONDS)
