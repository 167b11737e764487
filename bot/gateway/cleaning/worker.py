"""A worker process as the bot sees it: it is given one file at a time, and it is not trusted."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from bot.core.media import CleanFile, Refusal
from bot.gateway.cleaning.limits import LARGEST_RESULT
from bot.gateway.cleaning.wire import LARGEST_HEAD, LENGTH, Job, answer_from, job_message

_HOUSE = Path(__file__).resolve().parents[3]
_PORTION = 256 * 1024
"""Bytes handed to the pipe at a time: a file is never kept twice."""


class Worker:
    """A process that cleans files; it is started with the first one."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._is_at_work = False
        self._is_killed = False

    @property
    def is_ready(self) -> bool:
        """It runs, and has answered whatever it was asked."""
        return self._process is not None and self._process.returncode is None and not self._is_at_work

    async def clean(self, job: Job) -> CleanFile | Refusal:
        """Raises OSError, EOFError or ValueError when the process failed."""
        self._is_at_work = True
        if self._process is None:
            self._process = await _started()
        if self._is_killed:
            raise EOFError("killed before it was asked")
        await self._tell(job)
        head = await self._hear(LARGEST_HEAD)
        answer = answer_from(head, await self._hear(LARGEST_RESULT))
        self._is_at_work = False
        return answer

    def kill(self) -> None:
        self._is_killed = True
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def end(self) -> None:
        """Kills it and waits until nothing is left of it."""
        if self._process is not None:
            self.kill()
            await self._process.communicate()

    async def _tell(self, job: Job) -> None:
        pipe = self._running.stdin
        assert pipe is not None
        try:
            for part in job_message(job):
                for start in range(0, len(part), _PORTION):
                    pipe.write(memoryview(part)[start : start + _PORTION])
                    await pipe.drain()
        except RuntimeError as error:  # what uvloop says of a closed pipe
            raise EOFError("it ended before it had heard everything") from error

    async def _hear(self, most: int) -> bytes:
        pipe = self._running.stdout
        assert pipe is not None
        (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
        if length > most:
            raise ValueError("an answer longer than any")
        return await pipe.readexactly(length)

    @property
    def _running(self) -> Process:
        assert self._process is not None, "it was not started"
        return self._process


async def _started() -> Process:
    """With an environment of its own, without the bot's secrets, out of reach of a terminal's Ctrl-C."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-s", "-B", "-m", __package__ or ""),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={"PYTHONPATH": str(_HOUSE), "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
