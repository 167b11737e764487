"""How much of a case an organisation may read, and what it costs to let fifty of them go."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

import pytest

from bot.core.clock import FastClock
from bot.core.ids import AddressId, FileId, MessageId, random_id
from bot.core.language import Language
from bot.core.outcome import Delete, DeleteTopic
from bot.engine.people import queries as engine_queries
from bot.features.concerns import handovers, leaving, messages, store
from bot.features.concerns.drafts import Draft
from bot.features.concerns.handovers import Scope, Stage
from bot.features.concerns.rules import Concern, State, Urgency
from bot.house import House, open_house
from bot.settings import Settings
from bot.storage.database import Params, Row, Transaction
from tests.house import REPOSITORY

OFFICER, OTHER = AddressId("officer"), AddressId("other")
NOW = 1_800_000_000


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    settings = Settings(database_url=database_url, config=REPOSITORY / "config")  # type: ignore[arg-type]
    opened = await open_house(settings, FastClock(start=NOW))
    yield opened
    await opened.database.close()


async def taken(tx: Transaction, house: House) -> Concern:
    """A case the police have, in which words, a file, and a note were left."""
    concern, _ = await store.open_concern(
        tx,
        house.keyring,
        random_id(),
        AddressId(random_id()),
        Draft("drugs", "old-town"),
        Language.EN,
        Urgency.NORMAL,
        NOW,
        NOW + 3600,
        "conduct",
        None,
    )
    await store.take(tx, concern.case_id, OFFICER, "police", NOW)
    found = await store.find_concern(tx, concern.case_id)
    assert found is not None
    await writes(tx, house, found, "words")
    await writes(tx, house, found, "caption", FileId("file"))
    await writes(tx, house, found, "", FileId("another"))
    await messages.add_note(tx, house.keyring, found, "police", "a note of the police")
    return found


async def writes(tx: Transaction, house: House, concern: Concern, text: str, *files: FileId) -> None:
    await messages.add_message(
        tx, house.keyring, concern, text, MessageId(1), from_officer=False, files=files
    )


async def passed_on(tx: Transaction, concern: Concern, organisation: str, scope: Scope) -> Concern:
    handover = await handovers.begin(tx, concern, organisation, scope, Stage.OFFERED, NOW)
    return await handovers.pass_on(tx, concern, handover, OTHER, organisation, NOW)


async def readable(
    tx: Transaction, house: House, concern: Concern, organisation: str
) -> list[tuple[str, int]]:
    """Words and how many files, of each message that may be read."""
    written = await messages.messages_of(tx, house.keyring, concern)
    shown = await handovers.shown_to(tx, concern, organisation, written)
    return [(each.text, len(each.files)) for each in shown]


ALL = [("words", 0), ("caption", 1), ("", 1)]


@pytest.mark.parametrize(
    ("scope", "seen"),
    [(Scope.SUMMARY, []), (Scope.WORDS, [("words", 0), ("caption", 0)]), (Scope.FILES, ALL)],
)
async def test_another_organisation_reads_what_was_agreed_and_all_that_comes_after(
    house: House, scope: Scope, seen: list[tuple[str, int]]
) -> None:
    async with house.database.transaction() as tx:
        concern = await passed_on(tx, await taken(tx, house), "youth-health", scope)
        await writes(tx, house, concern, "later", FileId("later"))
        assert await readable(tx, house, concern, "youth-health") == [*seen, ("later", 1)]
        assert await readable(tx, house, concern, "police") == [*ALL, ("later", 1)]


async def test_what_was_not_agreed_to_stays_unread_when_the_case_waits_again(house: House) -> None:
    async with house.database.transaction() as tx:
        concern = await passed_on(tx, await taken(tx, house), "youth-health", Scope.SUMMARY)
        await store.give_back(tx, concern, NOW)
        await store.take(tx, concern.case_id, AddressId("their colleague"), "youth-health", NOW)
        assert await readable(tx, house, concern, "youth-health") == []


async def test_notes_stay_with_those_who_made_them(house: House) -> None:
    async with house.database.transaction() as tx:
        concern = await taken(tx, house)
        await passed_on(tx, concern, "youth-health", Scope.FILES)
        await messages.add_note(tx, house.keyring, concern, "youth-health", "a note of theirs")
        kept = await messages.notes_of(tx, house.keyring, concern)
        theirs = await handovers.notes_shown_to(tx, concern, "youth-health", kept)
        assert theirs == [("youth-health", "a note of theirs")]
        assert await handovers.notes_shown_to(tx, concern, "police", kept) == kept


async def test_a_colleague_of_the_same_organisation_reads_all(house: House) -> None:
    async with house.database.transaction() as tx:
        concern = await passed_on(tx, await taken(tx, house), "police", Scope.FILES)
        assert await readable(tx, house, concern, "police") == ALL


async def test_an_offer_of_a_case_that_was_closed_or_given_back_is_none(house: House) -> None:
    async with house.database.transaction() as tx:
        concern = await taken(tx, house)
        await handovers.begin(tx, concern, "police", Scope.FILES, Stage.OFFERED, NOW)
        await handovers.offer_to(tx, concern.case_id, OTHER)
        assert await handovers.is_offered(tx, concern, OTHER)
        given_back = await store.give_back(tx, concern, NOW)
        assert given_back.state is State.NEW
        assert not await handovers.is_offered(tx, given_back, OTHER)


@dataclass(slots=True)
class Counting:
    """A transaction that counts its statements."""

    tx: Transaction
    statements: int = 0

    async def rows(self, sql: str, params: Params) -> Sequence[Row]:
        self.statements += 1
        return await self.tx.rows(sql, params)

    async def execute(self, sql: str, params: Params) -> int:
        self.statements += 1
        return await self.tx.execute(sql, params)

    async def execute_many(self, sql: str, params: Iterable[Params]) -> None:
        self.statements += 1
        await self.tx.execute_many(sql, params)


@pytest.mark.parametrize("more_messages", [0, 9])
async def test_fifty_cases_are_let_go_without_a_statement_for_each_message(
    house: House, more_messages: int
) -> None:
    async with house.database.transaction() as tx:
        cases = [await taken(tx, house) for _ in range(50)]
        for concern in cases:
            for _ in range(more_messages):
                await writes(tx, house, concern, "more")
        await engine_queries.keep_address(tx, address_id=OFFICER, sealed=b"", language=Language.EN)
        counting = Counting(tx)
        office = house.office(uses_topics=True)
        owed = await leaving.return_cases(house.workshop.work_in(counting), office, OFFICER)
        assert counting.statements <= 20 * len(cases)
        gone = [each.body.target.partition(":")[0] for each in owed if isinstance(each.body, Delete)]
        assert (gone.count("seen"), gone.count("files")) == (50 * (3 + more_messages), 50 * 2)
        assert sum(isinstance(each.body, DeleteTopic) for each in owed) == 50
        left = await tx.rows("SELECT state, officer FROM concerns", {})
        assert {(row["state"], row["officer"]) for row in left} == {(int(State.NEW), None)}
