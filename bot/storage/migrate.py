"""Brings a database to the present schema: numbered SQL files, in order, forward only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.storage.database import Database, StorageError, Transaction
from bot.storage.unordered import put_in_order

MIGRATIONS = Path(__file__).with_name("migrations")


async def migrate(database: Database, up_to: int | None = None) -> int:
    """Apply what is missing, all in one transaction; returns the schema's number."""
    files = dict(numbered_files(up_to))
    async with database.transaction(serial="migrations") as tx:
        await tx.execute("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY)", {})
        done = await schema_number(tx)
        if done > max(files):
            raise StorageError(f"the database has schema {done}, newer than this version's {max(files)}")
        for number in sorted(number for number in files if number > done):
            for statement in _statements(files[number]):
                await tx.execute(statement, {})
            await tx.execute("INSERT INTO schema_migrations (number) VALUES (:number)", {"number": number})
        if database.engine == "sqlite":
            await put_in_order(tx)
    return max(files)


async def schema_number(tx: Transaction) -> int:
    rows = await tx.rows("SELECT COALESCE(MAX(number), 0) AS number FROM schema_migrations", {})
    return int(rows[0]["number"])


def numbered_files(up_to: int | None = None) -> Iterator[tuple[int, Path]]:
    for path in MIGRATIONS.glob("*.sql"):
        number = int(path.stem.partition("_")[0])
        if up_to is None or number <= up_to:
            yield number, path


def _statements(path: Path) -> Iterator[str]:
    lines = (line.partition("--")[0].rstrip() for line in path.read_text("utf-8").splitlines())
    for statement in "\n".join(filter(None, lines)).split(";"):
        if statement.strip():
            yield statement.strip()
