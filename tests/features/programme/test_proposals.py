"""Versions that wait for a person's word: asked about once, applied as they were shown."""

from __future__ import annotations

from bot.features.programme import proposals
from bot.features.programme.kept import SessionId
from bot.features.programme.ledger import Cause
from bot.features.programme.proposals import find_proposal, hold, let_go, propose, refuse, unpacked
from bot.storage.database import Database
from tests.features.programme.hall import DAY, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
VERSION = programme(planned("a", NINE, track="Family"), planned("b", NINE + DAY))
LOST, OTHERS = [SessionId("x"), SessionId("y")], [SessionId("z")]


async def test_it_waits_as_it_was(database: Database) -> None:
    async with database.transaction() as tx:
        proposal = await propose(tx, "week", VERSION, Cause.FILE, 1)
        found = await find_proposal(tx, proposal)
    assert found is not None
    assert (found[0].name, found[0].cause) == ("week", Cause.FILE)
    assert unpacked(found[1]) == VERSION


async def test_a_held_feed_is_asked_about_once_and_shows_its_latest_version(database: Database) -> None:
    later = programme(planned("a", NINE))
    async with database.transaction() as tx:
        proposal = await hold(tx, "week", VERSION, LOST, 1)
        assert proposal is not None
        assert await hold(tx, "week", later, OTHERS, 2) is None
        found = await find_proposal(tx, proposal)
        assert found is not None
        assert unpacked(found[1]) == later


async def test_what_was_refused_is_not_asked_again_but_another_loss_is(database: Database) -> None:
    async with database.transaction() as tx:
        proposal = await hold(tx, "week", VERSION, LOST, 1)
        assert proposal is not None
        await refuse(tx, proposal)
        assert await find_proposal(tx, proposal) is None
        assert await hold(tx, "week", VERSION, list(reversed(LOST)), 2) is None
        assert await hold(tx, "week", VERSION, OTHERS, 3) is not None


async def test_a_feed_that_is_whole_again_needs_no_answer(database: Database) -> None:
    async with database.transaction() as tx:
        await hold(tx, "week", VERSION, LOST, 1)
        sent = await propose(tx, "week", VERSION, Cause.FILE, 1)
        await let_go(tx, "week")
        assert [one.proposal_id for one in await proposals.proposals_of(tx, "week")] == [sent]


async def test_nothing_waits_for_ever_and_a_second_file_takes_the_place_of_the_first(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        await propose(tx, "week", VERSION, Cause.FILE, 1)
        second = await propose(tx, "week", VERSION, Cause.FILE, 2)
        assert [one.proposal_id for one in await proposals.proposals_of(tx, "week")] == [second]
        await proposals.drop_old(tx, 2)
        assert await proposals.proposals_of(tx, "week") == []
