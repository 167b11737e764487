"""What the ledger says: the versions of a programme, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.programme.kept import ImportId, KeptSession, ProgrammeId, SessionId
from bot.features.programme.ledger import Cause, Entry, Kind, read_value
from bot.features.programme.store import queries, read_session
from bot.storage.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version in which something was different."""

    import_id: ImportId
    programme_id: ProgrammeId
    imported_at: int
    cause: Cause
    changes: int


async def versions_of(tx: Transaction, programme: ProgrammeId, skipped: int, most: int) -> list[KeptVersion]:
    """The latest first."""
    rows = await queries.versions_of(tx, programme_id=programme, skipped=skipped, most=most)
    return [_version(row) for row in rows]


async def find_version(tx: Transaction, version: ImportId) -> KeptVersion | None:
    row = await queries.version(tx, import_id=version)
    return _version(row) if row else None


async def entries_of(
    tx: Transaction, version: ImportId, skipped: int, most: int
) -> list[tuple[Entry, KeptSession]]:
    """What it changed, by start, each with its session as it is now."""
    rows = await queries.entries_of(tx, import_id=version, skipped=skipped, most=most)
    return [(_entry(row), read_session(row)) for row in rows]


async def suspected_of(tx: Transaction, programme: ProgrammeId, now: int, most: int) -> list[KeptSession]:
    """Sessions still to come that may be cancelled, by start."""
    rows = await queries.suspected_of(tx, programme_id=programme, now=now, most=most)
    return [read_session(row) for row in rows]


def _version(row: Row) -> KeptVersion:
    return KeptVersion(
        ImportId(row["import_id"]),
        ProgrammeId(row["programme_id"]),
        row["imported_at"],
        Cause(row["cause"]),
        row["changes"],
    )


def _entry(row: Row) -> Entry:
    return Entry(
        SessionId(row["session_id"]), Kind(row["kind"]), read_value(row["before"]), read_value(row["after"])
    )
