"""What becomes of a letter after it was carried, or could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.core.clock import Clock
from bot.core.ids import AddressId, Ref
from bot.core.outcome import Ending, Letter, Loss
from bot.engine.batches import count_ending, count_sent
from bot.engine.carrier import (
    Carried,
    NotCarried,
    NotSent,
    RateLimited,
    Refused,
    Uncertain,
    Unreachable,
)
from bot.engine.discretion import Veil
from bot.engine.outbox import KEPT_AFTER_SENDING, LetterState, Outbox
from bot.engine.people import forget_address, give_up_address, queries
from bot.engine.veil import Veils
from bot.logs import log_failure
from bot.storage.database import Row, Transaction

log = structlog.get_logger(__name__)

LONGEST_BACKOFF = 300
_ENDINGS = {
    LetterState.UNKNOWN: Ending.UNKNOWN,
    LetterState.EXPIRED: Ending.EXPIRED,
    LetterState.REFUSED: Ending.REFUSED,
}

Undelivered = Callable[[Transaction, str, Ref | None, Loss], Awaitable[Sequence[Letter]]]
"""Told (kind, ref) of a letter that will never be read, and why; what is owed because of that."""


class Settling:
    """Writes down the end of letters, or when they are to be tried again."""

    def __init__(self, outbox: Outbox, veils: Veils, clock: Clock, undelivered: Undelivered) -> None:
        self._outbox = outbox
        self._veils = veils
        self._clock = clock
        self._undelivered = undelivered

    async def settle(self, tx: Transaction, row: Row, result: Carried | NotCarried) -> None:
        match result:
            case Carried():
                await self._remember(tx, row, result)
                await count_ending(tx, row, Ending.SENT)
            case RateLimited():
                await self._again(tx, row, result.seconds)
            case Uncertain() if row["at_most_once"]:
                await self.give_up(tx, row, LetterState.UNKNOWN)
            case NotSent() | Uncertain():
                await self._again(tx, row, min(2 ** row["tries"], LONGEST_BACKOFF))
            case Unreachable():
                await self._lose(tx, AddressId(row["address_id"]))
            case Refused():
                log_failure(log, "letter_refused", result, letter_kind=row["kind"])
                await self.give_up(tx, row, LetterState.REFUSED)

    async def let_go(self, tx: Transaction) -> None:
        """What nobody has wanted to see for so long is not kept; whoever wrote it is told."""
        owed = [
            letter
            for row in await self._veils.drop_old(tx)
            for letter in await self._undelivered(tx, row["kind"], row["ref"], Loss.UNSEEN)
        ]
        await self._outbox.post(tx, list(dict.fromkeys(owed)))  # several of one case are told of once

    async def forget(self, tx: Transaction, rows: Sequence[Row]) -> None:
        """All of these have arrived, and nothing more need be known of them."""
        if rows:
            await queries.forget_letters(tx, [{"letter_id": row["letter_id"]} for row in rows])
        for batch, number in Counter(row["batch"] for row in rows if row["batch"]).items():
            await count_sent(tx, batch, number)

    async def _remember(self, tx: Transaction, row: Row, carried: Carried) -> None:
        if row["veil"] == Veil.DOWN:
            await self._veils.stands(tx, row, carried)
        elif row["is_last"]:
            await forget_address(tx, AddressId(row["address_id"]))
        elif row["ref"] is None:
            await queries.forget_letter(tx, letter_id=row["letter_id"])
        else:
            await queries.letter_sent(
                tx,
                letter_id=row["letter_id"],
                message_id=carried.message,
                thread_id=carried.thread,
                more_messages=" ".join(map(str, carried.more)) or None,
                keep_until=int(self._clock.now()) + KEPT_AFTER_SENDING,
            )

    async def _again(self, tx: Transaction, row: Row, seconds: float) -> None:
        await queries.letter_again(tx, letter_id=row["letter_id"], try_at=int(self._clock.now() + seconds))

    async def give_up(self, tx: Transaction, row: Row, state: LetterState) -> None:
        if row["is_last"]:
            await forget_address(tx, AddressId(row["address_id"]))
        else:
            await queries.letter_ended(tx, letter_id=row["letter_id"], state=int(state))
        await count_ending(tx, row, _ENDINGS[state])
        if state is not LetterState.UNKNOWN:
            await self._tell_undelivered(tx, row)

    async def _lose(self, tx: Transaction, address: AddressId) -> None:
        """Nobody is reached there any more: all that was still owed there is undelivered."""
        waiting = await queries.letters_waiting(tx, address_id=address)
        await give_up_address(tx, address)
        for row in waiting:
            await count_ending(tx, row, Ending.UNREACHABLE)
            await self._tell_undelivered(tx, row)

    async def _tell_undelivered(self, tx: Transaction, row: Row) -> None:
        owed = await self._undelivered(tx, row["kind"], row["ref"], Loss.UNDELIVERED)
        await self._outbox.post(tx, owed)
