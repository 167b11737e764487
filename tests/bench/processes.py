"""The bots that are measured, each in a process of its own: load and server run in the bench's."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from bot.sandbox import Sandbox

REPOSITORY = Path(__file__).parent.parent.parent
STOP_SECONDS = 15
_AS_DEPLOYED = (
    "import runpy, sys; sys.modules |= dict.fromkeys(['rich', 'greenlet']); del sys.argv[0];"
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)
"""`python -m`, without what only developers have: the log's library would load it when it is there."""


class BotProcess:
    """What the operating system says of a bot."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)

    def cpu(self) -> float:
        """Seconds, user and system, of all its threads."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Resident bytes."""
        return int(self._process.memory_info().rss)

    async def comes_to_rest(self) -> None:
        """Returns when it has done what it had left to do."""
        before, now = -1.0, self.cpu()
        while now > before:
            await asyncio.sleep(0.15)
            before, now = now, self.cpu()


@asynccontextmanager
async def running(*module: str, log: Path, **environment: str) -> AsyncIterator[BotProcess]:
    """`python -m …` until the block is left. Its log is shown when something goes wrong."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _AS_DEPLOYED,
            *module,
            env=_clean(environment),
            cwd=REPOSITORY,
            stderr=errors,
        )
    try:
        yield BotProcess(process.pid)
    except BaseException as error:
        error.add_note(_told(log))
        raise
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        try:
            code = await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            code = await process.wait()
    if code not in (0, -signal.SIGTERM):
        raise RuntimeError(f"{' '.join(module)} ended with {code}\n{_told(log)}")


def our_bot(sandbox: Sandbox, database_url: str, master_key: str) -> dict[str, str]:
    """Settings as shipped, but for the addresses."""
    return {
        "BOT_TOKEN": sandbox.token,
        "BOT_API_URL": sandbox.url,
        "BOT_DATABASE_URL": database_url,
        "BOT_MASTER_KEY": master_key,
        "BOT_CONFIG": str(REPOSITORY / "config"),
    }


def _told(log: Path) -> str:
    return f"what the bot logged:\n{log.read_text('utf-8')}"


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Nobody's own settings of the bot get in, and what is compiled once stays, as where it is deployed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | dict(environment)
