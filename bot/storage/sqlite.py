"""SQLite through aiosqlite: one connection, units of work in turn, committed in groups."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import aiosqlite

from bot.storage.database import Params, Row, StorageError

_LARGEST_GROUP = 64
_PRAGMAS = (
    "busy_timeout = 10000",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    "temp_store = MEMORY",
)


_SWITCH_TRIES = 100


async def _switch_to_wal(connection: aiosqlite.Connection) -> None:
    """SQLite does not wait for another process that switches a new file at the same moment: so we do."""
    for pause in [0.05] * _SWITCH_TRIES:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except aiosqlite.OperationalError as error:
            if "locked" not in str(error):
                raise
            await asyncio.sleep(pause)
        else:
            return
    await connection.execute_fetchall("PRAGMA journal_mode = WAL")


@lru_cache(maxsize=1024)
def _spoken(sql: str) -> str:
    """The statement without row locks, which one writer does not need; a table without row numbers.

    A table's rows lie in the order of their random ids, not in that in which they were written: rows that
    were written together would tell whom they belong to.
    """
    if sql.startswith("CREATE TABLE") and "PRIMARY KEY" in sql:
        return f"{sql} WITHOUT ROWID"
    return sql.replace("FOR UPDATE SKIP LOCKED", "").replace("FOR UPDATE", "")


class SqliteTransaction:
    """Statements of one unit. A unit that joins a group is fenced by a savepoint before its first write."""

    __slots__ = ("_connection", "_fenced", "_joins_group")

    def __init__(self, connection: aiosqlite.Connection, *, joins_group: bool) -> None:
        self._connection = connection
        self._joins_group = joins_group
        self._fenced = False

    async def rows(self, sql: str, params: Params) -> Sequence[Row]:
        if not sql.startswith("SELECT"):
            await self._fence()
        rows: list[Any] = list(await self._connection.execute_fetchall(_spoken(sql), params))
        return rows

    async def execute(self, sql: str, params: Params) -> int:
        await self._fence()
        return (await self._connection.execute(_spoken(sql), params)).rowcount

    async def execute_many(self, sql: str, params: Iterable[Params]) -> None:
        await self._fence()
        await self._connection.executemany(sql, params)

    async def undo(self) -> None:
        """The fence stays up: the next one of the group stands inside it, and the commit takes all down."""
        if self._fenced:
            await self._connection.execute("ROLLBACK TO unit")
        elif not self._joins_group:
            await _roll_back(self._connection)

    async def _fence(self) -> None:
        if self._joins_group and not self._fenced:
            self._fenced = True
            await self._connection.execute("SAVEPOINT unit")


class SqliteDatabase:
    """One file. A commit costs a sync of the disk, so units that wait for their turn share one."""

    engine: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._group: list[asyncio.Future[None]] = []

    @classmethod
    async def open(cls, path: Path) -> SqliteDatabase:
        try:
            connection = await aiosqlite.connect(_made(path), isolation_level=None)
        except (OSError, aiosqlite.Error) as error:
            raise StorageError(f"cannot open the database file: {error}") from error
        connection.row_factory = aiosqlite.Row
        try:
            for pragma in _PRAGMAS:
                await connection.execute_fetchall(f"PRAGMA {pragma}")
            await _switch_to_wal(connection)
        except aiosqlite.Error as error:
            await connection.close()
            raise StorageError(f"cannot use the database file: {error}") from error
        return cls(connection)

    @asynccontextmanager
    async def transaction(
        self,
        serial: str | None = None,  # noqa: ARG002 one unit runs at a time anyway
        *,
        is_snapshot: bool = False,
    ) -> AsyncIterator[SqliteTransaction]:
        await self._take_turn()
        try:
            unit = SqliteTransaction(self._connection, joins_group=bool(self._group))
            try:
                if not self._group:
                    await self._connection.execute("BEGIN" if is_snapshot else "BEGIN IMMEDIATE")
                yield unit
            except BaseException:
                await unit.undo()
                raise
            else:
                committed = asyncio.get_running_loop().create_future()
                self._group.append(committed)
            finally:
                if self._group and (not self._waiting or len(self._group) >= _LARGEST_GROUP):
                    await self._commit()
        finally:
            self._turn.release()
        await committed

    async def _take_turn(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except BaseException:
            self._waiting -= 1
            await self._commit_left_over()
            raise
        self._waiting -= 1

    async def _commit_left_over(self) -> None:
        """A unit that was waited for is not coming: the group before it must not wait any longer."""
        if self._group and not self._waiting and not self._turn.locked():
            async with self._turn:
                await self._commit()

    async def _commit(self) -> None:
        """Goes on when the unit that happens to do it is cancelled: others depend on it."""
        group, self._group = self._group, []
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            await asyncio.shield(self._settle(group, over))
        except asyncio.CancelledError:
            await asyncio.wait([over])
            raise

    async def _settle(self, group: Sequence[asyncio.Future[None]], over: asyncio.Future[None]) -> None:
        """Whoever waits learns what became of the commit."""
        problem: StorageError | None = None
        try:
            await self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 whatever it is, nothing was kept
            await _roll_back(self._connection)
            problem = StorageError(f"nothing was kept: {error}")
        for unit in group:
            if not unit.done():
                _tell(unit, problem)
        over.set_result(None)

    async def scrub(self) -> None:
        async with self._turn:
            if self._group:
                await self._commit()
            await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        async with self._turn:
            await self._connection.close()


def _tell(unit: asyncio.Future[None], problem: StorageError | None) -> None:
    if problem is None:
        unit.set_result(None)
    else:
        unit.set_exception(problem)


async def _roll_back(connection: aiosqlite.Connection) -> None:
    """Some failures have ended the transaction already; then there is nothing to undo."""
    with suppress(aiosqlite.OperationalError):
        await connection.execute("ROLLBACK")


def _made(path: Path) -> Path:
    """The file, readable for its owner alone, before anything is in it. That it can be opened is tried
    here: aiosqlite, when it fails to, leaves a thread behind that may speak to a loop which is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    sqlite3.connect(path).close()
    return path
