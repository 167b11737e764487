"""Writes what a new version changed: the sessions, their rounds of reminders, the ledger, the news of it."""

from __future__ import annotations

from bot.core.ids import random_id
from bot.features.programme.difference import Change, Difference, Written
from bot.features.programme.edits import write_edits
from bot.features.programme.kept import ImportId, ProgrammeId, SessionId, track_key, write_content, write_text
from bot.features.programme.ledger import Cause, Entry, write_value
from bot.features.programme.model import Localized
from bot.features.programme.registering import follow
from bot.features.programme.rounds import set_rounds
from bot.features.programme.rules import venue_day
from bot.features.programme.store import DAY_FORMAT, queries
from bot.storage.database import Transaction


async def keep_difference(
    tx: Transaction,
    programme_id: ProgrammeId,
    zone: str,
    found: Difference,
    now: int,
    cause: Cause,
    version: str | None = None,
) -> ImportId | None:
    """All of it; None when nothing was different."""
    await _keep_sessions(tx, programme_id, zone, found)
    await set_rounds(tx, programme_id, zone, found.untimed, found.timed, now)
    if found.changed or found.doubted:
        await follow(tx, programme_id, now)
    if found.new or found.changed or found.entries:
        return await _keep_import(tx, programme_id, version, found, now, cause)
    return None


async def _keep_sessions(tx: Transaction, programme_id: ProgrammeId, zone: str, found: Difference) -> None:
    rows = [
        _row(programme_id, session_id, written, zone)
        for session_id, written in (found.new | found.changed).items()
    ]
    if rows:
        await queries.keep_sessions(tx, rows)
    doubted = [
        {
            "session_id": session_id,
            "is_withdrawn": int(doubt.is_withdrawn),
            "doubts": doubt.doubts,
            "edits": write_edits(doubt.edits),
        }
        for session_id, doubt in found.doubted.items()
    ]
    if doubted:
        await queries.doubt_sessions(tx, doubted)


def _row(programme_id: ProgrammeId, session_id: SessionId, written: Written, zone: str) -> dict[str, object]:
    session = written.session
    return {
        "session_id": session_id,
        "programme_id": programme_id,
        "session_key": session.key,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "day": venue_day(session.starts_at, zone).strftime(DAY_FORMAT),
        "track": track_key(session.track) if session.track else None,
        "state": session.state.value,
        "edits": write_edits(written.edits),
        "content": write_content(session),
    }


async def _keep_import(
    tx: Transaction,
    programme_id: ProgrammeId,
    version: str | None,
    found: Difference,
    now: int,
    cause: Cause,
) -> ImportId:
    import_id = ImportId(random_id())
    await queries.keep_import(
        tx,
        import_id=import_id,
        programme_id=programme_id,
        imported_at=now,
        version=version,
        is_told=int(not found.changes),
        cause=cause.value,
    )
    if found.entries:
        await queries.keep_entries(tx, [_entry_row(import_id, entry) for entry in found.entries])
    if found.changes:
        await queries.keep_changes(tx, [_change_row(import_id, change) for change in found.changes])
    return import_id


def _entry_row(import_id: str, entry: Entry) -> dict[str, object]:
    return {
        "import_id": import_id,
        "session_id": entry.session_id,
        "kind": entry.kind.value,
        "before": write_value(entry.before),
        "after": write_value(entry.after),
    }


def _change_row(import_id: str, change: Change) -> dict[str, object]:
    return {
        "import_id": import_id,
        "session_id": change.session_id,
        "kind": change.kind.value,
        "before_at": change.before.starts_at,
        "after_at": change.after.starts_at,
        "before_room": _room(change.before.room),
        "after_room": _room(change.after.room),
    }


def _room(room: Localized | None) -> str | None:
    return write_text(room) if room else None
