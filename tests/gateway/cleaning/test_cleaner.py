"""Workers are few, confined and expendable; the bot's own process reads no file."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from io import BytesIO
from typing import Any

import psutil
import pytest
import uvloop
from PIL import Image

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.cleaner import Cleaner
from tests.house import REPOSITORY
from tests.planted_pictures import jpeg
from tests.planted_recordings import recording
from tests.waiting import until

PHOTO = jpeg("mark")


def _workers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if _is_worker(child)]


def _is_worker(child: psutil.Process) -> bool:
    try:
        return "bot.gateway.cleaning" in child.cmdline()
    except psutil.NoSuchProcess:  # it has just ended
        return False


LONG_FILM = recording("webm", "mark", film="libvpx", sound="libopus", seconds=40)


async def _long_job(cleaner: Cleaner) -> CleanFile:
    """Takes a second or more: a film that has to be encoded anew."""
    return await cleaner.clean(LONG_FILM, MediaKind.VIDEO)


async def _begun() -> None:
    await until(lambda: bool(_workers()))
    await asyncio.sleep(0.05)


def test_the_bot_loads_no_parser() -> None:
    told = (
        "import sys, bot.gateway.cleaning.cleaner as c; "
        "print({n.partition('.')[0] for n in sys.modules} & {'PIL', 'pikepdf', 'av', 'lxml'} or 'none')"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "none"


async def test_a_worker_starts_when_it_is_needed_and_ends_when_it_is_idle() -> None:
    cleaner = Cleaner(idle_seconds=0.2)
    assert not _workers()
    await cleaner.clean(PHOTO, MediaKind.PHOTO)
    (first,) = _workers()
    await cleaner.clean(PHOTO, MediaKind.PHOTO)
    assert _workers() == [first]
    await until(lambda: not _workers())
    await cleaner.clean(PHOTO, MediaKind.PHOTO)
    await cleaner.close()
    assert not _workers()


async def test_a_worker_inherits_no_secret_and_can_open_nothing(
    cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    await cleaner.clean(PHOTO, MediaKind.PHOTO)
    (worker,) = _workers()
    assert set(worker.environ()) <= {"PYTHONPATH", "LC_ALL"}
    assert worker.rlimit(psutil.RLIMIT_NOFILE) == (3, 3)
    assert worker.rlimit(psutil.RLIMIT_FSIZE) == worker.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert worker.rlimit(psutil.RLIMIT_AS)[1] <= 1024**3
    assert worker.rlimit(psutil.RLIMIT_CPU)[0] < 60
    assert worker.num_fds() == 3


async def test_a_killed_worker_costs_its_file_and_no_other(cleaner: Cleaner) -> None:
    async with asyncio.TaskGroup() as group:
        doomed = group.create_task(_refusal(_long_job(cleaner)))
        await _begun()
        (worker,) = _workers()
        other = group.create_task(cleaner.clean(PHOTO, MediaKind.PHOTO))
        await other
        os.kill(worker.pid, signal.SIGKILL)
    assert doomed.result() is Refusal.BROKEN
    assert other.result().kind is MediaKind.PHOTO
    assert (await cleaner.clean(PHOTO, MediaKind.PHOTO)).kind is MediaKind.PHOTO


async def test_a_worker_that_died_while_idle_is_not_asked(cleaner: Cleaner) -> None:
    await cleaner.clean(PHOTO, MediaKind.PHOTO)
    (worker,) = _workers()
    os.kill(worker.pid, signal.SIGKILL)
    await until(lambda: not _workers())
    await asyncio.sleep(0.1)
    assert (await cleaner.clean(PHOTO, MediaKind.PHOTO)).kind is MediaKind.PHOTO


async def test_a_worker_that_hangs_is_ended_in_time() -> None:
    cleaner = Cleaner(job_seconds=3)
    await cleaner.clean(PHOTO, MediaKind.PHOTO)
    (worker,) = _workers()
    os.kill(worker.pid, signal.SIGSTOP)
    async with asyncio.timeout(30):
        assert await _refusal(cleaner.clean(PHOTO, MediaKind.PHOTO)) is Refusal.BUSY
    assert not _workers()
    await cleaner.close()


async def test_who_no_longer_waits_ends_the_work(cleaner: Cleaner) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.6):
            await _long_job(cleaner)
    assert not _workers()
    assert (await cleaner.clean(PHOTO, MediaKind.PHOTO)).kind is MediaKind.PHOTO


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_a_worker_that_cannot_even_start_is_a_refusal(
    run: Callable[[Coroutine[Any, Any, None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each loop has its own word for a pipe nobody reads any more."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    async def try_it() -> None:
        cleaner = Cleaner()
        for content in (PHOTO, bytes(10**6)):
            assert await _refusal(cleaner.clean(content, MediaKind.PHOTO)) is Refusal.BROKEN
        await cleaner.close()

    run(try_it())


async def test_many_at_once_share_two_workers(cleaner: Cleaner) -> None:
    async with asyncio.TaskGroup() as group:
        jobs = [group.create_task(cleaner.clean(_photo(number), MediaKind.PHOTO)) for number in range(30)]
        await _begun()
        assert len(_workers()) <= 2
    assert [job.result().width for job in jobs] == [100 + number for number in range(30)]
    assert len(_workers()) <= 2


async def test_more_than_may_wait_are_told_to_come_back() -> None:
    cleaner = Cleaner(workers=1, most_waiting=2)
    async with asyncio.TaskGroup() as group:
        jobs = [group.create_task(_refusal(cleaner.clean(PHOTO, MediaKind.PHOTO))) for _ in range(5)]
    assert [job.result() for job in jobs] == [None, None, None, Refusal.BUSY, Refusal.BUSY]
    await cleaner.close()


async def test_closing_ends_what_runs_and_refuses_what_waits() -> None:
    cleaner = Cleaner(workers=1)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(_refusal(_long_job(cleaner)))
        await _begun()
        waiting = group.create_task(_refusal(cleaner.clean(PHOTO, MediaKind.PHOTO)))
        await asyncio.sleep(0)
        await cleaner.close()
    assert running.result() is waiting.result() is Refusal.BUSY
    assert not _workers()
    assert await _refusal(cleaner.clean(PHOTO, MediaKind.PHOTO)) is Refusal.BUSY
    await cleaner.close()


async def test_closing_does_not_wait_for_a_worker_that_is_just_starting() -> None:
    cleaner = Cleaner()
    async with asyncio.TaskGroup() as group:
        starting = group.create_task(_refusal(_long_job(cleaner)))
        await asyncio.sleep(0)
        await cleaner.close()
    assert starting.result() is Refusal.BUSY
    assert not _workers()


async def test_the_bot_goes_on_while_a_big_picture_is_cleaned(cleaner: Cleaner) -> None:
    written = BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(written, "JPEG", quality=97)
    turns = 0
    async with asyncio.TaskGroup() as group:
        job = group.create_task(cleaner.clean(written.getvalue(), MediaKind.PHOTO))
        while not job.done():
            await asyncio.sleep(0.001)
            turns += 1
    assert job.result().width == 2560
    assert turns > 20, "others have had no turn meanwhile"


def _photo(number: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (100 + number, 50), "red").save(written, "JPEG")
    return written.getvalue()


async def _refusal(work: object) -> Refusal | None:
    try:
        await work  # type: ignore[misc]
    except CannotClean as refused:
        return refused.reason
    return None
