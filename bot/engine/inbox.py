"""Updates in hand: on disk, sealed, before Telegram is told that we have them; each handled at most once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog

from bot.core.clock import Clock
from bot.core.incoming import (
    Attachment,
    Command,
    Edited,
    Event,
    Fetch,
    Press,
    Reachable,
    Read,
    Text,
    Unsupported,
)
from bot.core.language import Language
from bot.core.media import MediaKind
from bot.engine.people import queries
from bot.engine.vault import Unreadable, Vault
from bot.logs import log_failure
from bot.storage.database import Database, Transaction

log = structlog.get_logger(__name__)

REMEMBERED = 48 * 3600
"""Seconds the number of a handled update is known: Telegram offers an update again for 24 hours."""

_EVENTS: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (Command, Press, Text, Edited, Attachment, Fetch, Read, Unsupported, Reachable)
}


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """One update, reduced to what the house needs. The chat id is for the engine only."""

    update_id: int
    chat_id: int
    language: Language | None
    event: Event


def own_number() -> int:
    """A number for an envelope of our own: below zero, where Telegram's are not."""
    return -1 - secrets.randbits(62)


class Inbox:
    """Receives, remembers and finishes updates."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def receive(self, envelopes: Sequence[Envelope]) -> Sequence[Envelope]:
        """Durable when this returns. Returns those that were not known before."""
        if not envelopes:
            return ()
        numbers = [envelope.update_id for envelope in envelopes]
        async with self._database.transaction() as tx:
            rows = await queries.known_updates(tx, first=min(numbers), last=max(numbers))
            known = {row["update_id"] for row in rows}
            fresh = [envelope for envelope in envelopes if envelope.update_id not in known]
            if fresh:
                await queries.receive_updates(tx, [self._row(envelope) for envelope in fresh])
        return fresh

    async def left_over(self) -> Sequence[Envelope]:
        """What was received but not handled when the bot was stopped, oldest first."""
        async with self._database.transaction() as tx:
            rows = await queries.unhandled_updates(tx)
        envelopes = []
        for row in rows:
            try:
                envelopes.append(self._read(row["update_id"], row["sealed"]))
            except Unreadable as error:
                log_failure(log, "update_unreadable", error)
        return envelopes

    async def finish(self, tx: Transaction, update_id: int) -> bool:
        """Part of the handling transaction. False when it was finished already, by another worker."""
        return bool(await queries.finish_update(tx, update_id=update_id, now=int(self._clock.now())))

    async def owe(self, tx: Transaction, envelope: Envelope) -> None:
        """Something the house has still to do: kept like an update, under a number no update has."""
        await queries.receive_updates(tx, [self._row(envelope)])

    async def drop_old(self) -> None:
        async with self._database.transaction() as tx:
            await queries.drop_handled_updates(tx, before=int(self._clock.now()) - REMEMBERED)

    def _row(self, envelope: Envelope) -> dict[str, object]:
        event = envelope.event
        content = orjson.dumps([envelope.chat_id, envelope.language, type(event).__name__, event])
        return {
            "update_id": envelope.update_id,
            "sealed": self._vault.seal(content, f"update:{envelope.update_id}"),
            "received_at": int(self._clock.now()),
        }

    def _read(self, update_id: int, sealed: bytes) -> Envelope:
        chat_id, language, kind, fields = orjson.loads(self._vault.open(sealed, f"update:{update_id}"))
        if "arguments" in fields:
            fields["arguments"] = tuple(fields["arguments"])
        if kind in (Attachment.__name__, Fetch.__name__):
            fields["kind"] = MediaKind(fields["kind"])
        return Envelope(update_id, chat_id, Language.from_code(language), _EVENTS[kind](**fields))
