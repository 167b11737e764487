"""Services as they are imported, listed, retired and reported, on both engines."""

from __future__ import annotations

from bot.features.services import store
from bot.features.services.importer import Imported
from bot.features.services.model import code_of
from bot.features.services.rules import DAY, PAGE, REPORT_LASTS, RETIRED_KEPT, Query
from bot.features.services.shelf import Shelf
from bot.storage.database import Database
from tests.features.services.places import at, bring, service

NOW = at(9)
A, B = service("a"), service("b")


async def test_the_same_list_again_changes_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        assert await bring(tx, NOW, A, B) == Imported(2, 0, 0, 0)
        edition = await store.edition(tx)
        assert await bring(tx, NOW + 60, A, B) == Imported(0, 0, 0, 2)
        assert await store.edition(tx) == edition


async def test_what_is_gone_is_retired_for_a_while_and_may_come_back(database: Database) -> None:
    async with database.transaction() as tx:
        await bring(tx, NOW, A, B)
        assert await bring(tx, NOW, service("a", address="elsewhere")) == Imported(0, 1, 1, 0)
        gone = await store.find_service(tx, B.code, NOW)
        assert gone
        assert gone.is_retired
        assert await bring(tx, NOW, A, B) == Imported(1, 1, 0, 0)
        await bring(tx, NOW, A)
        await store.drop_old(tx, NOW + RETIRED_KEPT - 1)
        assert await store.find_service(tx, B.code, NOW)
        await store.drop_old(tx, NOW + RETIRED_KEPT)
        assert await store.find_service(tx, B.code, NOW) is None
        assert await store.find_service(tx, A.code, NOW)


async def test_the_index_is_made_anew_after_an_import_and_only_then(database: Database) -> None:
    shelf = Shelf()
    async with database.transaction() as tx:
        assert len(await shelf.index(tx)) == 0
        await bring(tx, NOW, A, B)
        first = await shelf.index(tx)
        assert first.count(Query(), NOW) == 2
        assert await shelf.index(tx) is first
        await bring(tx, NOW, A)
        assert (await shelf.index(tx)).page(Query(), NOW, 0, PAGE) == [A.code]


async def test_a_page_comes_in_the_order_asked_for(database: Database) -> None:
    found = [service(str(number)) for number in range(PAGE)]
    async with database.transaction() as tx:
        await bring(tx, NOW, *found)
        wanted = [each.code for each in reversed(found)]
        assert [each.code for each in await store.services(tx, wanted, NOW)] == wanted
        assert [each.about for each in await store.services(tx, [found[0].code], NOW)] == [found[0]]
        assert await store.services(tx, [], NOW) == []
        assert await store.services(tx, [code_of("nobody")], NOW) == []


async def test_three_people_mark_an_entry_until_it_is_checked_or_they_are_forgotten(
    database: Database,
) -> None:
    async def is_doubted(now: int = NOW) -> bool:
        listed = await store.find_service(tx, A.code, now)
        assert listed is not None
        return listed.is_doubted

    async with database.transaction() as tx:
        await bring(tx, NOW, A, B)
        assert [await store.report(tx, A.code, who, NOW) for who in "xxyz"] == [1, None, 2, 3]
        assert await is_doubted()
        assert not await is_doubted(NOW + REPORT_LASTS)
        await bring(tx, NOW, service("a", address="elsewhere"), B)
        assert await is_doubted()
        await store.forget_reports_by(tx, "x")
        assert (await store.reports_by(tx, "x"), await store.reports_by(tx, "y")) == (0, 1)
        assert not await is_doubted()
        await store.report(tx, A.code, "x", NOW)
        await bring(tx, NOW, service("a", checked_on="2026-11-20"), B)
        assert not await is_doubted()
        assert await store.reports_by(tx, "y") == 0


async def test_when_somebody_reported_is_known_to_the_day_only(database: Database) -> None:
    async with database.transaction() as tx:
        await bring(tx, NOW, A)
        for who, now in (("x", NOW), ("y", NOW + 61)):
            await store.report(tx, A.code, who, now)
        rows = await tx.rows("SELECT reported_at FROM service_reports", {})
    assert {row["reported_at"] for row in rows} == {NOW // DAY * DAY}


async def test_reports_are_forgotten_in_time(database: Database) -> None:
    async with database.transaction() as tx:
        await bring(tx, NOW, A)
        await store.report(tx, A.code, "x", NOW)
        await store.drop_old(tx, NOW + REPORT_LASTS)
        assert await store.reports_by(tx, "x") == 0
