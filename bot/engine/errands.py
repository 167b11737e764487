"""Claimed letters, opened: with what they need to leave, in the manner their reader has chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.core.ids import AddressId, KeyId, Ref
from bot.core.manner import Manner
from bot.core.outcome import Body, Delete, Ending, Post, Revise, Screen, SentMessage, Unwritten
from bot.core.writers import Writers
from bot.engine.batches import count_ending
from bot.engine.discretion import Veil
from bot.engine.letters import Readiness, read_body, readiness, refs_in
from bot.engine.outbox import LetterState
from bot.engine.people import Registry, queries
from bot.engine.scribe import Scribe
from bot.engine.settling import Settling
from bot.engine.vault import Unreadable
from bot.engine.veil import Neutral, Veils
from bot.engine.workshop import Workshop
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
        self, workshop: Workshop, registry: Registry, veils: Veils, settling: Settling, writers: Writers
    ) -> None:
        self._outbox = workshop.outbox
        self._keyring = workshop.keyring
        self._registry = registry
        self._veils = veils
        self._settling = settling
        self._scribe = Scribe(writers)

    async def open(self, tx: Transaction, rows: Sequence[Row], now: int) -> list[Errand]:
        """Those that leave now. The others have come to their end, or must wait for another one."""
        opened = [(row, body) for row in rows if (body := await self._open(tx, row, now))]
        written = await self._write(tx, opened, now)
        errands = [await self._errand(tx, row, body, now) for row, body in written]
        return [errand for errand in errands if errand]

    async def _open(self, tx: Transaction, row: Row, now: int) -> Body | Unwritten | None:
        """A letter that is yet to be written says by itself when it has become too late."""
        if row["address_sealed"] is None or (row["key_id"] and row["key_sealed"] is None):
            await queries.forget_letter(tx, letter_id=row["letter_id"])
            await count_ending(tx, row, Ending.UNREACHABLE)
            return None
        try:
            body = self._read(row)
        except Unreadable as error:
            log_failure(log, "letter_unreadable", error, letter_kind=row["kind"])
            await self._settling.give_up(tx, row, LetterState.REFUSED)
            return None
        if row["expires_at"] <= now and not isinstance(body, Unwritten):
            await self._settling.give_up(tx, row, LetterState.EXPIRED)
            return None
        return body

    async def _write(
        self, tx: Transaction, opened: Sequence[tuple[Row, Body | Unwritten]], now: int
    ) -> list[tuple[Row, Body]]:
        unwritten = [(row, body) for row, body in opened if isinstance(body, Unwritten)]
        screens = await self._scribe.write(tx, unwritten, now) if unwritten else {}
        written = []
        for row, body in opened:
            if not isinstance(body, Unwritten):
                written.append((row, body))
            elif row["letter_id"] not in screens:
                await self._settling.give_up(tx, row, LetterState.REFUSED)
            elif post := await self._post(tx, row, screens[row["letter_id"]]):
                written.append((row, post))
        return written

    async def _post(self, tx: Transaction, row: Row, screen: Screen | None) -> Post | None:
        """What has nothing to say does not leave; who has asked for it is told so."""
        if screen is None and row["veil"] == Veil.LIFTED:
            screen = await self._veils.nothing_waits(tx, row)
        if screen is not None:
            return Post(screen)
        await queries.forget_letter(tx, letter_id=row["letter_id"])
        return None

    async def _errand(self, tx: Transaction, row: Row, body: Body, now: int) -> Errand | None:
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
        return await self._dressed(tx, row, body, places, now)

    async def _dressed(
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

    def _read(self, row: Row) -> Body | Unwritten:
        key = KeyId(row["key_id"]) if row["key_id"] else None
        box = self._keyring.unwrap(key, row["key_sealed"]) if key else self._registry.vault
        return read_body(box.open(row["sealed"], f"letter:{row['letter_id']}"))
