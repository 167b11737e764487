"""What remains when a case is gone: proofs, tombstones and counts; nothing that says whose it was."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.codes import new_code
from bot.core.context import Keys
from bot.features.concerns.rules import Concern
from bot.features.concerns.store import queries
from bot.storage.database import Row, Transaction


async def rate(tx: Transaction, concern: Concern, month: str, rating: str) -> bool:
    """Counted once, and not with the case; False when it was rated already."""
    if not await queries.set_rated(tx, case_id=concern.case_id):
        return False
    await queries.count_rating(
        tx, month=month, topic=concern.topic, organisation=concern.organisation or "", rating=rating
    )
    return True


async def count(tx: Transaction, concern: Concern, month: str) -> None:
    """What stays of an erased case: one more in a count."""
    await queries.count_case(
        tx,
        month=month,
        topic=concern.topic,
        organisation=concern.organisation or "",
        outcome=concern.outcome or "open",
    )


async def leave_tombstone(tx: Transaction, concern: Concern, now: int) -> None:
    """Whoever comes back with the case code is told that it was erased, and when."""
    lookup = await queries.code_lookup(tx, case_id=concern.case_id)
    await queries.keep_proof(tx, proof_lookup=lookup, now=now)


async def erased_at(tx: Transaction, keys: Keys, code: str) -> int | None:
    """When the case of this code was erased (UTC seconds); None: there never was one."""
    found: int | None = await queries.proof(tx, proof_lookup=keys.lookup("case code", code))
    return found


async def proven_erasure(tx: Transaction, keys: Keys, code: str) -> int | None:
    """When something was erased whose proof this is (UTC seconds); None: it proves nothing."""
    found: int | None = await queries.proof(tx, proof_lookup=keys.lookup("erasure", code))
    return found


async def keep_proof(tx: Transaction, keys: Keys, now: int) -> str:
    """A code that proves that something was erased, and says nothing else."""
    code = new_code()
    await queries.keep_proof(tx, proof_lookup=keys.lookup("erasure", code), now=now)
    return code


async def counts(tx: Transaction) -> Sequence[Row]:
    rows: Sequence[Row] = await queries.counts(tx)
    return rows
