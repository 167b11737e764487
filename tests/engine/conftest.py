"""A post office on each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database
from tests.engine.post_office import PostOffice, post_office


@pytest.fixture
async def office(database: Database) -> AsyncIterator[PostOffice]:
    async with post_office(database) as opened:
        yield opened
