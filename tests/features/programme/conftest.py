"""A hall on each engine, early on the day before the programme."""

from __future__ import annotations

import pytest

from bot.storage.database import Database
from tests.features.programme.hall import Hall, vienna


@pytest.fixture
async def hall(database: Database) -> Hall:
    return await Hall.open(database, vienna(2026, 9, 1, 9))
