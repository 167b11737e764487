"""A house with something in every table, and a look at all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.storage.backup import table_names
from bot.storage.database import Database, Transaction
from tests.storage.schema import Column, columns_of, tables_in

ROWS = 3
Contents = dict[str, list[tuple[tuple[str, Any], ...]]]


async def furnish(database: Database, up_to: int | None = None, rows: int = ROWS) -> int:
    """Fills every table of a schema; returns the number of rows. Every data key that is named exists."""
    async with database.transaction() as tx:
        for table in table_names(up_to):
            await _fill(database, tx, table, rows)
    return rows * len(table_names(up_to))


async def contents(database: Database, up_to: int | None = None) -> Contents:
    """All rows of all tables of a schema that are still there, in an order of their own."""
    found = {}
    still_there = await tables_in(database)
    async with database.transaction() as tx:
        for table in (name for name in table_names(up_to) if name in still_there):
            rows = await tx.rows(f"SELECT * FROM {table}", {})
            found[table] = sorted((tuple(sorted(dict(row).items())) for row in rows), key=repr)
    return found


async def add_row(database: Database, tx: Transaction, table: str, **given: object) -> None:
    """One row more, made up but for what is given."""
    columns = await columns_of(database, tx, table)
    await _insert(tx, table, columns, [{column.name: _value(column, ROWS) for column in columns} | given])


async def _fill(database: Database, tx: Transaction, table: str, rows: int) -> None:
    columns = await columns_of(database, tx, table)
    made_up = [{column.name: _value(column, number) for column in columns} for number in range(rows)]
    await _insert(tx, table, columns, made_up)


async def _insert(
    tx: Transaction, table: str, columns: Sequence[Column], rows: Sequence[Mapping[str, object]]
) -> None:
    names = ", ".join(column.name for column in columns)
    values = ", ".join(f":{column.name}" for column in columns)
    await tx.execute_many(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)


def _value(column: Column, number: int) -> object:
    if column.is_nullable and number == 0:
        return None
    match column.kind:
        case "TEXT":
            return f"{column.name} {number} ünï\u202ecode 'quoted' ✓"
        case "BYTEA":
            return bytes(range(256)) + str(number).encode()
        case "BIGINT":
            return 2**62 + number if column.name.endswith("_at") else number
        case _:
            return number
