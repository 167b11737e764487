"""What is kept of messages to many, and of who wants no more of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from bot.core.audience import Reader
from bot.core.context import Keys
from bot.core.ids import AddressId, KeyId, random_id
from bot.core.language import Language
from bot.features.broadcast.draft import Draft
from bot.features.broadcast.rules import SAME_AFTER, WAITS, Broadcast, Kind, State, canonical
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)


@dataclass(frozen=True, slots=True)
class Round:
    """Readers of one zone; `reached` is the alias of the last who was written to."""

    broadcast: Broadcast
    zone: str
    reached: str


async def keep(
    tx: Transaction, keys: Keys, draft: Draft, author: AddressId, people: int, now: int
) -> Broadcast:
    broadcast_id, key = random_id(), await keys.new(tx)
    written = orjson.dumps(draft.texts).decode()
    await queries.keep(
        tx,
        broadcast_id=broadcast_id,
        key_id=key,
        sealed=(await keys.sealer(tx, key)).seal(written, f"broadcast:{broadcast_id}"),
        audience=draft.audience,
        readers=draft.readers,
        languages=" ".join(draft.languages),
        kind=draft.kind,
        author=author,
        written_at=now,
        expires_at=now + WAITS,
        people=people,
    )
    found = await find(tx, broadcast_id)
    assert found is not None, "it was just kept"
    return found


async def find(tx: Transaction, broadcast_id: str) -> Broadcast | None:
    row = await queries.broadcast(tx, broadcast_id=broadcast_id)
    return _broadcast(row) if row else None


async def latest(tx: Transaction, most: int) -> Sequence[Broadcast]:
    return [_broadcast(row) for row in await queries.latest(tx, most=most)]


async def texts_of(tx: Transaction, keys: Keys, broadcast: Broadcast) -> Mapping[Language, str]:
    sealer = await keys.sealer(tx, broadcast.key)
    written = orjson.loads(sealer.open(broadcast.sealed, f"broadcast:{broadcast.broadcast_id}"))
    return {Language(code): text for code, text in written.items()}


async def move(tx: Transaction, broadcast: Broadcast, after: State, expires_at: int) -> bool:
    """False when somebody else has moved it meanwhile."""
    moved: int = await queries.move(
        tx,
        broadcast_id=broadcast.broadcast_id,
        before=int(broadcast.state),
        after=int(after),
        expires_at=expires_at,
    )
    return bool(moved)


async def open_rounds(tx: Transaction, broadcast: Broadcast, zones: Iterable[str], due_at: int) -> None:
    rows = [{"broadcast_id": broadcast.broadcast_id, "zone": zone, "due_at": due_at} for zone in zones]
    if rows:
        await queries.open_rounds(tx, rows)


async def next_round(tx: Transaction, now: int) -> Round | None:
    """Of those that run the one longest due, held for this transaction."""
    row = await queries.next_round(tx, now=now)
    return Round(_broadcast(row), row["zone"], row["reached"]) if row else None


async def hold(tx: Transaction, due: Round, until: int) -> None:
    await queries.hold_round(tx, broadcast_id=due.broadcast.broadcast_id, zone=due.zone, due_at=until)


async def advance(
    tx: Transaction, due: Round, reached: str, passed_over: int, unreachable: int, *, is_done: bool
) -> None:
    """Of a round that is done, it is not kept who was the last."""
    which, reached = due.broadcast.broadcast_id, "" if is_done else reached
    await queries.advance_round(tx, broadcast_id=which, zone=due.zone, reached=reached, is_done=int(is_done))
    if passed_over or unreachable:
        await queries.count_left_out(tx, broadcast_id=which, passed_over=passed_over, unreachable=unreachable)


async def close_rounds(tx: Transaction, broadcast: Broadcast) -> None:
    await queries.close_rounds(tx, broadcast_id=broadcast.broadcast_id)


async def gone_through(tx: Transaction) -> Sequence[Broadcast]:
    """Running or stopping, with nobody left to write to."""
    return [_broadcast(row) for row in await queries.gone_through(tx)]


async def late(tx: Transaction, now: int) -> Sequence[Broadcast]:
    """Not done, though what is left of them is worth nothing any more."""
    return [_broadcast(row) for row in await queries.late(tx, now=now)]


async def forget_old(tx: Transaction, keys: Keys, now: int) -> Sequence[str]:
    """Those that were over long ago, or approved by nobody; their texts go with their keys."""
    rows = await queries.over(tx, now=now)
    for row in rows:
        await queries.forget(tx, broadcast_id=row["broadcast_id"])
        await queries.forget_rounds(tx, broadcast_id=row["broadcast_id"])
        await keys.destroy(tx, KeyId(row["key_id"]))
    await queries.forget_texts(tx, before=now - SAME_AFTER)
    return [row["broadcast_id"] for row in rows]


async def was_sent(
    tx: Transaction, keys: Keys, audience: str, readers: str, texts: Iterable[str], now: int
) -> bool:
    """One of these texts has gone to these people lately."""
    lookups = [_lookup(keys, audience, readers, text) for text in texts]
    since = now - SAME_AFTER
    return any([await queries.sent_before(tx, text_lookup=each, since=since) for each in lookups])


async def claim_texts(
    tx: Transaction, keys: Keys, audience: str, readers: str, texts: Iterable[str], now: int
) -> bool:
    """From now on they count as sent. False when one of them did already."""
    lookups = sorted({_lookup(keys, audience, readers, text) for text in texts})
    since = now - SAME_AFTER
    return all([await queries.claim_text(tx, text_lookup=each, now=now, since=since) for each in lookups])


async def refuse(tx: Transaction, kind: Kind, reader: str) -> None:
    await queries.refuse(tx, kind=kind, reader=reader)


async def want_again(tx: Transaction, kind: Kind, reader: str) -> None:
    await queries.want_again(tx, kind=kind, reader=reader)


async def refusals_of(tx: Transaction, reader: str) -> set[Kind]:
    return {Kind(row["kind"]) for row in await queries.refusals_of(tx, reader=reader)}


async def forget_refusals(tx: Transaction, reader: str) -> None:
    await queries.forget_refusals(tx, reader=reader)


async def refusing(tx: Transaction, kind: Kind, readers: Sequence[Reader]) -> set[str]:
    """Aliases of those among a stretch who want no more of this kind."""
    if not readers:
        return set()
    rows = await queries.refusing(tx, kind=kind, first=readers[0].alias, last=readers[-1].alias)
    return {row["reader"] for row in rows}


def _lookup(keys: Keys, audience: str, readers: str, text: str) -> str:
    return keys.lookup("broadcast", f"{audience}\n{readers}\n{canonical(text)}")


def _broadcast(row: Row) -> Broadcast:
    return Broadcast(
        row["broadcast_id"],
        KeyId(row["key_id"]),
        bytes(row["sealed"]),
        row["audience"],
        row["readers"],
        tuple(Language(each) for each in row["languages"].split()),
        Kind(row["kind"]),
        State(row["state"]),
        AddressId(row["author"]),
        row["written_at"],
        row["expires_at"],
        row["people"],
        row["passed_over"],
        row["unreachable"],
    )
