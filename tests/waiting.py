"""Waiting until something is so, where nobody rings a bell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(is_so: Callable[[], bool], *, within: float = 30.0) -> None:
    """Raises TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 what is waited for is another's doing
            await asyncio.sleep(0.01)
