"""Hands files to worker processes: few at a time, each within its time; what harms a worker harms no more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning import limits
from bot.gateway.cleaning.wire import Job
from bot.gateway.cleaning.worker import Worker


class Cleaner:
    """Cleans files; `close` it at the end. Its workers start when needed and end when idle."""

    def __init__(
        self,
        workers: int = limits.WORKERS,
        most_waiting: int = limits.MOST_WAITING,
        job_seconds: float = limits.JOB_SECONDS,
        idle_seconds: float = limits.IDLE_SECONDS,
    ) -> None:
        self._slots = asyncio.Semaphore(workers)
        self._workers = workers
        self._most_waiting = most_waiting
        self._job_seconds = job_seconds
        self._idle_seconds = idle_seconds
        self._waiting = 0
        self._busy: set[Worker] = set()
        self._idle: dict[Worker, asyncio.TimerHandle] = {}
        self._is_closed = False

    async def clean(self, content: bytes, kind: MediaKind, *, disguise_voice: bool = False) -> CleanFile:
        """The same to look at or to hear, without anything about who sent it. Raises CannotClean.

        What a file is, its bytes say: a picture or a film sent as a document leaves as a photo or a video.
        So ask the result, not the message, whether somebody can be recognised. `disguise_voice` hides a voice
        from people who don't know it, not from those who do, and not from an analysis.
        """
        if len(content) > limits.LARGEST_CONTENT:
            raise CannotClean(Refusal.TOO_BIG)
        async with self._slot():
            answer = await self._answer(Job(content, kind, disguise_voice))
        if isinstance(answer, Refusal):
            raise CannotClean(answer)
        return answer

    async def close(self) -> None:
        """Ends every worker; what is being cleaned or waits is refused."""
        if self._is_closed:
            return
        self._is_closed = True
        for worker in self._busy:
            worker.kill()
        for _ in range(self._workers):
            await self._slots.acquire()
        for worker, timer in self._idle.items():
            timer.cancel()
            await worker.end()
        self._idle.clear()

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        if self._is_closed or (self._slots.locked() and self._waiting >= self._most_waiting):
            raise CannotClean(Refusal.BUSY)
        self._waiting += 1
        try:
            await self._slots.acquire()
        finally:
            self._waiting -= 1
        try:
            if self._is_closed:
                raise CannotClean(Refusal.BUSY)
            yield
        finally:
            self._slots.release()

    async def _answer(self, job: Job) -> CleanFile | Refusal:
        """A worker that has answered is kept for the next file; one that has not is ended."""
        worker = self._rested()
        self._busy.add(worker)
        try:
            async with asyncio.timeout(self._job_seconds):
                return await worker.clean(job)
        except TimeoutError:
            return Refusal.BUSY
        except (OSError, EOFError, ValueError):
            return Refusal.BUSY if self._is_closed else Refusal.BROKEN
        finally:
            self._busy.discard(worker)
            if worker.is_ready:
                self._rest(worker)
            else:
                await worker.end()

    def _rested(self) -> Worker:
        while self._idle:
            worker, timer = self._idle.popitem()
            timer.cancel()
            if worker.is_ready:
                return worker
        return Worker()

    def _rest(self, worker: Worker) -> None:
        timer = asyncio.get_running_loop().call_later(self._idle_seconds, self._retire, worker)
        self._idle[worker] = timer

    def _retire(self, worker: Worker) -> None:
        del self._idle[worker]
        worker.kill()
