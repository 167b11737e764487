"""What was written in a case, by either side, and the notes officers make: sealed under the case's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.context import Keys, Sealer
from bot.core.ids import AddressId, FileId, MessageId, random_id
from bot.features.concerns.rules import Concern
from bot.features.concerns.store import concern_from, queries
from bot.storage.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Written:
    """One message of a case, opened: words, files, or both."""

    message_id: str
    case_id: str
    from_officer: bool
    text: str
    files: tuple[FileId, ...] = ()
    is_edited: bool = False


async def add_message(
    tx: Transaction,
    keys: Keys,
    concern: Concern,
    text: str,
    source: MessageId,
    *,
    from_officer: bool,
    files: tuple[FileId, ...] = (),
) -> Written:
    message_id = random_id()
    await queries.add_message(
        tx,
        message_id=message_id,
        case_id=concern.case_id,
        from_officer=int(from_officer),
        sealed=(await keys.sealer(tx, concern.key)).seal(text, _place(message_id)),
        source_message=source,
        files=" ".join(files),
    )
    return Written(message_id, concern.case_id, from_officer, text, files)


async def messages_of(tx: Transaction, keys: Keys, concern: Concern) -> Sequence[Written]:
    rows = await queries.messages_of(tx, case_id=concern.case_id)
    sealer = await keys.sealer(tx, concern.key)
    return [_written(sealer, row) for row in rows]


async def message(tx: Transaction, keys: Keys, concern: Concern, message_id: str) -> Written | None:
    """None when it is not of this case, or not there any more."""
    row = await queries.message(tx, message_id=message_id)
    if row is None or row["case_id"] != concern.case_id:
        return None
    return _written(await keys.sealer(tx, concern.key), row)


async def by_source(
    tx: Transaction, keys: Keys, concern: Concern, source: MessageId, *, from_officer: bool
) -> Written | None:
    """The message of this case that somebody wrote as number `source` of their chat."""
    row = await _by_source(tx, concern, source, from_officer=from_officer)
    return _written(await keys.sealer(tx, concern.key), row) if row else None


async def drop_message(tx: Transaction, written: Written) -> None:
    await queries.drop_message(tx, message_id=written.message_id)


async def case_of_message(tx: Transaction, message_id: str) -> str | None:
    row = await queries.message(tx, message_id=message_id)
    return row["case_id"] if row else None


async def is_written_in(tx: Transaction, concern: Concern, source: MessageId, *, from_officer: bool) -> bool:
    return await _by_source(tx, concern, source, from_officer=from_officer) is not None


async def concern_of_answer(tx: Transaction, officer: AddressId, source: MessageId) -> Concern | None:
    """The case an officer has, in which they wrote this message."""
    row = await queries.concern_of_answer(tx, officer=officer, source_message=source)
    return concern_from(row) if row else None


async def edit_message(
    tx: Transaction, keys: Keys, concern: Concern, source: MessageId, text: str, *, from_officer: bool
) -> Written | None:
    """The old words are overwritten. None when the message is not of this case, or says the same."""
    row = await _by_source(tx, concern, source, from_officer=from_officer)
    sealer = await keys.sealer(tx, concern.key)
    if row is None or (old := _written(sealer, row)).text == text:
        return None
    sealed = sealer.seal(text, _place(old.message_id))
    await queries.edit_message(tx, message_id=old.message_id, sealed=sealed)
    return Written(old.message_id, concern.case_id, from_officer, text, old.files, is_edited=True)


async def add_note(tx: Transaction, keys: Keys, concern: Concern, organisation: str, text: str) -> None:
    """For officers only: nothing ever sends a note to anybody else."""
    note_id = random_id()
    sealed = (await keys.sealer(tx, concern.key)).seal(text, f"concern_notes.sealed:{note_id}")
    await queries.add_note(
        tx, note_id=note_id, case_id=concern.case_id, organisation=organisation, sealed=sealed
    )


async def notes_of(tx: Transaction, keys: Keys, concern: Concern) -> list[tuple[str, str]]:
    """Organisation of who made it, and the words; oldest first."""
    sealer = await keys.sealer(tx, concern.key)
    return [
        (row["organisation"], sealer.open(row["sealed"], f"concern_notes.sealed:{row['note_id']}"))
        for row in await queries.notes_of(tx, case_id=concern.case_id)
    ]


async def _by_source(
    tx: Transaction, concern: Concern, source: MessageId, *, from_officer: bool
) -> Row | None:
    row: Row | None = await queries.message_by_source(
        tx, case_id=concern.case_id, from_officer=int(from_officer), source_message=source
    )
    return row


def _written(sealer: Sealer, row: Row) -> Written:
    text = sealer.open(row["sealed"], _place(row["message_id"]))
    files = tuple(FileId(each) for each in row["files"].split())
    return Written(
        row["message_id"], row["case_id"], bool(row["from_officer"]), text, files, bool(row["is_edited"])
    )


def _place(message_id: str) -> str:
    return f"concern_messages.sealed:{message_id}"
