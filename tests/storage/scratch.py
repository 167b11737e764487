"""A table of its own for tests of the transactions themselves."""

from __future__ import annotations

from bot.storage.database import Database

MADE = """CREATE TABLE scratch (
    id BIGINT PRIMARY KEY,
    note TEXT,
    parent BIGINT REFERENCES scratch (id) DEFERRABLE INITIALLY DEFERRED
)"""
KEEP = "INSERT INTO scratch (id, note, parent) VALUES (:id, :note, :parent)"


async def make_scratch(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(MADE, {})


async def keep(database: Database, number: int, note: str = "", parent: int | None = None) -> None:
    """One unit with one row; a parent that is not there lets the commit fail."""
    async with database.transaction() as tx:
        await tx.execute(KEEP, {"id": number, "note": note, "parent": parent})


async def kept(database: Database) -> list[int]:
    async with database.transaction() as tx:
        return [row["id"] for row in await tx.rows("SELECT id FROM scratch ORDER BY id", {})]
