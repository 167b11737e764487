"""Backup and restore: every row of every table as lines of JSON, the same for both engines.

What is sealed stays sealed: without the master key, which is not in the file, nothing can be read.
Data keys go to a file of their own beside the backup, of which only the newest is kept: what was erased
since a backup was taken has no key there any more, and cannot be read in that backup either.
"""

from __future__ import annotations

import base64
import gzip
import os
import re
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from bot.storage.connect import connect
from bot.storage.database import Database, StorageError, Transaction
from bot.storage.migrate import migrate, numbered_files, schema_number

KEYS_NAME = "trustline.keys"
"""The newest data keys, beside the backups they open."""

_KEYS = "data_keys"
Line = tuple[str, dict[str, Any]]
"""A table and one of its rows."""

_FORMAT = "trustline backup 1"
_TABLE = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)
_DROPPED = re.compile(r"^DROP TABLE (\w+)", re.MULTILINE)
_BELONGS_TO: Mapping[str, tuple[str, str]] = {
    "links": ("person", "people"),
    "steps": ("person", "people"),
    "traces": ("person", "people"),
    "concern_messages": ("case_id", "concerns"),
    "concern_cards": ("case_id", "concerns"),
    "concern_notes": ("case_id", "concerns"),
    "concern_exclusions": ("case_id", "concerns"),
    "concern_handovers": ("case_id", "concerns"),
    "concern_limits": ("case_id", "concerns"),
    "training_staff": ("training_id", "trainings"),
    "broadcast_rounds": ("broadcast_id", "broadcasts"),
}
"""Rows that mean nothing without a row of another table whose key may have been destroyed."""


def table_names(up_to: int | None = None) -> list[str]:
    """All tables of a schema, in the order in which the migrations make them."""
    files = dict(numbered_files(up_to))
    steps = "".join(files[number].read_text("utf-8") for number in sorted(files))
    dropped = set(_DROPPED.findall(steps))
    return [name for name in _TABLE.findall(steps) if name not in dropped]


async def backup(database: Database, file: Path) -> int:
    """Write a file only its owner may read, whole or not at all. Returns the number of rows."""
    tables = table_names()
    try:
        with _replacing(file) as out, _replacing(file.with_name(KEYS_NAME)) as keys:
            async with database.transaction(serial="backup", is_snapshot=True) as tx:
                heading = orjson.dumps([_FORMAT, await schema_number(tx)]) + b"\n"
                out.write(heading)
                keys.write(heading)
                return sum([await _write(tx, table, keys if table == _KEYS else out) for table in tables])
    except OSError as error:
        raise StorageError(f"cannot write {file}: {error.strerror}") from error


async def restore(url: str, file: Path) -> int:
    """Into an empty database, brought to the present schema afterwards. Returns the number of rows.

    What was erased after the backup was taken stays erased: its key is not in the newest keys.
    """
    keys, lines = _read(file.with_name(KEYS_NAME)), _read(file)
    next(keys)
    schema = _schema_of(file, next(lines))
    tables = table_names(schema)
    database = await connect(url)
    try:
        await migrate(database, up_to=schema)
        async with database.transaction(serial="restore") as tx:
            await _refuse_unless_empty(tx, tables)
            rows = await _fill(tx, keys, lines)
            rows -= sum([await _drop_orphans(tx, table) for table in _BELONGS_TO if table in tables])
        await migrate(database)
    except StorageError:
        raise
    except Exception as error:
        raise StorageError(f"{file} does not fit into the database: {type(error).__name__}") from error
    finally:
        await database.close()
    return rows


async def _fill(tx: Transaction, keys: Iterator[Line], lines: Iterator[Line]) -> int:
    held = [row async for _, row in _inserted(tx, keys)]
    names = {row["key_id"] for row in held}
    readable = (line for line in lines if _is_readable(line[1], names))
    kept = [table async for table, _ in _inserted(tx, readable)]
    return len(held) + len(kept)


async def _write(tx: Transaction, table: str, out: gzip.GzipFile) -> int:
    rows = await tx.rows(f"SELECT * FROM {table} ORDER BY 1", {})  # noqa: S608 a name of ours; not as written
    for row in rows:
        out.write(orjson.dumps([table, _packed(dict(row))]) + b"\n")
    return len(rows)


async def _refuse_unless_empty(tx: Transaction, tables: list[str]) -> None:
    for table in tables:
        if await tx.rows(f"SELECT 1 FROM {table} LIMIT 1", {}):  # noqa: S608 a name of ours
            raise StorageError(f"the database is not empty: there is something in {table}")


async def _inserted(tx: Transaction, lines: Iterator[Line]) -> AsyncIterator[Line]:
    for table, row in lines:
        columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
        await tx.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})", _unpacked(row))  # noqa: S608
        yield table, row


async def _drop_orphans(tx: Transaction, table: str) -> int:
    column, owner = _BELONGS_TO[table]
    return await tx.execute(
        f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {column} FROM {owner})",  # noqa: S608
        {},
    )


def _is_readable(row: Mapping[str, Any], keys: set[str]) -> bool:
    key = row.get("key_id")
    return key is None or key in keys


@contextmanager
def _replacing(file: Path) -> Iterator[gzip.GzipFile]:
    """A compressed file that takes its name only when it is whole."""
    partial = file.with_name(file.name + ".partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with gzip.open(raw, "wb") as out:
                yield out
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _read(file: Path) -> Iterator[Any]:
    """The heading, then (table, row) after (table, row); names are checked against our own."""
    try:
        with gzip.open(file, "rb") as lines:
            heading = orjson.loads(next(lines))
            if heading[0] != _FORMAT:
                raise StorageError(f"{file} is no backup of Trustline's")
            yield heading
            names = set(table_names(heading[-1]))
            for line in lines:
                table, row = orjson.loads(line)
                if table not in names or not all(column.isidentifier() for column in dict(row)):
                    raise StorageError(f"{file} names a table or column that does not exist")
                yield table, row
    except (OSError, EOFError, zlib.error, StopIteration, ValueError, LookupError, TypeError) as error:
        raise StorageError(f"{file} cannot be read as a backup: {type(error).__name__}") from error


def _schema_of(file: Path, heading: list[Any]) -> int:
    known, schema = [number for number, _ in numbered_files()], heading[-1]
    if schema not in known:
        raise StorageError(f"{file} has schema {schema}; this version knows {min(known)} to {max(known)}")
    return int(schema)


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
    }


def _unpacked(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64decode(value["b64"]) if isinstance(value, dict) else value
        for name, value in row.items()
    }
