"""docs/data.md names every table and column there is, why it exists and how long; and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.conftest import new_postgres_database
from tests.house import REPOSITORY
from tests.storage.schema import Column, columns_of, tables_in

PAGE = REPOSITORY / "docs" / "data.md"
HEADING = ["column", "why", "how long"]


def _documented() -> dict[str, list[list[str]]]:
    """The rows under each heading that has a table of columns."""
    found: dict[str, list[list[str]]] = {}
    for section in re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, *lines = section.splitlines()
        rows = [_cells(line) for line in lines if line.startswith("|")]
        if rows and rows[0] == HEADING:
            assert title.strip() not in found, f"{title} stands there twice"
            found[title.strip()] = rows[2:]
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


async def _columns(database: Database) -> Mapping[str, Sequence[Column]]:
    tables = sorted(await tables_in(database))
    async with database.transaction() as tx:
        return {table: await columns_of(database, tx, table) for table in tables}


async def test_every_table_and_column_is_documented_and_nothing_else_is(tmp_path: object) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/x.db")
    real = {table: [column.name for column in found] for table, found in (await _columns(database)).items()}
    await database.close()
    documented = {table: [row[0].strip("`") for row in rows] for table, rows in _documented().items()}
    assert documented.keys() == real.keys()
    for table, columns in real.items():
        assert sorted(documented[table]) == sorted(columns), table


def test_each_says_why_and_how_long() -> None:
    for table, rows in _documented().items():
        for row in rows:
            assert len(row) == len(HEADING), (table, row)
            assert all(row), (table, row)


async def test_both_engines_have_the_same_schema(tmp_path: object, postgres_server: object) -> None:
    one = await open_database(f"sqlite:///{tmp_path}/x.db")
    other = await open_database(new_postgres_database(postgres_server))
    try:
        assert await _columns(one) == await _columns(other)
    finally:
        await one.close()
        await other.close()
