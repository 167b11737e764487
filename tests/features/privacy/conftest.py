"""A household on each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database
from tests.features.privacy.household import Household, household


@pytest.fixture
async def house(database: Database) -> AsyncIterator[Household]:
    async with household(database) as opened:
        yield opened
