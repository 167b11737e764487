"""From a database URL to an open, migrated database."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.storage.database import Database, StorageError
from bot.storage.migrate import migrate


def sqlite_path(url: str) -> Path:
    """`sqlite:///var/x.db` is relative to where the bot was started, `sqlite:////data/x.db` is not."""
    return Path(unquote(urlsplit(url).path.removeprefix("/")))


def folder_of(url: str) -> Path | None:
    """Where the database's file lies; None with a database server."""
    return sqlite_path(url).parent if urlsplit(url).scheme == "sqlite" else None


async def open_database(url: str) -> Database:
    """Open and at the present schema. Raises StorageError."""
    database = await connect(url)
    try:
        await migrate(database)
    except BaseException:
        await database.close()
        raise
    return database


async def connect(url: str) -> Database:
    """Raises StorageError, whose message never contains the URL: it may hold a password."""
    database: Database
    match urlsplit(url).scheme:
        case "sqlite":
            from bot.storage.sqlite import SqliteDatabase  # noqa: PLC0415 only the driver that is used

            database = await SqliteDatabase.open(sqlite_path(url))
        case "postgresql" | "postgres":
            from bot.storage.postgres import PostgresDatabase  # noqa: PLC0415

            database = await PostgresDatabase.open(url)
        case scheme:
            raise StorageError(f"no such database engine: {scheme or 'none named'}")
    return database
