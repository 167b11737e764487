"""The small interface both engines stand behind, and how a slice's SQL is loaded for both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

Params = Mapping[str, Any]
Row = Mapping[str, Any]


class StorageError(Exception):
    """The database cannot be used as it stands; the message says why, without its address."""


class Contended(Exception):
    """Nothing is wrong with what was tried: others were in the way, or the connection went. Try it again."""


class Transaction(Protocol):
    """One unit of work. Statements use named parameters, `:name`."""

    async def rows(self, sql: str, params: Params) -> Sequence[Row]: ...

    async def execute(self, sql: str, params: Params) -> int:
        """How many rows the statement changed."""
        ...

    async def execute_many(self, sql: str, params: Iterable[Params]) -> None: ...


class Database(Protocol):
    """Where everything is kept."""

    @property
    def engine(self) -> Literal["sqlite", "postgresql"]: ...

    def transaction(
        self, serial: str | None = None, *, is_snapshot: bool = False
    ) -> AbstractAsyncContextManager[Transaction]:
        """A unit of work: durable when the block is left, undone when it raises.

        Units with the same `serial` run one after the other, in every process that shares the database.
        All that a snapshot reads is of one moment, whatever others write meanwhile.
        """
        ...

    async def scrub(self) -> None:
        """Make what was deleted unreadable in the files too, where the engine leaves it there."""
        ...

    async def close(self) -> None: ...


class _Adapter:
    """What `aiosql` calls; `conn` is our Transaction. Each function returns what is to be awaited."""

    is_aio_driver = False

    def process_sql(self, _name: str, _operation: object, sql: str) -> str:
        return sql

    async def select(
        self, conn: Transaction, _name: str, sql: str, params: Params, _record: object = None
    ) -> Sequence[Row]:
        return await conn.rows(sql, params)

    async def select_one(
        self, conn: Transaction, _name: str, sql: str, params: Params, _record: object = None
    ) -> Row | None:
        rows = await conn.rows(sql, params)
        return rows[0] if rows else None

    async def select_value(self, conn: Transaction, _name: str, sql: str, params: Params) -> Any:
        rows = await conn.rows(sql, params)
        return rows[0][0] if rows else None  # type: ignore[index]

    async def insert_update_delete(self, conn: Transaction, _name: str, sql: str, params: Params) -> int:
        return await conn.execute(sql, params)

    async def insert_update_delete_many(
        self, conn: Transaction, _name: str, sql: str, params: Iterable[Params]
    ) -> None:
        await conn.execute_many(sql, params)

    def insert_returning(self, *_: object) -> AsyncIterator[Row]:
        raise NotImplementedError("ids are made by us")

    select_cursor = execute_script = insert_returning


class Statements:
    """Awaitable functions of a transaction, by name. The file is read when the first of them is used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        import aiosql  # noqa: PLC0415 half of what it costs is paid by what is never used in a run

        adapter: Any = _Adapter
        loaded = aiosql.from_path(self._path, adapter, attribute=None, mandatory_parameters=False)
        self.__dict__ |= {each: getattr(loaded, each) for each in loaded.available_queries}
        return getattr(loaded, name)


def load_queries(beside: str, name: str = "queries.sql") -> Any:
    """The statements of a file beside a module."""
    return Statements(Path(beside).with_name(name))
