"""Letters that are one to whoever wrote them: how many have arrived, and what became of the others."""

from __future__ import annotations

from bot.core.ids import Batch
from bot.core.outcome import Ending, Tally
from bot.engine.discretion import Veil
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__, "batches.sql")


async def count_ending(tx: Transaction, row: Row, ending: Ending) -> None:
    """Once each: one that comes out from behind its neutral message was counted when that arrived."""
    if row["batch"] is not None and row["veil"] != Veil.LIFTED:
        await queries.count_ending(tx, batch=row["batch"], ending=ending.value, letters=1)


async def count_sent(tx: Transaction, batch: Batch, letters: int) -> None:
    await queries.count_ending(tx, batch=batch, ending=Ending.SENT.value, letters=letters)


async def tally(tx: Transaction, batch: Batch) -> Tally:
    owed: int = await queries.letters_owed_of_batch(tx, batch=batch)
    rows = await queries.endings(tx, batch=batch)
    return Tally(owed, {Ending(row["ending"]): row["letters"] for row in rows})
