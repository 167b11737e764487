"""PostgreSQL through asyncpg: a pool, so that several workers can share one database."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, Literal

import asyncpg

from bot.storage.database import Contended, Params, Row, StorageError

_PARAMETER = re.compile(r"""'[^']*'|"[^"]*"|--[^\n]*|(?<![:\w]):([a-z_]\w*)""")
"""A parameter, or something in which a colon means nothing."""

_PASSING = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
)


@lru_cache(maxsize=1024)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with `$1` for `:name`, and the names in that order."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return _PARAMETER.sub(number, sql), tuple(names)


class PostgresTransaction:
    """Statements of one unit on one connection of the pool."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def rows(self, sql: str, params: Params) -> Sequence[Row]:
        statement, names = _numbered(sql)
        rows: Sequence[Row] = await self._connection.fetch(statement, *(params[name] for name in names))
        return rows

    async def execute(self, sql: str, params: Params) -> int:
        statement, names = _numbered(sql)
        status: str = await self._connection.execute(statement, *(params[name] for name in names))
        return int(status.rpartition(" ")[2]) if status[-1].isdigit() else 0

    async def execute_many(self, sql: str, params: Iterable[Params]) -> None:
        statement, names = _numbered(sql)
        await self._connection.executemany(statement, [[row[name] for name in names] for row in params])


class PostgresDatabase:
    """A pool of connections; units with the same `serial` wait for each other by an advisory lock."""

    engine: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> PostgresDatabase:
        try:
            pool = await asyncpg.create_pool(url, min_size=1, max_size=8, command_timeout=30)
        except (OSError, asyncpg.PostgresError, ValueError) as error:
            raise StorageError(f"cannot reach the database: {type(error).__name__}") from error
        return cls(pool)

    @asynccontextmanager
    async def transaction(
        self, serial: str | None = None, *, is_snapshot: bool = False
    ) -> AsyncIterator[PostgresTransaction]:
        """Raises Contended."""
        isolation = "repeatable_read" if is_snapshot else "read_committed"
        try:
            async with self._pool.acquire() as connection, connection.transaction(isolation=isolation):
                if serial is not None:
                    await connection.execute(f"SELECT pg_advisory_xact_lock({_lock_number(serial)})")
                yield PostgresTransaction(connection)
        except _PASSING as error:
            raise Contended(type(error).__name__) from error

    async def scrub(self) -> None:
        """Nothing to do: PostgreSQL's own VACUUM decides when deleted rows leave its files."""

    async def close(self) -> None:
        try:
            await asyncio.wait_for(self._pool.close(), 5)
        except TimeoutError:
            self._pool.terminate()


def _lock_number(serial: str) -> int:
    data = serial.encode()
    return zlib.crc32(data) << 31 | zlib.adler32(data) >> 1
