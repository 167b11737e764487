"""SQLite's files: for their owner alone, and without what was deleted. Wrong addresses are one sentence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.storage.connect import open_database, sqlite_path
from bot.storage.database import Database, StorageError

SECRET = "the-words-that-must-go-" + "x" * 40


async def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/new/folder/trustline.db")
    await _write(database)
    files = sorted((tmp_path / "new" / "folder").iterdir())
    assert [file.name for file in files] == ["trustline.db", "trustline.db-shm", "trustline.db-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    await database.close()


async def test_what_was_deleted_is_gone_from_the_files_after_a_scrub(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/trustline.db")
    await _write(database)
    assert SECRET.encode() in _bytes(tmp_path)
    async with database.transaction() as tx:
        await tx.execute("DELETE FROM secrets", {})
    assert SECRET.encode() in _bytes(tmp_path), "in the write-ahead log it is still to be read"
    await database.scrub()
    assert SECRET.encode() not in _bytes(tmp_path)
    await database.close()


async def test_a_scrub_keeps_what_is_kept(database: Database) -> None:
    await _write(database)
    await database.scrub()
    async with database.transaction() as tx:
        (row,) = await tx.rows("SELECT sealed FROM secrets", {})
    assert row["sealed"] == SECRET.encode()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///var/x.db", "var/x.db"),
        ("sqlite:////data/x.db", "/data/x.db"),
        ("sqlite:///with%20space/x.db", "with space/x.db"),
    ],
)
def test_the_path_in_an_address(url: str, path: str) -> None:
    assert sqlite_path(url) == Path(path)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary, " * 100)
    with pytest.raises(StorageError, match="not a database"):
        await open_database(f"sqlite:///{tmp_path}/diary.txt")
    assert (tmp_path / "diary.txt").read_text().startswith("Dear diary")


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot open"):
        await open_database(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://somebody:hunter2@127.0.0.1:1/nowhere",
        "postgresql://somebody:hunter2@127.0.0.1:port/nowhere",
        "mysql://somebody:hunter2@127.0.0.1/nowhere",
        "hunter2",
    ],
)
async def test_an_address_that_leads_nowhere_is_one_sentence_without_the_password(url: str) -> None:
    with pytest.raises(StorageError) as refused:
        await open_database(url)
    assert "hunter2" not in str(refused.value)


async def _write(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO secrets (name, sealed) VALUES ('one', :sealed)", {"sealed": SECRET.encode()}
        )


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("trustline.db*"))
