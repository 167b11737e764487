"""Claimed letters, opened: with what they need to leave, in the manner their reader has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.core.ids import AddressId, KeyId, Ref
from bot.core.manner import Manner
from bot.core.outcome import Body, Delete, Ending, Revise, SentMessage
from bot.engine.batches import count_ending
from bot.engine.keyring import Keyring
from bot.engine.letters import Readiness, read_body, readiness, refs_in
from bot.engine.outbox import LetterState, Outbox
from bot.engine.people import Registry, queries
from bot.engine.settling import Settling
from bot.engine.vault import Unreadable
from bot.engine.veil import Neutral, Veils
from bot.logs import log_failure
from bot.storage.database import Row, Transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Errand:
    """One claimed letter, opened."""

    row: Row
    chat_id: int
    body: Body
    places: Mapping[Ref, SentMessage]
    manner: Manner
    neutral: Neutral | None
    """The message whose place it takes."""


class Errands:
    """Opens claimed letters; those that cannot leave are settled at once."""

    def __init__(
        self, outbox: Outbox, registry: Registry, keyring: Keyring, veils: Veils, settling: Settling
    ) -> None:
        self._outbox = outbox
        self._registry = registry
        self._keyring = keyring
        self._veils = veils
        self._settling = settling

    async def open(self, tx: Transaction, row: Row, now: int) -> Errand | None:
        """None when the letter has come to its end, or must wait for another one."""
        if row["address_sealed"] is None or (row["key_id"] and row["key_sealed"] is None):
            await queries.forget_letter(tx, letter_id=row["letter_id"])
            await count_ending(tx, row, Ending.UNREACHABLE)
            return None
        if row["expires_at"] <= now:
            await self._settling.give_up(tx, row, LetterState.EXPIRED)
            return None
        try:
            body = self._read(row)
        except Unreadable as error:
            log_failure(log, "letter_unreadable", error, letter_kind=row["kind"])
            await self._settling.give_up(tx, row, LetterState.REFUSED)
            return None
        refs = refs_in(body)
        to = AddressId(row["address_id"])
        places = await self._outbox.places(tx, to, refs, row["position"]) if refs else {}
        match readiness(body, refs, places):
            case Readiness.WAITS:
                await queries.letter_waits(tx, letter_id=row["letter_id"], try_at=now + 1)
                return None
            case Readiness.WORTHLESS:
                await queries.forget_letter(tx, letter_id=row["letter_id"])
                return None
        return await self._errand(tx, row, body, places, now)

    async def _errand(
        self, tx: Transaction, row: Row, body: Body, places: Mapping[Ref, SentMessage], now: int
    ) -> Errand | None:
        """The letter in the manner its reader has chosen."""
        reach = self._registry.reach(AddressId(row["address_id"]), row["address_sealed"])
        if isinstance(body, Revise | Delete):
            left = await self._veils.reach_behind(tx, row, body, now)
            if left is None:
                return None
            body = left
        row, body, neutral = await self._veils.dress(tx, row, body, reach.manner, now)
        return Errand(row, reach.chat_id, body, places, reach.manner, neutral)

    def _read(self, row: Row) -> Body:
        place = f"letter:{row['letter_id']}"
        if row["key_id"]:
            return read_body(
                self._keyring.unwrap(KeyId(row["key_id"]), row["key_sealed"]).open(row["sealed"], place)
            )
        return read_body(self._registry.vault.open(row["sealed"], place))
