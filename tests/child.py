"""The bot as a process of its own: started, stopped and killed as an operator, or bad luck, would."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path

from bot.features.staff import store as staff
from bot.features.staff.rules import Grant
from bot.sandbox import Phone, Sandbox
from tests.house import REPOSITORY
from tests.kept import keyring, opened

START_SECONDS = 60.0
STOP_SECONDS = 10.0
"""What the contract promises for SIGTERM."""


class Child:
    """`python -m bot run` in a folder of its own, against a sandbox. Its output is kept in files there."""

    module = "bot"

    def __init__(self, sandbox: Sandbox, folder: Path, database_url: str, **settings: str) -> None:
        self.folder = folder
        self.out, self.err = folder / "stdout.txt", folder / "stderr.txt"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        self._environment = kept | {
            "PYTHONPATH": str(REPOSITORY),
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": sandbox.url,
            "BOT_DATABASE_URL": database_url,
            "BOT_CONFIG": str(REPOSITORY / "config"),
            "BOT_LOG_FORMAT": "json",
            "BOT_UNDO_SECONDS": "0",
            "TMPDIR": str(folder),
            **settings,
        }
        self._process: Process | None = None

    async def start(self) -> None:
        """Returns when the process exists, long before the bot is at work."""
        assert self._process is None, "it runs already"
        self._process = await self._spawn("run")

    async def at_work(self) -> None:
        """Waits until the bot of this start asks for updates."""
        before = self._times_at_work
        async with asyncio.timeout(START_SECONDS):
            while self._times_at_work == before:
                assert self._running.returncode is None, self.err.read_text("utf-8")
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        self._running.kill()
        code = await self._gone()
        assert code == -signal.SIGKILL, f"it had ended by itself with {code}: {self.err.read_text('utf-8')}"

    async def stop(self) -> tuple[int, float]:
        """Ends it as an operator does. Returns the exit code and the seconds it took."""
        since = time.monotonic()
        self._running.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_SECONDS + 5):
                await self._running.wait()
        except TimeoutError:
            self._running.kill()
        return await self._gone(), time.monotonic() - since

    async def end(self) -> None:
        """Whatever state it is in: nothing stays behind after a test."""
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._gone()

    async def runs(self, *arguments: str) -> str:
        """Another command of the command line; returns what it printed."""
        process = await self._spawn(*arguments, output=asyncio.subprocess.PIPE)
        out, _ = await asyncio.wait_for(process.communicate(), START_SECONDS)
        assert process.returncode == 0, self.err.read_text("utf-8")
        return out.decode()

    @property
    def log(self) -> str:
        """All that every process of this child has written."""
        return self.out.read_text("utf-8") + self.err.read_text("utf-8")

    @property
    def _running(self) -> Process:
        assert self._process is not None, "it does not run"
        return self._process

    @property
    def _times_at_work(self) -> int:
        return self.err.read_text("utf-8").count("at_work") if self.err.exists() else 0

    async def _spawn(self, *arguments: str, output: int | None = None) -> Process:
        with self.out.open("ab") as out, self.err.open("ab") as err:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", self.module, *arguments),
                cwd=self.folder,
                env=self._environment,
                stdout=output or out,
                stderr=err,
            )

    async def _gone(self) -> int:
        code = await self._running.wait()
        self._process = None
        return code


async def enrolled(sandbox: Sandbox, child: Child, url: str, grants: Sequence[Grant]) -> list[Phone]:
    """Officers who have followed their invitations to a bot that is at work."""
    async with opened(url) as database, database.transaction() as tx:
        keys = await keyring(tx, url, child.folder)
        links = [await staff.invite(tx, keys, grant, sandbox.world.now()) for grant in grants]
    phones = [sandbox.person(f"Officer {number}") for number in range(len(links))]
    for phone, link in zip(phones, links, strict=True):
        await phone.opens(link)
        await phone.hears("liaison officer")
    return phones
