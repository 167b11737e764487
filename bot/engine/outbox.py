"""Letters owed: kept until they are sent, in lanes, each by the policy of its kind."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum

from bot.core.clock import Clock
from bot.core.ids import AddressId, Batch, KeyId, MessageId, Ref, ThreadId, random_id
from bot.core.language import Language
from bot.core.outcome import Delivery, Ending, Lane, Letter, SentMessage, Tally
from bot.engine import batches
from bot.engine.keyring import Keyring
from bot.engine.letters import write_body
from bot.engine.people import Registry, forget_address, queries
from bot.engine.vault import Box
from bot.storage.database import Row, Transaction

KEPT_AFTER_SENDING = 400 * 24 * 3600
"""Seconds a sent message can still be found by its ref, unless its slice withdraws it before."""


class LetterState(IntEnum):
    """How far a letter has come. Those below SENT are still owed."""

    DUE = 0
    CLAIMED = 1
    SENT = 2
    UNKNOWN = 3
    EXPIRED = 4
    REFUSED = 5


class Outbox:
    """Writes letters down and finds them again; `engine.postman` carries them."""

    def __init__(self, registry: Registry, keyring: Keyring, clock: Clock) -> None:
        self._registry = registry
        self._keyring = keyring
        self._clock = clock
        self._last_position = 0

    async def post(self, tx: Transaction, letters: Iterable[Letter]) -> None:
        """Part of the transaction that owes them: they are sent if, and only if, it is committed."""
        boxes: dict[KeyId, Box] = {}
        rows = []
        for letter in letters:
            if letter.sealed_with and letter.sealed_with not in boxes:
                boxes[letter.sealed_with] = await self._keyring.box(tx, letter.sealed_with)
            rows.append(self._row(letter, boxes))
        if rows:
            await queries.post_letters(tx, rows)

    def _row(self, letter: Letter, boxes: dict[KeyId, Box]) -> dict[str, object]:
        letter_id, now = random_id(), int(self._clock.now())
        sealer = boxes[letter.sealed_with] if letter.sealed_with else self._registry.vault
        return {
            "letter_id": letter_id,
            "address_id": letter.to,
            "kind": letter.kind,
            "lane": int(letter.lane),
            "position": self._next_position(),
            "leaves_at": now + letter.leaves_in,
            "expires_at": now + letter.expires_in,
            "at_most_once": int(letter.delivery is Delivery.AT_MOST_ONCE),
            "is_last": int(letter.is_last),
            "ref": letter.ref,
            "batch": letter.batch,
            "key_id": letter.sealed_with,
            "sealed": sealer.seal(write_body(letter.body), f"letter:{letter_id}"),
        }

    def _next_position(self) -> int:
        """By the machine's time, so that letters of several workers stand in the order they were written."""
        self._last_position = max(self._last_position + 1, time.time_ns())
        return self._last_position

    async def recover(self, tx: Transaction, *, only_stale: bool, but: Collection[str] = frozenset()) -> None:
        """Letters whose carrier was stopped on the way: sent again, or given up, as their kind says.

        `but` names letters that are surely on their way now.
        """
        now = int(self._clock.now())
        for row in await queries.claimed_letters(tx, stale_before=now if only_stale else now + 10**9):
            if row["letter_id"] in but:
                continue
            if row["at_most_once"]:
                await queries.letter_ended(tx, letter_id=row["letter_id"], state=int(LetterState.UNKNOWN))
                await batches.count_ending(tx, row, Ending.UNKNOWN)
            else:
                await queries.letter_again(tx, letter_id=row["letter_id"], try_at=now)

    async def places(
        self, tx: Transaction, to: AddressId, refs: Iterable[Ref], before: int
    ) -> Mapping[Ref, SentMessage]:
        """Where letters stand in one chat: the latest of each name whose position is lower. One that was
        written later is another letter, and to wait for it would be to wait for ever."""
        found = [await queries.place_of_letter(tx, ref=ref, address_id=to, before=before) for ref in refs]
        return {place.ref: place for place in map(_sent, found) if place}

    async def is_done(self, tx: Transaction, to: AddressId, ref: Ref, before: int) -> None:
        """Where that letter stands in that chat need not be known any more."""
        await queries.place_is_done(tx, ref=ref, address_id=to, before=before)

    async def by_ref(self, tx: Transaction, refs: Iterable[Ref]) -> Sequence[SentMessage]:
        found = [_sent(await queries.letter_by_ref(tx, ref=ref)) for ref in refs]
        return [place for place in found if place]

    async def by_message(self, tx: Transaction, to: AddressId, message: MessageId) -> Ref | None:
        ref: Ref | None = await queries.ref_by_message(tx, address_id=to, message_id=message)
        return ref

    async def by_thread(self, tx: Transaction, to: AddressId, thread: ThreadId) -> Ref | None:
        ref: Ref | None = await queries.ref_by_thread(tx, address_id=to, thread_id=thread)
        return ref

    async def withdraw(self, tx: Transaction, refs: Iterable[Ref]) -> None:
        for ref in refs:
            await queries.withdraw_letter(tx, ref=ref)

    async def take_back(self, tx: Transaction, to: AddressId) -> Sequence[Ref]:
        rows = await queries.take_back_letters(tx, address_id=to)
        return [Ref(row["ref"]) for row in rows if row["ref"]]

    async def language_of(self, tx: Transaction, address: AddressId) -> Language | None:
        code = await queries.address_language(tx, address_id=address)
        return Language(code) if code else None

    async def hold_back(self, tx: Transaction, ref: Ref) -> bool:
        return bool(await queries.hold_back_letter(tx, ref=ref))

    async def forget_addresses(self, tx: Transaction, addresses: Iterable[AddressId]) -> None:
        for address in addresses:
            await forget_address(tx, address)

    async def owes(self, tx: Transaction, lane: Lane, most: int) -> bool:
        """Whether so many letters of a lane wait for their turn, or more."""
        owed: int = await queries.letters_owed_in_lane(tx, lane=int(lane), most=most)
        return owed >= most

    async def tally(self, tx: Transaction, batch: Batch) -> Tally:
        return await batches.tally(tx, batch)

    async def put_off_batch(self, tx: Transaction, batch: Batch, until: int) -> None:
        await batches.queries.put_off_batch(tx, batch=batch, until=until)

    async def withdraw_batch(self, tx: Transaction, batch: Batch) -> None:
        await batches.queries.withdraw_batch(tx, batch=batch)

    async def forget_batch(self, tx: Transaction, batch: Batch) -> None:
        await batches.queries.forget_batch(tx, batch=batch)


def _sent(row: Row | None) -> SentMessage | None:
    if row is None:
        return None
    return SentMessage(
        row["ref"],
        AddressId(row["address_id"]),
        row["message_id"],
        row["thread_id"],
        tuple(MessageId(int(each)) for each in (row["more_messages"] or "").split()),
        has_ended=row["state"] > LetterState.SENT,
    )
