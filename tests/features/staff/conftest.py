"""An office on each engine, on a Monday morning in Vienna."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.storage.database import Database
from tests.features.staff.office import VIENNA, Office, directory


@pytest.fixture
async def office(database: Database) -> Office:
    monday = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo(VIENNA))
    return await Office.open(database, int(monday.timestamp()), directory())
