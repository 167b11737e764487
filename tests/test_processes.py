"""The bot as a process: started, invited into, stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.core.clock import FastClock
from bot.engine.pulse import ALIVE_FOR, EVERY, pulse_file
from bot.engine.vault import new_key, write_key
from bot.sandbox import Sandbox
from tests.child import START_SECONDS, STOP_SECONDS, Child
from tests.house import REPOSITORY
from tests.waiting import until


async def test_an_invitation_from_the_command_line_works_once_and_the_bot_ends_when_asked(
    tmp_path: Path,
) -> None:
    sandbox = Sandbox(FastClock())
    await sandbox.start()
    child = Child(sandbox, tmp_path, f"sqlite:///{tmp_path}/trustline.db")
    try:
        await child.start()
        await child.at_work()
        link = (await child.runs("invite", "--role", "officer", "--organisation", "police")).strip()
        assert link.startswith("https://t.me/trustline_demo_bot?start=i-")
        officer, late = sandbox.person("Olaf"), sandbox.person("Otto", language="de")
        await officer.opens(link)
        await officer.hears("liaison officer")
        await officer.says("/desk")
        await officer.hears()
        await late.opens(link)
        await late.hears()
        assert "police" not in late.last.text.lower()
        code, seconds = await child.stop()
        assert (code, seconds < STOP_SECONDS) == (0, True), child.log
        assert sandbox.token not in child.log
    finally:
        await child.end()
        await sandbox.stop()


async def test_a_watchman_hears_whether_the_bot_is_at_work(database_url: str, tmp_path: Path) -> None:
    """Killed, stopped or hanging: a sign that grows old is none."""
    sandbox, sign = Sandbox(FastClock()), tmp_path / pulse_file(database_url).name
    await sandbox.start()
    child = Child(sandbox, tmp_path, database_url)

    async def is_silent(*, for_long: bool = False) -> None:
        with pytest.raises(AssertionError, match="no sign of life for" if for_long else "no sign of life: "):
            await child.runs("check", "--alive")

    try:
        await is_silent()
        await child.start()
        await until(sign.exists, within=START_SECONDS)
        assert await child.runs("check", "--alive") == "at work\n"
        await child.kill()
        long_ago = sign.stat().st_mtime - ALIVE_FOR - EVERY
        os.utime(sign, (long_ago, long_ago))
        await is_silent(for_long=True)
        await child.start()
        await until(lambda: sign.stat().st_mtime > long_ago, within=START_SECONDS)
        assert (await child.stop())[0] == 0
        await is_silent()
    finally:
        await child.end()
        await sandbox.stop()


async def test_the_bot_ends_when_asked_though_its_server_is_not_there(tmp_path: Path) -> None:
    sandbox = Sandbox(FastClock())
    await sandbox.start()
    await sandbox.stop()
    child = Child(sandbox, tmp_path, f"sqlite:///{tmp_path}/trustline.db")
    try:
        await child.start()
        await until(lambda: "server_not_there" in child.log, within=10)
        code, seconds = await child.stop()
        assert (code, seconds < STOP_SECONDS) == (0, True), child.log
    finally:
        await child.end()


async def test_a_token_the_server_does_not_know_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    sandbox = Sandbox(FastClock())
    await sandbox.start()
    settings = {"BOT_TOKEN": "1:" + "x" * 35, "BOT_MASTER_KEY": write_key(new_key())}
    child = Child(sandbox, tmp_path, f"sqlite:///{tmp_path}/trustline.db", **settings)
    try:
        with pytest.raises(AssertionError, match="BOT_TOKEN"):
            await child.runs("run")
        assert child.log == "trustline: BOT_TOKEN: the Bot API server does not know this token\n"
    finally:
        await child.end()
        await sandbox.stop()


async def test_the_sandbox_needs_no_setting_and_ends_when_asked(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "sandbox", "--speed", "60", "--port", "0"),
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPOSITORY), "BOT_CONFIG": str(REPOSITORY / "config"), "PATH": ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            while b"open http://127.0.0.1:" not in await process.stdout.readline():
                pass
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    assert _left_in(tmp_path) == [], "what is played leaves nothing behind"


def _left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())
