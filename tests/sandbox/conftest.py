"""A sandbox, and a bare client that calls its Bot API as a bot would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.core.clock import FastClock
from bot.sandbox import Phone, Sandbox
from tests.sandbox.bare_api import Api

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
async def sandbox(clock: FastClock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(session: aiohttp.ClientSession, sandbox: Sandbox) -> Api:
    return Api(session, sandbox)


@pytest.fixture
async def ann(sandbox: Sandbox) -> Phone:
    """Somebody who has started the bot."""
    phone = sandbox.person("Ann", last_name="Ámbar", username="ann_demo", language="es")
    await phone.says("/start")
    return phone
