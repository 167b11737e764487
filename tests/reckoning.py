"""After the kills: what people wrote, what is kept, and what arrived must be the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.engine.keyring import Keyring
from bot.features.concerns import messages, store
from bot.features.concerns.rules import Concern, State, given_ref, seen_ref
from bot.storage.database import Row, Transaction
from tests.crowd import MARK, YOUNG_PEOPLE, Crowd, Said, is_restless, topic_of, topics_of
from tests.kept import keyring, opened

_OWED = "SELECT kind, ref, state, tries FROM outbox WHERE state < 2 ORDER BY tries DESC"
_UNHANDLED = "SELECT update_id FROM inbox WHERE handled_at IS NULL"
_CASES = "SELECT case_id FROM concerns"
_SOURCES = "SELECT message_id, source_message FROM concern_messages WHERE case_id = :case_id"
_HELD = "SELECT source_message FROM concern_held"


@dataclass(frozen=True, slots=True)
class Kept:
    """One message of a case as it is kept: its id, where it stands in its author's chat, what it says."""

    message_id: str
    source: int
    text: str
    from_officer: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it is kept, its messages in order."""

    concern: Concern
    written: list[Kept]

    def side(self, *, officer: bool) -> list[Kept]:
        return [kept for kept in self.written if kept.from_officer is officer]


async def reckon(url: str, folder: Path, crowd: Crowd, in_flight: Sequence[Row]) -> int:
    """Everything once, in order, and nothing more. Returns how many messages were sent twice: each of these
    was on its way (`in_flight`) when the bot was killed."""
    async with opened(url) as database, database.transaction() as tx:
        keys = await keyring(tx, url, folder)
        for leftover in (_OWED, _UNHANDLED):
            found = [dict(row) for row in await tx.rows(leftover, {})]
            assert not found, f"left behind: {found}"
        cases = [await _case(tx, keys, row["case_id"]) for row in await tx.rows(_CASES, {})]
        held = Counter(row["source_message"] for row in await tx.rows(_HELD, {}))
    unsent = Counter(said.message_id for said in crowd.said.values() if said.mark.startswith("H"))
    assert held == unsent, f"held: too few {unsent - held}, too many {held - unsent}"
    owners = [_youth(crowd, case) for case in cases]
    assert sorted(owners) == list(range(YOUNG_PEOPLE)), f"not each concern once: {sorted(owners)}"
    flown = Counter(row["ref"] or f"{row['kind']}:{row['address_id']}" for row in in_flight)
    return sum(_reckon_case(crowd, case, youth, flown) for case, youth in zip(cases, owners, strict=True))


def _reckon_case(crowd: Crowd, case: Case, youth: int, flown: Counter[str]) -> int:
    by_youth, by_officer = crowd.of("Y", youth), crowd.of("O", youth)
    assert case.concern.state is State.TAKEN, f"Y{youth}: {case.concern.state!r}"
    _same(by_youth, case.side(officer=False))
    _same(by_officer, case.side(officer=True))
    again = _arrived(crowd, by_youth, case.side(officer=False), flown)
    again += _arrived(crowd, by_officer, case.side(officer=True), flown)
    return again + _receipt_again(crowd, case, youth, flown) + _cards_again(crowd, case, youth, flown)


def _same(said: Sequence[Said], kept: Sequence[Kept]) -> None:
    """Each message is kept exactly once, in the order in which it was written, as it was last edited."""
    wrote = [(each.message_id, each.text) for each in sorted(said, key=lambda each: each.message_id)]
    held = [(each.source, each.text) for each in kept]
    assert wrote == held, f"written {wrote}, kept {held}"


def _arrived(crowd: Crowd, said: Sequence[Said], kept: Sequence[Kept], flown: Counter[str]) -> int:
    """All arrived, in one chat, first copies in order, with their last words. Returns the second copies."""
    copies = [crowd.arrived.copies[each.mark] for each in said]
    for each, stored, arrived in zip(said, kept, copies, strict=True):
        ref = (given_ref if stored.from_officer else seen_ref)(stored.message_id)
        assert 1 <= len(arrived) <= 1 + flown[ref], f"{each}: {len(arrived)} copies, {flown[ref]} explained"
        assert any(each.text in crowd.arrived.now[place] for place in arrived), f"{each} was not corrected"
    assert len({chat for arrived in copies for chat, _ in arrived}) <= 1, "a case reached two chats"
    firsts = [arrived[0] for arrived in copies]
    assert firsts == sorted(firsts), f"out of order: {[each.mark for each in said]} at {firsts}"
    return sum(len(arrived) - 1 for arrived in copies)


def _receipt_again(crowd: Crowd, case: Case, youth: int, flown: Counter[str]) -> int:
    receipts = crowd.arrived.receipts[crowd.youths[youth].chat_id]
    assert 1 <= receipts <= 1 + flown[f"concerns.receipt:{case.concern.reporter}"], f"{receipts} receipts"
    return receipts - 1


def _cards_again(crowd: Crowd, case: Case, youth: int, flown: Counter[str]) -> int:
    """Both officers of a topic had the card of a case that was opened once; a restless one's is sent anew."""
    if is_restless(youth):
        return 0
    case_id = case.concern.case_id
    readers = [each for number, each in enumerate(crowd.officers) if topic_of(youth) in topics_of(number)]
    cards = [crowd.arrived.cards[case_id, reader.chat_id] for reader in readers]
    explained = sum(times for ref, times in flown.items() if ref.startswith(f"card:{case_id}:"))
    assert min(cards) >= 1, f"an officer has no card of {case_id}"
    assert sum(cards) <= len(cards) + explained, f"{cards} cards, {explained} explained"
    return sum(cards) - len(cards)


def _youth(crowd: Crowd, case: Case) -> int:
    found = MARK.match(case.written[0].text)
    assert found is not None
    return crowd.said[found[0]].youth


async def _case(tx: Transaction, keys: Keyring, case_id: str) -> Case:
    concern = await store.find_concern(tx, case_id)
    assert concern is not None
    rows = await tx.rows(_SOURCES, {"case_id": case_id})
    sources = {row["message_id"]: row["source_message"] for row in rows}
    written = [
        Kept(each.message_id, sources[each.message_id], each.text, each.from_officer)
        for each in await messages.messages_of(tx, keys, concern)
    ]
    return Case(concern, written)
