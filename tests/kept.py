"""What stands in a database, read past all of our own stores: every value of every table, on both engines."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.engine.keyring import Keyring
from bot.engine.master_key import key_file, master_keys
from bot.engine.people import Registry
from bot.engine.vault import Vault
from bot.storage.backup import table_names
from bot.storage.connect import connect, sqlite_path
from bot.storage.database import Database, Row, Transaction

SHORTEST = 8
LARGEST_SMALL_NUMBER = 2**32
"""Times in seconds, numbers of messages and of updates are below."""

Dump = Mapping[str, list[dict[str, Any]]]
"""All rows of all tables, by table."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = await connect(url)
    try:
        yield database
    finally:
        await database.close()


async def keyring(tx: Transaction, url: str, folder: Path) -> Keyring:
    """The keys of a bot that was started in `folder` and made its master key itself."""
    return Keyring(await Registry.load(tx, Vault(master_keys(None, folder / key_file(url)))))


async def dump(database: Database) -> Dump:
    async with database.transaction() as tx:
        return {
            table: [dict(row) for row in await tx.rows(f"SELECT * FROM {table}", {})]
            for table in table_names()
        }


def long_values(held: Dump) -> set[bytes]:
    """All that is at least eight bytes long: keys, pseudonyms, sealed boxes, and what contains them; numbers
    only where they are large enough to be a Telegram id."""
    values = (value for rows in held.values() for row in rows for value in row.values())
    return {written for value in values if len(written := _written(value)) >= SHORTEST}


def _written(value: object) -> bytes:
    match value:
        case bytes():
            return value
        case str():
            return value.encode()
        case int() if value > LARGEST_SMALL_NUMBER:
            return str(value).encode()
        case _:
            return b""


async def rows_after_a_crash(url: str, sql: str, scratch: Path) -> list[Row]:
    """What a stopped bot has left behind. SQLite's files are copied: the bot itself must recover them."""
    if url.startswith("sqlite"):
        url = f"sqlite:///{copy_of(sqlite_path(url), scratch)}"
    async with opened(url) as database, database.transaction() as tx:
        return list(await tx.rows(sql, {}))


def copy_of(database: Path, folder: Path) -> Path:
    """A copy of a SQLite database as it lies on the disk, journals included.

    Made by another process: whoever closes a file gives up all locks its process has on it, SQLite's too.
    """
    folder.mkdir(exist_ok=True)
    for old in folder.glob(f"{database.name}*"):
        old.unlink()
    subprocess.run(["cp", *database.parent.glob(f"{database.name}*"), folder], check=True)
    return folder / database.name
