"""The schema: made by numbered files, the same on both engines, forward only, whatever is in the tables."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.backup import restore, table_names
from bot.storage.connect import connect, open_database
from bot.storage.database import Database, StorageError
from bot.storage.migrate import MIGRATIONS, migrate, numbered_files, schema_number
from tests.storage.backup_file import write_backup
from tests.storage.furnished import ROWS, contents, furnish
from tests.storage.schema import tables_in

NEWEST = max(number for number, _ in numbered_files())


async def _schema(database: Database) -> int:
    async with database.transaction() as tx:
        return await schema_number(tx)


def test_the_files_are_numbered_without_gaps_or_doubles() -> None:
    numbers = sorted(int(path.stem.partition("_")[0]) for path in MIGRATIONS.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_files_speak_the_subset_both_engines_know() -> None:
    kinds = re.compile(r"^    (\w+) (\w+)", re.MULTILINE)
    for _, path in numbered_files():
        for column, kind in kinds.findall(path.read_text("utf-8")):
            if column.islower():
                assert kind in ("TEXT", "BIGINT", "SMALLINT", "BYTEA"), f"{path.name}: {column} {kind}"


async def test_an_open_database_has_the_newest_schema_and_exactly_its_tables(database: Database) -> None:
    assert await _schema(database) == NEWEST
    assert await tables_in(database) == {*table_names(), "schema_migrations"}


async def test_opening_again_changes_nothing(database: Database, database_url: str) -> None:
    await furnish(database)
    before = await contents(database)
    again = await open_database(database_url)
    assert await contents(again) == before
    await again.close()


async def test_several_workers_may_start_at_the_same_time(database_url: str) -> None:
    opened = await asyncio.gather(*(connect(database_url) for _ in range(3)))
    await asyncio.gather(*(migrate(each) for each in opened))
    assert [await _schema(each) for each in opened] == [NEWEST] * 3
    await asyncio.gather(*(each.close() for each in opened))


async def test_a_newer_schema_is_refused_in_one_sentence(database: Database, database_url: str) -> None:
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO schema_migrations (number) VALUES (:n)", {"n": NEWEST + 1})
    with pytest.raises(StorageError, match=f"schema {NEWEST + 1}, newer than this version's {NEWEST}"):
        await open_database(database_url)


async def test_every_older_schema_is_brought_up_with_what_is_in_it(database_url: str) -> None:
    """One file after the other, with data in the tables of those before it, by a bot started anew."""
    for number in range(1, NEWEST + 1):
        database = await connect(database_url)
        assert await migrate(database, up_to=number) == number
        if number > 1:
            found = await contents(database, number - 1)
            assert [len(rows) for rows in found.values()] == [ROWS] * len(found)
        await _empty(database, number)
        await furnish(database, number)
        assert await _schema(database) == number
        await database.close()


async def test_a_migration_that_fails_leaves_the_schema_as_it_was(database_url: str) -> None:
    database = await connect(database_url)
    await migrate(database, up_to=1)
    async with database.transaction() as tx:
        await tx.execute("CREATE TABLE sessions (in_the_way BIGINT)", {})
    with pytest.raises(Exception, match="sessions"):
        await migrate(database)
    assert await _schema(database) == 1
    assert await tables_in(database) == {*table_names(1), "schema_migrations", "sessions"}
    await database.close()


async def test_a_backup_of_every_older_schema_is_restored(tmp_path: Path) -> None:
    for schema in range(1, NEWEST + 1):
        old = await connect(f"sqlite:///{tmp_path}/old{schema}.db")
        await migrate(old, up_to=schema)
        await furnish(old, schema)
        before = await contents(old, schema)
        await old.close()
        file = tmp_path / str(schema) / "old.backup"
        write_backup(file, schema, before)
        url = f"sqlite:///{tmp_path}/new{schema}.db"
        assert await restore(url, file) == sum(map(len, before.values()))
        new = await open_database(url)
        assert await _schema(new) == NEWEST
        after = await contents(new)
        still_there = before.keys() & after.keys()
        assert {table: len(after[table]) for table in still_there} == dict.fromkeys(still_there, ROWS)
        await new.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_table_of_sqlite_tells_in_which_order_rows_were_written(database: Database) -> None:
    """Else whoever gets the file could tell which were written together: a person, and a case of theirs."""
    for table in await tables_in(database):
        with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
            async with database.transaction() as tx:
                await tx.rows(f"SELECT rowid FROM {table}", {})


async def test_a_file_of_an_earlier_version_is_put_in_order_and_keeps_its_rows(tmp_path: Path) -> None:
    newest = await open_database(f"sqlite:///{tmp_path}/newest.db")
    await furnish(newest)
    made, kept = await _made(newest), await contents(newest)
    await newest.close()
    with closing(sqlite3.connect(tmp_path / "older.db")) as older, older:
        older.execute("ATTACH ? AS newest", (f"{tmp_path}/newest.db",))
        for sql in sorted(made, key=lambda sql: "INDEX" in sql.partition(" ON ")[0]):
            older.execute(sql.replace(" WITHOUT ROWID", ""))
        for table in (*kept, "schema_migrations"):
            older.execute(f"INSERT INTO {table} SELECT * FROM newest.{table}")
    again = await open_database(f"sqlite:///{tmp_path}/older.db")
    assert await contents(again) == kept
    assert await _made(again) == made
    assert await _schema(again) == NEWEST
    await again.close()


async def _made(database: Database) -> set[str]:
    """How all tables and indexes of an SQLite file were made."""
    async with database.transaction() as tx:
        rows = await tx.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL", {})
    return {row["sql"].replace('"', "") for row in rows}


async def _empty(database: Database, up_to: int) -> None:
    async with database.transaction() as tx:
        for table in table_names(up_to):
            await tx.execute(f"DELETE FROM {table}", {})
