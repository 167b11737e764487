"""Voices: who found what helpful, as hashes that say neither who nor which others are theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.core.context import Context, Purpose
from bot.features.learn.rules import Helped, forgotten_at, told
from bot.storage.database import Transaction, load_queries

queries = load_queries(__file__)


async def keep_voice(context: Context, item: str, *, is_helpful: bool) -> None:
    """One per person and item: the latest counts."""
    await queries.keep_voice(
        context.tx,
        voice=_voice(context, item),
        item=item,
        is_helpful=int(is_helpful),
        expires_at=forgotten_at(context.now),
    )


async def count_voices(context: Context, items: Sequence[str]) -> int:
    """Of the person at hand."""
    voices = "".join(_voice(context, item) for item in items)
    counted: int = await queries.count_voices(context.tx, voices=voices)
    return counted


async def forget_voices(context: Context, items: Sequence[str]) -> None:
    """Of the person at hand."""
    await queries.drop_voices(context.tx, [{"voice": _voice(context, item)} for item in items])


async def helped(tx: Transaction) -> dict[str, Helped]:
    """What may be told, by item."""
    rows = await queries.voices_by_item(tx)
    found = {row["item"]: told(row["voices"], int(row["helpful"])) for row in rows}
    return {item: counts for item, counts in found.items() if counts}


async def tidy(tx: Transaction, items: Collection[str], now: int) -> None:
    """Voices that are old, or about what is not in the library any more."""
    await queries.drop_old_voices(tx, now=now)
    gone = [{"item": row["item"]} for row in await queries.voices_by_item(tx) if row["item"] not in items]
    if gone:
        await queries.drop_voices_of_items(tx, gone)


def _voice(context: Context, item: str) -> str:
    return context.keys.lookup("learn.voice", f"{context.people.alias(Purpose.HELPED)}:{item}")
