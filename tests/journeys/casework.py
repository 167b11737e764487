"""What the house has written down about its cases, read past all that anybody is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from bot.core.journal import Deed, Entry
from bot.engine.outbox import LetterState
from bot.engine.vault import Box, Unreadable, Vault
from bot.features.concerns import store
from bot.features.concerns.rules import Concern
from bot.sandbox.seen import Message
from bot.storage.database import Row
from tests.house import Play
from tests.kept import dump

HOUR = 3600
DAY = 24 * HOUR


async def cases(play: Play) -> list[Concern]:
    """The oldest first."""
    async with play.house.database.transaction() as tx:
        rows = await tx.rows("SELECT * FROM concerns ORDER BY opened_at", {})
    return [store.concern_from(row) for row in rows]


async def the_case(play: Play) -> Concern:
    (concern,) = await cases(play)
    return concern


async def done(play: Play, concern: Concern) -> list[Entry]:
    """The journal of a case."""
    async with play.house.database.transaction() as tx:
        return list(await play.house.journal.about(tx, concern.case_id))


async def details(play: Play, concern: Concern, deed: Deed) -> list[str]:
    """What the journal says beside each time this was done."""
    return [entry.detail for entry in await done(play, concern) if entry.deed is deed]


async def all_opened(play: Play) -> bytes:
    """All that is kept, with everything sealed opened by the keys that are still there."""
    held = await dump(play.house.database)
    vault = play.house.registry.vault
    boxes: list[Box | Vault] = [vault]
    boxes += [Box(vault.open(row["sealed"], f"data_key:{row['key_id']}")) for row in held["data_keys"]]
    found = []
    for row in (row for rows in held.values() for row in rows):
        found += [str(value).encode() for value in row.values() if not isinstance(value, bytes)]
        found += [opened for place in _places(row) for opened in _opened(row, place, boxes)]
    return b"\n".join(found)


async def nothing_is_owed(play: Play) -> None:
    """Every letter that may leave by now has left, and that is written down."""

    async def none_waits() -> bool:
        async with play.house.database.transaction() as tx:
            rows = await tx.rows("SELECT state, try_at FROM outbox WHERE state < 2", {})
        return all(row["state"] == LetterState.DUE and row["try_at"] > play.clock.now() for row in rows)

    await comes_true(none_waits)


async def none_is_on_its_way(play: Play) -> None:
    """What became of every letter that has left is written down."""

    async def none_is_claimed() -> bool:
        async with play.house.database.transaction() as tx:
            rows = await tx.rows("SELECT state FROM outbox", {})
        return all(row["state"] != LetterState.CLAIMED for row in rows)

    await comes_true(none_is_claimed)


async def comes_true(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Waits for what nobody rings a bell for. Raises TimeoutError after thirty seconds."""
    async with asyncio.timeout(30):
        while not await is_so():  # noqa: ASYNC110 what is waited for is another's doing
            await asyncio.sleep(0.02)


def callback(message: Message, label: str) -> str:
    """What a button sends, to be pressed when it is not there any more, or by somebody else."""
    button = message.button(label)
    assert button is not None, message
    return str(button["callback_data"])


def _places(row: Row) -> Iterator[str]:
    """What the boxes of a row may be bound to."""
    if "dialogue" in row:
        yield f"step:{row['person']}:{row['dialogue']}"
    for column, place in (
        ("letter_id", "letter"),
        ("update_id", "update"),
        ("held_id", "held"),
        ("file_id", "file"),
        ("message_id", "concern_messages.sealed"),
        ("note_id", "concern_notes.sealed"),
        ("case_id", "concerns.summary"),
    ):
        if column in row:
            yield f"{place}:{row[column]}"


def _opened(row: Row, place: str, boxes: list[Box | Vault]) -> Iterator[bytes]:
    for sealed in (value for value in row.values() if isinstance(value, bytes)):
        for box in boxes:
            try:
                yield box.open(sealed, place)
            except Unreadable:
                continue
