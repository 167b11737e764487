"""What officers wrote that waits for a word of theirs: to which case, or why. Each under a key of its own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.context import Keys
from bot.core.ids import AddressId, KeyId, MessageId, random_id
from bot.features.concerns.store import queries
from bot.storage.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Held:
    """Words that were not sent yet. `case_id`: where they would go, if that is known."""

    text: str
    source: MessageId
    case_id: str | None


async def hold(
    tx: Transaction,
    keys: Keys,
    officer: AddressId,
    text: str,
    source: MessageId,
    now: int,
    case_id: str | None = None,
) -> str:
    """Keeps the words; returns the id they are found by."""
    held_id, key = random_id(), await keys.new(tx)
    sealed = (await keys.sealer(tx, key)).seal(text, f"held:{held_id}")
    await queries.hold(
        tx,
        held_id=held_id,
        officer=officer,
        key_id=key,
        sealed=sealed,
        source_message=source,
        now=now,
        case_id=case_id,
    )
    return held_id


async def edit(tx: Transaction, keys: Keys, officer: AddressId, source: MessageId, text: str) -> bool:
    """False when that message is not held."""
    row = await queries.held_by_source(tx, officer=officer, source_message=source)
    if row is None:
        return False
    sealer, held_id = await keys.sealer(tx, KeyId(row["key_id"])), row["held_id"]
    await queries.edit_held(tx, held_id=held_id, sealed=sealer.seal(text, f"held:{held_id}"))
    return True


async def release(tx: Transaction, keys: Keys, officer: AddressId, held_id: str) -> Held | None:
    """The words, which are then no longer held."""
    row = await queries.held(tx, held_id=held_id, officer=officer)
    if row is None:
        return None
    text = (await keys.sealer(tx, KeyId(row["key_id"]))).open(row["sealed"], f"held:{held_id}")
    await _drop(tx, keys, row)
    return Held(text, MessageId(row["source_message"]), row["case_id"])


async def drop_of_case(tx: Transaction, keys: Keys, case_id: str) -> None:
    """The case is being erased: words meant for it go with it."""
    for row in await queries.held_of_case(tx, case_id=case_id):
        await _drop(tx, keys, row)


async def drop_old(tx: Transaction, keys: Keys, before: int) -> None:
    for row in await queries.held_before(tx, before=before):
        await _drop(tx, keys, row)


async def _drop(tx: Transaction, keys: Keys, row: Row) -> None:
    await keys.destroy(tx, KeyId(row["key_id"]))
    await queries.drop_held(tx, held_id=row["held_id"])
