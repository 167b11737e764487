"""Journeys are played on both engines, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import Play, playing


@pytest.fixture
async def play(database_url: str) -> AsyncIterator[Play]:
    async with playing(database_url) as running:
        yield running


@pytest.fixture
async def play_without_topics(database_url: str) -> AsyncIterator[Play]:
    async with playing(database_url, topics=False) as running:
        yield running
