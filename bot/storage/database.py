"""The small interface both engines stand behind, and how a slice's SQL is loaded for both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import SimpleNamespace
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


class _Statement:
    """Called with a transaction and what stands for its parameters."""

    __slots__ = ("sql",)

    def __init__(self, sql: str) -> None:
        self.sql = sql


class _Rows(_Statement):
    __slots__ = ()

    async def __call__(self, tx: Transaction, /, **params: Any) -> Sequence[Row]:
        return await tx.rows(self.sql, params)


class _FirstRow(_Statement):
    __slots__ = ()

    async def __call__(self, tx: Transaction, /, **params: Any) -> Row | None:
        rows = await tx.rows(self.sql, params)
        return rows[0] if rows else None


class _Value(_Statement):
    __slots__ = ()

    async def __call__(self, tx: Transaction, /, **params: Any) -> Any:
        rows = await tx.rows(self.sql, params)
        return rows[0][0] if rows else None  # type: ignore[index]


class _Change(_Statement):
    __slots__ = ()

    async def __call__(self, tx: Transaction, /, **params: Any) -> int:
        return await tx.execute(self.sql, params)


class _Changes(_Statement):
    __slots__ = ()

    async def __call__(self, tx: Transaction, many: Iterable[Params], /) -> None:
        await tx.execute_many(self.sql, many)


_BY_SIGN = {"": _Rows, "^": _FirstRow, "$": _Value, "!": _Change, "*!": _Changes}
_NAME = re.compile(r"^-- name: (\w+)(\S*)$", re.MULTILINE)
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)


def load_queries(beside: str, name: str = "queries.sql") -> Any:
    """The statements of a file beside a module, as awaitable functions of a transaction.

    Above each stands `-- name: something` and a sign for what is wanted: none for rows, `^` for one of them,
    `$` for one value, `!` for how many rows were changed, `*!` for the same change many times.
    """
    _, *parts = _NAME.split(Path(beside).with_name(name).read_text("utf-8"))
    named = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return SimpleNamespace(
        **{each: _BY_SIGN[sign](_COMMENT.sub("", sql).strip()) for each, sign, sql in named}
    )
