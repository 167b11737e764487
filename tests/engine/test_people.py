"""People without names: one pseudonym each, nothing that can be joined, nothing left when they go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.clock import FastClock
from bot.core.context import Purpose
from bot.core.language import Language
from bot.core.outcome import Step
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, Visitor
from bot.engine.vault import Unreadable, Vault, new_key
from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.engine.post_office import post
from tests.storage.furnished import contents

KEY = new_key()
MIRA, OTTO = 7_000_000_123, 7_000_000_124
NOW = 1_800_000_000


@asynccontextmanager
async def _visit(
    database: Database, chat_id: int = MIRA, language: Language | None = None, now: int = NOW
) -> AsyncIterator[Visitor]:
    async with database.transaction() as tx:
        registry = await Registry.load(tx, Vault([KEY]))
        yield await Visitor.load(tx, registry, registry.sender(chat_id), language, now)


async def _kept(database: Database) -> dict[str, int]:
    found = {table: len(rows) for table, rows in (await contents(database)).items()}
    return {table: rows for table, rows in found.items() if rows and table != "secrets"}


async def test_a_pseudonym_stays_the_same_for_as_long_as_the_database(database: Database) -> None:
    async with _visit(database) as first:
        before, alias = first.sender.person, first.alias(Purpose.ATTENDANCE)
    async with _visit(database) as again:
        assert (again.sender.person, again.alias(Purpose.ATTENDANCE)) == (before, alias)
    async with _visit(database, OTTO) as other:
        assert other.sender.person != before
        assert other.alias(Purpose.ATTENDANCE) != alias


async def test_another_house_gives_other_pseudonyms(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        database = await open_database(f"sqlite:///{tmp_path}/{name}.db")
        async with _visit(database) as visitor:
            found.append(visitor.sender.person)
        await database.close()
    assert found[0] != found[1]


async def test_aliases_of_one_person_share_nothing(database: Database) -> None:
    async with _visit(database) as visitor:
        names = [visitor.sender.person, *(visitor.alias(purpose) for purpose in Purpose)]
        addresses = [await visitor.keep_address(purpose, "1") for purpose in Purpose]
        addresses += [await visitor.keep_address(Purpose.CONCERN, "2"), await visitor.parting_address()]
    assert len(set(names + addresses)) == len(names) + len(addresses)


async def test_looking_leaves_no_trace(database: Database) -> None:
    async with _visit(database, language=Language.RU) as visitor:
        assert not visitor.is_known
        assert visitor.language is Language.RU
        assert not visitor.is_known
        assert await visitor.links(Purpose.CONCERN) == []
        await visitor.forget()
    assert await _kept(database) == {}


async def test_what_is_kept_names_nobody(database: Database) -> None:
    async with _visit(database, language=Language.RU) as visitor:
        await visitor.keep_address(Purpose.CONCERN, "the-case")
        await visitor.ask(Step("concerns.text", {"words": "something private"}), NOW)
    written = repr(await contents(database))
    for secret in (str(MIRA), "the-case", "private"):
        assert secret not in written


async def test_a_language_that_was_chosen_wins_and_reaches_every_address(database: Database) -> None:
    async with _visit(database, language=Language.DE) as visitor:
        address = await visitor.keep_address(Purpose.CONCERN, "1")
        assert await visitor.language_of(address) is Language.DE
    async with _visit(database, language=Language.DE) as visitor:
        await visitor.choose_language(Language.AR)
    async with _visit(database, language=Language.DE) as visitor:
        assert visitor.language is Language.AR
        assert await visitor.language_of(address) is Language.AR


async def test_an_address_opens_to_where_it_leads_and_only_in_its_own_row(database: Database) -> None:
    async with _visit(database) as visitor:
        one = await visitor.keep_address(Purpose.CONCERN, "1")
        two = await visitor.keep_address(Purpose.CONCERN, "2")
        rows = await visitor.tx.rows("SELECT address_id, sealed FROM addresses", {})
        sealed = {row["address_id"]: row["sealed"] for row in rows}
        assert visitor.registry.open_address(one, sealed[one]) == MIRA
        with pytest.raises(Unreadable):
            visitor.registry.open_address(one, sealed[two])


async def test_links_are_found_by_purpose_and_unlinked_one_by_one(database: Database) -> None:
    async with _visit(database) as visitor:
        one = await visitor.keep_address(Purpose.CONCERN, "1")
        two = await visitor.keep_address(Purpose.CONCERN, "2")
        await visitor.keep_address(Purpose.ATTENDANCE, "all")
        await _outbox(visitor).post(visitor.tx, [post(one, "owed"), post(two, "owed too")])
    async with _visit(database) as visitor:
        found = {link.subject: link.address for link in await visitor.links(Purpose.CONCERN)}
        assert found == {"1": one, "2": two}
        await visitor.unlink(one)
    async with _visit(database) as visitor:
        assert [link.subject for link in await visitor.links(Purpose.CONCERN)] == ["2"]
        assert await visitor.language_of(one) is None
        left = await visitor.tx.rows("SELECT address_id FROM outbox", {})
        assert [row["address_id"] for row in left] == [two]


async def test_who_is_forgotten_leaves_nothing_but_others_stay(database: Database) -> None:
    async with _visit(database, OTTO) as otto:
        await otto.ask(Step("learn.query"), NOW)
    before = await _kept(database)
    async with _visit(database) as visitor:
        address = await visitor.keep_address(Purpose.CONCERN, "1")
        await visitor.keep_address(Purpose.STAFF, "staff")
        await visitor.ask(Step("concerns.text"), NOW)
        await visitor.mark_staff(is_staff=True)
        await _outbox(visitor).post(visitor.tx, [post(address, "owed")])
    async with _visit(database) as visitor:
        assert visitor.is_known
        assert [link.purpose for link in await visitor.links(Purpose.CONCERN)] == [Purpose.CONCERN]
        assert list(visitor.steps) == ["concerns"]
        await visitor.forget()
        assert not visitor.is_known
    assert await _kept(database) == before


async def test_who_comes_back_after_being_forgotten_is_new(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.choose_language(Language.FR)
        person = visitor.sender.person
    async with _visit(database) as visitor:
        await visitor.forget()
        await visitor.ask(Step("learn.query"), NOW)
    async with _visit(database, language=Language.IT) as visitor:
        assert visitor.sender.person == person
        assert list(visitor.steps) == ["learn"]


async def test_a_parting_address_belongs_to_nobody(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.parting_address()
    assert await _kept(database) == {"addresses": 1}


async def test_nobody_without_the_key_can_open_the_house(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.choose_language(Language.FR)
    async with database.transaction() as tx:
        with pytest.raises(Unreadable, match="the master key that sealed pepper is not at hand"):
            await Registry.load(tx, Vault([new_key()]))


def _outbox(visitor: Visitor) -> Outbox:
    return Outbox(visitor.registry, Keyring(visitor.registry), FastClock(0, start=NOW))
