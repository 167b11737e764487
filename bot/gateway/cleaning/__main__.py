"""The worker process: reads files from standard input, writes what became of them to standard output."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from typing import BinaryIO

import av

from bot.core.media import CannotClean, Refusal
from bot.gateway.cleaning.clean import clean
from bot.gateway.cleaning.confinement import allow_one_job, confine
from bot.gateway.cleaning.wire import LENGTH, Job, file_message, job_from, refusal_message


def main() -> None:
    """Ends when the bot closes the pipe, or is gone."""
    load_late_modules()
    confine()
    while job := _next_job(sys.stdin.buffer):
        allow_one_job()
        for part in _answer(job):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()


def load_late_modules() -> None:
    """What av would import when it meets a certain stream, and by then no file can be opened."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _next_job(pipe: BinaryIO) -> Job | None:
    head = _part(pipe)
    return job_from(head, _part(pipe)) if head else None


def _part(pipe: BinaryIO) -> bytes:
    """Empty at the end."""
    length = pipe.read(LENGTH.size)
    return pipe.read(*LENGTH.unpack(length)) if length else b""


def _answer(job: Job) -> Iterator[bytes]:
    try:
        return file_message(clean(job.content, job.kind, disguise_voice=job.disguise_voice))
    except CannotClean as refused:
        return refusal_message(refused.reason)
    except MemoryError:
        return refusal_message(Refusal.TOO_BIG)
    except Exception:  # noqa: BLE001 whatever a parser says about hostile bytes
        return refusal_message(Refusal.BROKEN)


if __name__ == "__main__":
    main()
