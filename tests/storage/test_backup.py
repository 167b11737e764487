"""Backup and restore: every row comes back, on either engine; a file that is not whole brings nothing."""

from __future__ import annotations

import asyncio
import gzip
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.storage.backup import KEYS_NAME, backup, restore
from bot.storage.connect import open_database
from bot.storage.database import Database, StorageError
from tests.conftest import new_postgres_database
from tests.storage.backup_file import FORMAT, keys_beside, read_lines, write_lines
from tests.storage.furnished import ROWS, Contents, contents, furnish


@pytest.fixture
async def taken(tmp_path: Path) -> Path:
    """A backup of a house with something in every table."""
    database = await open_database(f"sqlite:///{tmp_path}/first.db")
    await furnish(database)
    await backup(database, tmp_path / "house.backup")
    await database.close()
    return tmp_path / "house.backup"


async def _after_restoring(url: str, file: Path) -> Contents:
    await restore(url, file)
    database = await open_database(url)
    found = await contents(database)
    await database.close()
    return found


async def test_from_sqlite_to_postgresql_and_back_nothing_changes(
    tmp_path: Path, postgres_server: object
) -> None:
    first = await open_database(f"sqlite:///{tmp_path}/first.db")
    rows = await furnish(first)
    before = await contents(first)
    assert await backup(first, tmp_path / "1") == rows
    await first.close()

    second_url = new_postgres_database(postgres_server)
    assert await _after_restoring(second_url, tmp_path / "1") == before
    second = await open_database(second_url)
    assert await backup(second, tmp_path / "2") == rows
    await second.close()
    assert await _after_restoring(f"sqlite:///{tmp_path}/third.db", tmp_path / "2") == before


async def test_only_the_owner_may_read_the_files(taken: Path) -> None:
    for file in (taken, keys_beside(taken)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys_beside(taken).name == KEYS_NAME
    assert [path.name for path in taken.parent.glob("*.partial")] == []


async def test_data_keys_stand_in_their_own_file(taken: Path) -> None:
    assert "data_keys" not in {line[0] for line in read_lines(taken)}
    assert {line[0] for line in read_lines(keys_beside(taken))[1:]} == {"data_keys"}


async def test_what_was_erased_since_stays_erased(taken: Path, tmp_path: Path) -> None:
    heading, first, *rest = read_lines(keys_beside(taken))
    assert first[1]["key_id"].startswith("key_id 0")
    write_lines(keys_beside(taken), [heading, *rest])
    found = await _after_restoring(f"sqlite:///{tmp_path}/new.db", taken)
    for table in (
        "concerns",
        "people",
        "concern_held",
        "concern_messages",
        "concern_cards",
        "links",
        "steps",
    ):
        assert len(found[table]) == ROWS - 1, table
    assert len(found["outbox"]) == ROWS


async def test_a_database_with_something_in_it_is_left_alone(taken: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/full.db"
    full = await open_database(url)
    await furnish(full, rows=1)
    before = await contents(full)
    with pytest.raises(StorageError, match="not empty"):
        await restore(url, taken)
    assert await contents(full) == before
    await full.close()


async def test_a_backup_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/first.db")
    with pytest.raises(StorageError, match="cannot write"):
        await backup(database, tmp_path / "no" / "such" / "folder")
    await furnish(database)
    await database.close()


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def _with_line(line: object) -> Callable[[Path], None]:
    return lambda file: write_lines(file, [*read_lines(file), line])


def _with_heading(heading: object) -> Callable[[Path], None]:
    return lambda file: write_lines(file, [heading, *read_lines(file)[1:]])


SPOILT: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "no keys beside it": lambda file: keys_beside(file).unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "something else": lambda file: file.write_text("Dear diary"),
    "something else, compressed": lambda file: file.write_bytes(gzip.compress(b"Dear diary\n")),
    "compressed nothing": lambda file: file.write_bytes(gzip.compress(b"")),
    "cut off": _cut,
    "damaged": _flip,
    "damaged keys": lambda file: _flip(keys_beside(file)),
    "another format": _with_heading(["trustline backup 99", 1]),
    "a heading of another shape": _with_heading({"format": FORMAT}),
    "a schema from the future": _with_heading([FORMAT, 10_000]),
    "a schema that is no number": _with_heading([FORMAT, "one"]),
    "a foreign table": _with_line(["sqlite_master", {"name": "x"}]),
    "a table that is SQL": _with_line(["people; DROP TABLE people", {"name": "x"}]),
    "a column that is SQL": _with_line(["erasures", {"erased_at) VALUES (1); --": 1}]),
    "a column that does not exist": _with_line(["erasures", {"proof_lookup": "x", "colour": "red"}]),
    "a row without what it needs": _with_line(["erasures", {"proof_lookup": "x"}]),
    "a row that is none": _with_line(["erasures", [1, 2]]),
    "a row twice": lambda file: write_lines(file, [*read_lines(file), read_lines(file)[1]]),
}


@pytest.mark.parametrize("how", SPOILT)
async def test_a_spoilt_file_brings_nothing(how: str, taken: Path, tmp_path: Path) -> None:
    SPOILT[how](taken)
    url = f"sqlite:///{tmp_path}/new.db"
    with pytest.raises(StorageError) as refused:
        await restore(url, taken)
    assert "\n" not in str(refused.value)
    left = await open_database(url)
    assert not any((await contents(left)).values())
    await left.close()


async def test_a_bad_row_brings_nothing_on_postgresql_either(taken: Path, postgres_server: object) -> None:
    write_lines(taken, [*read_lines(taken), ["erasures", {"proof_lookup": "x"}]])
    url = new_postgres_database(postgres_server)
    with pytest.raises(StorageError, match="does not fit"):
        await restore(url, taken)
    left = await open_database(url)
    assert not any((await contents(left)).values())
    await left.close()


async def test_a_backup_is_of_one_moment_though_others_write(tmp_path: Path, postgres_server: object) -> None:
    """A key and what it sealed are both in it, or neither."""
    url = new_postgres_database(postgres_server)
    database, other = await open_database(url), await open_database(url)
    held, written = asyncio.Event(), asyncio.Event()

    async def hold_up_the_reader() -> None:
        async with other.transaction() as tx:
            await tx.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE", {})
            held.set()
            await written.wait()

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(hold_up_the_reader())
        await held.wait()
        taking = tasks.create_task(backup(database, tmp_path / "b"))
        while not await _somebody_waits(other):  # noqa: ASYNC110 the server rings no bell
            await asyncio.sleep(0.01)
        await _write_key_and_proof(other)
        written.set()
    assert taking.result() == 0
    await database.close()
    await other.close()


async def _somebody_waits(database: Database) -> bool:
    async with database.transaction() as tx:
        return bool(await tx.rows("SELECT 1 FROM pg_locks WHERE NOT granted", {}))


async def _write_key_and_proof(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO data_keys (key_id, sealed) VALUES ('k', :sealed)", {"sealed": b""})
        await tx.execute("INSERT INTO erasures (proof_lookup, erased_at) VALUES ('p', 1)", {})
