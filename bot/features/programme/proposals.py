"""Versions that wait for a person's word: a feed that lost too much, a file that was sent into the chat."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NewType

import orjson

from bot.core.ids import random_id
from bot.features.programme.kept import SessionId, read_content, write_content
from bot.features.programme.ledger import Cause
from bot.features.programme.model import Localized, Programme, SessionState
from bot.features.programme.store import queries
from bot.storage.database import Row, Transaction

ProposalId = NewType("ProposalId", str)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`name`: what the programme is known by, which may not be here yet."""

    proposal_id: ProposalId
    name: str
    cause: Cause
    lost: str
    is_refused: bool
    proposed_at: int


async def propose(
    tx: Transaction, name: str, programme: Programme, cause: Cause, now: int, lost: Iterable[SessionId] = ()
) -> ProposalId:
    """In place of another of the same cause that waits."""
    for other in await proposals_of(tx, name):
        if other.cause is cause and not other.is_refused:
            await drop(tx, other.proposal_id)
    proposal = ProposalId(random_id())
    await queries.keep_proposal(
        tx,
        proposal_id=proposal,
        name=name,
        cause=cause.value,
        lost=_fingerprint(lost),
        proposed_at=now,
        content=_packed(programme),
    )
    return proposal


async def hold(
    tx: Transaction, name: str, programme: Programme, lost: Sequence[SessionId], now: int
) -> ProposalId | None:
    """A version that lost too much. None when nobody need be asked: it was asked already, or decided."""
    held = [each for each in await proposals_of(tx, name) if each.cause is Cause.FEED]
    waiting = next((each for each in held if not each.is_refused), None)
    if waiting:
        await queries.renew_proposal(
            tx,
            proposal_id=waiting.proposal_id,
            content=_packed(programme),
            lost=_fingerprint(lost),
            proposed_at=now,
        )
        return None
    if _fingerprint(lost) in {each.lost for each in held}:
        return None
    return await propose(tx, name, programme, Cause.FEED, now, lost)


async def let_go(tx: Transaction, name: str) -> None:
    """The feed is whole again: there is nothing to ask, and nothing that was refused."""
    for held in await proposals_of(tx, name):
        if held.cause is Cause.FEED:
            await drop(tx, held.proposal_id)


async def proposals_of(tx: Transaction, name: str) -> list[Proposal]:
    return [_proposal(row) for row in await queries.proposals_of(tx, name=name)]


async def find_proposal(tx: Transaction, proposal: ProposalId) -> tuple[Proposal, bytes] | None:
    """One that waits, with what `unpacked` reads."""
    row = await queries.proposal(tx, proposal_id=proposal)
    return (_proposal(row), row["content"]) if row else None


async def refuse(tx: Transaction, proposal: ProposalId) -> None:
    """It is remembered what was refused, so that nobody is asked the same again."""
    await queries.refuse_proposal(tx, proposal_id=proposal, nothing=b"")


async def drop(tx: Transaction, proposal: ProposalId) -> None:
    await queries.drop_proposal(tx, proposal_id=proposal)


async def drop_old(tx: Transaction, before: int) -> None:
    await queries.drop_old_proposals(tx, before=before)


def unpacked(content: bytes) -> Programme:
    """The programme as it was proposed. Thousands of sessions take a while: to be done in a thread."""
    written = orjson.loads(zlib.decompress(content))
    return Programme(
        title=Localized.of(written["title"]),
        zone=written["zone"],
        version=written["version"],
        tracks=tuple(map(Localized.of, written["tracks"])),
        rooms=(),
        sessions=tuple(
            read_content(content, key, starts_at, ends_at, SessionState(state))
            for key, starts_at, ends_at, state, content in written["sessions"]
        ),
    )


def _packed(programme: Programme) -> bytes:
    written = {
        "title": programme.title.by_language(),
        "zone": programme.zone,
        "version": programme.version,
        "tracks": [track.by_language() for track in programme.tracks],
        "sessions": [
            (one.key, one.starts_at, one.ends_at, one.state, write_content(one)) for one in programme.sessions
        ],
    }
    return zlib.compress(orjson.dumps(written))


def _fingerprint(lost: Iterable[SessionId]) -> str:
    """The same for the same sessions."""
    sessions = sorted(lost)
    return hashlib.sha256("\n".join(sessions).encode()).hexdigest()[:16] if sessions else ""


def _proposal(row: Row) -> Proposal:
    return Proposal(
        ProposalId(row["proposal_id"]),
        row["name"],
        Cause(row["cause"]),
        row["lost"],
        bool(row["is_refused"]),
        row["proposed_at"],
    )
