"""What the database itself says of its tables."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Database, Transaction

_KINDS = {"text": "TEXT", "bigint": "BIGINT", "smallint": "SMALLINT", "bytea": "BYTEA"}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    is_nullable: bool


async def tables_in(database: Database) -> set[str]:
    if database.engine == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    async with database.transaction() as tx:
        return {row[0] for row in await tx.rows(sql, {})}  # type: ignore[index]


async def columns_of(database: Database, tx: Transaction, table: str) -> list[Column]:
    """In the order of the table."""
    if database.engine == "sqlite":
        sql = 'SELECT name, type, "notnull" OR pk > 0 AS needed FROM pragma_table_info(:name) ORDER BY cid'
        rows = await tx.rows(sql, {"name": table})
        return [Column(row["name"], row["type"], not row["needed"]) for row in rows]
    sql = """SELECT column_name AS name, data_type AS kind, is_nullable FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = :name ORDER BY ordinal_position"""
    rows = await tx.rows(sql, {"name": table})
    return [Column(row["name"], _KINDS[row["kind"]], row["is_nullable"] == "YES") for row in rows]
