"""A journal on a real database, and the hand of somebody who can write into its tables but has no key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.core.audit import Verdict
from bot.core.ids import AddressId
from bot.core.journal import Deed, Entry
from bot.core.roles import Role
from bot.engine.journal import ChainedJournal
from bot.engine.people import Registry
from bot.engine.vault import Vault, new_key
from bot.storage.database import Database, Transaction

KEY = new_key()
NOW = 1_800_000_000
OLGA = AddressId("olga-at-the-police")
Rows = list[dict[str, Any]]

_ENTRY = """INSERT INTO journal (position, done_at, deed, role, organisation, member, subject, detail, link)
VALUES (:position, :done_at, :deed, :role, :organisation, :member, :subject, :detail, :link)"""


async def open_journal(database: Database) -> ChainedJournal:
    async with database.transaction(serial="secrets") as tx:
        return ChainedJournal((await Registry.load(tx, Vault([KEY]))).pepper)


def entry(number: int, case: str = "heron", deed: Deed = Deed.READ) -> Entry:
    return Entry(NOW + number, deed, Role.OFFICER, "police", OLGA, case, "")


async def write(database: Database, journal: ChainedJournal, *entries: Entry) -> None:
    async with database.transaction() as tx:
        await journal.write_all(tx, entries)


async def verdict(database: Database, journal: ChainedJournal, newest: int | None = None) -> Verdict:
    async with database.transaction() as tx:
        return await journal.verify(tx, newest)


async def all_rows(tx: Transaction) -> Rows:
    return [dict(row) for row in await tx.rows("SELECT * FROM journal ORDER BY position", {})]


async def forge(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """The table holds these rows, and no others."""
    await tx.execute("DELETE FROM journal", {})
    await tx.execute_many(_ENTRY, rows)


async def forge_end(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """The end says what somebody without the key can make it say: that the last of these is the last."""
    await tx.execute(
        "UPDATE journal_end SET entries = :entries, link = :link",
        {"entries": len(rows), "link": rows[-1]["link"]},
    )


def renumbered(rows: Sequence[dict[str, Any]]) -> Rows:
    return [{**row, "position": position} for position, row in enumerate(rows, 1)]
