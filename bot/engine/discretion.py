"""What discreet mode keeps: how somebody wants to be written to, and what stands in their chat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import orjson

from bot.core.ids import AddressId, MessageId, PersonId, random_id
from bot.core.manner import Manner, QuietHours
from bot.core.outcome import Lane, Letter, Wipe
from bot.engine.vault import Box
from bot.storage.database import Transaction, load_queries

queries = load_queries(__file__, "discretion.sql")

TRACED_FOR = 47 * 3600
"""Seconds. Telegram lets a message be deleted for 48 hours."""
_COARSE = 900
"""Traces say when to a quarter of an hour: to the second they would tell which letter they came from."""
_REACH_BYTES = 192
"""More than the longest: the length of a sealed address must not tell whose manner it has."""
_NUMBER_BYTES = 8
_IN_ONE_CALL = 100
"""Messages that Telegram deletes at once."""


class Veil(IntEnum):
    """What stands in a chat for a letter."""

    NONE = 0
    """The letter itself."""
    DOWN = 1
    """A neutral message; the letter waits behind it."""
    LIFTED = 2
    """A neutral message; the person has asked to see the letter, so it is owed."""
    EMPTY = 3
    """A neutral message; the letter has waited too long and is gone."""


@dataclass(frozen=True, slots=True, repr=False)
class Reach:
    """Where an address leads, and in which manner letters go there."""

    chat_id: int
    manner: Manner


def write_reach(reach: Reach) -> bytes:
    return orjson.dumps([reach.chat_id, reach.manner]).ljust(_REACH_BYTES)


def read_reach(written: bytes) -> Reach:
    """An address that was sealed before there was discreet mode is the chat's number alone."""
    match orjson.loads(written):
        case [int(chat_id), dict(fields)]:
            return Reach(chat_id, _manner(fields))
        case chat_id:
            return Reach(chat_id, Manner())


def write_manner(box: Box, person: PersonId, manner: Manner) -> bytes:
    return box.seal(orjson.dumps(manner).ljust(_REACH_BYTES), f"manner:{person}")


def read_manner(box: Box, person: PersonId, sealed: bytes | None) -> Manner:
    return Manner() if sealed is None else _manner(orjson.loads(box.open(sealed, f"manner:{person}")))


def _manner(fields: dict[str, Any]) -> Manner:
    quiet = fields["quiet"]
    return Manner(fields["is_neutral"], QuietHours(**quiet) if quiet else None, fields["wipe_after"])


async def keep_traces(
    tx: Transaction,
    person: PersonId,
    box: Box,
    messages: Iterable[MessageId],
    manner: Manner,
    now: int,
    sent_at: int | None = None,
) -> None:
    """The numbers of messages of this person's chat, sealed with their own key, until they are wiped.

    `sent_at`: when they came to stand there, if that is not now.
    """
    wipe_at = min(now + _kept_for(manner), (sent_at or now) + TRACED_FOR) // _COARSE * _COARSE
    rows = [_trace(person, box, message, wipe_at) for message in messages]
    if rows:
        await queries.keep_traces(tx, rows)


async def traced(tx: Transaction, person: PersonId, box: Box) -> Sequence[MessageId]:
    return [
        read_trace(box, row["trace_id"], row["sealed"]) for row in await queries.traces_of(tx, person=person)
    ]


async def move_traces(tx: Transaction, person: PersonId, before: Manner, after: Manner) -> None:
    """What stands in the chat already goes when the new manner says so."""
    await queries.move_traces(tx, person=person, seconds=_kept_for(after) - _kept_for(before))


def wipe_letters(to: AddressId, messages: Sequence[MessageId], lane: Lane = Lane.ANSWERS) -> list[Letter]:
    """One for each call of Telegram's."""
    batches = (messages[start : start + _IN_ONE_CALL] for start in range(0, len(messages), _IN_ONE_CALL))
    return [Letter(to, "discretion.wipe", Wipe(tuple(each)), lane, expires_in=TRACED_FOR) for each in batches]


def read_trace(box: Box, trace_id: str, sealed: bytes) -> MessageId:
    return MessageId(int.from_bytes(box.open(sealed, f"trace:{trace_id}")))


def _kept_for(manner: Manner) -> int:
    return manner.wipe_after or TRACED_FOR


def _trace(person: PersonId, box: Box, message: MessageId, wipe_at: int) -> dict[str, object]:
    trace_id = random_id()
    sealed = box.seal(message.to_bytes(_NUMBER_BYTES), f"trace:{trace_id}")
    return {"trace_id": trace_id, "person": person, "sealed": sealed, "wipe_at": wipe_at}
