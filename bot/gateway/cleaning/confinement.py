"""What a worker may still do once its parsers are loaded: compute, within limits, and talk to the bot."""

from __future__ import annotations

import os
import resource

from bot.gateway.cleaning.limits import CPU_SECONDS, NICENESS, WORKER_MEMORY

_OPEN_ALREADY = 3
"""Standard input, output and error. Nothing more can be opened: no file, no socket, no module."""
_MOST_OPEN = 1 << 20
"""Linux gives no process more, unless told to (`fs.nr_open`)."""


def confine() -> None:
    """For good: these limits can't be raised again. What whoever started us left open is closed."""
    os.closerange(_OPEN_ALREADY, _MOST_OPEN)
    os.nice(NICENESS)
    _limit(resource.RLIMIT_AS, WORKER_MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_ALREADY)


def allow_one_job() -> None:
    """The kernel ends this process when one job takes it more than CPU_SECONDS."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (_lower(soft, hard), hard))


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (_lower(most, hard), _lower(most, hard)))


def _lower(wanted: int, hard: int) -> int:
    """An operator's own limit may be tighter."""
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
