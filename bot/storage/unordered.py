"""SQLite files of earlier versions: their rows lie in the order in which they were written."""

from __future__ import annotations

import re

from bot.storage.database import Transaction

_UNORDERED = """SELECT name, sql FROM sqlite_master
    WHERE type = 'table' AND sql LIKE '%PRIMARY KEY%' AND sql NOT LIKE '%WITHOUT ROWID%'"""
_INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL"
_HEAD = re.compile(r'^CREATE TABLE "?\w+"?')


async def put_in_order(tx: Transaction) -> None:
    """Makes each table anew, with the same rows: a table made now has no order but that of its keys."""
    for table in await tx.rows(_UNORDERED, {}):
        name, new = table["name"], f"ordered_{table['name']}"
        indexes = await tx.rows(_INDEXES, {"name": name})
        await tx.execute(_HEAD.sub(f"CREATE TABLE {new}", table["sql"]), {})
        await tx.execute(f"INSERT INTO {new} SELECT * FROM {name}", {})  # noqa: S608 our own names
        await tx.execute(f"DROP TABLE {name}", {})
        await tx.execute(f"ALTER TABLE {new} RENAME TO {name}", {})
        for index in indexes:
            await tx.execute(index["sql"], {})
