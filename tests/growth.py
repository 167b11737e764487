"""How much longer something takes when there is more of it: seconds say nothing on a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4
_TOO_SHORT_TO_TELL = 0.01


def grows_with_its_length(work: Callable[[int], object], length: int) -> bool:
    """Whether `work` takes about four times as long on four times the length, never the square of it."""
    long = _seconds(lambda: work(length * TIMES))
    return long < _TOO_SHORT_TO_TELL or long / _seconds(lambda: work(length)) < 3 * TIMES


def _seconds(work: Callable[[], object]) -> float:
    """The best of three, in time of this process."""
    taken = []
    for _ in range(3):
        since = time.process_time()
        work()
        taken.append(time.process_time() - since)
    return min(taken)
