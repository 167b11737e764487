"""A cleaner at work."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.gateway.cleaning.cleaner import Cleaner


@pytest.fixture
async def cleaner() -> AsyncIterator[Cleaner]:
    at_work = Cleaner()
    yield at_work
    await at_work.close()
