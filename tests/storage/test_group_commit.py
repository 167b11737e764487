"""SQLite: units that wait for their turn share one commit, and share its failure; nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.connect import open_database
from bot.storage.database import Database, StorageError
from tests.storage.scratch import keep, kept, make_scratch


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path}/trustline.db")
    await make_scratch(opened)
    yield opened
    await opened.close()


async def test_a_failing_commit_reaches_all_who_shared_it_and_nobody_after_them(file: Database) -> None:
    bad = keep(file, 2, parent=99)
    async with asyncio.timeout(30):
        results = await asyncio.gather(keep(file, 1), bad, keep(file, 3), return_exceptions=True)
    assert all(isinstance(result, StorageError) for result in results)
    await keep(file, 4)
    assert await kept(file) == [4]


async def test_a_failing_commit_reaches_the_others_when_one_of_them_has_gone(file: Database) -> None:
    in_hand, gone_on = asyncio.Event(), asyncio.Event()

    async def last(number: int) -> None:
        async with file.transaction() as tx:
            in_hand.set()
            await gone_on.wait()
            await tx.execute("INSERT INTO scratch (id, parent) VALUES (:id, 99)", {"id": number})

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        first, second = (
            tasks.create_task(_outcome(keep(file, 1))),
            tasks.create_task(_outcome(keep(file, 2))),
        )
        third = tasks.create_task(_outcome(last(3)))
        await in_hand.wait()  # the first two are done but for their commit
        first.cancel()
        await asyncio.sleep(0)
        gone_on.set()
    assert isinstance(second.result(), StorageError)
    assert isinstance(third.result(), StorageError)
    assert await kept(file) == []


async def test_a_group_does_not_wait_for_a_unit_that_was_cancelled_on_its_turn(file: Database) -> None:
    in_hand, gone_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with file.transaction() as tx:
            await tx.execute("INSERT INTO scratch (id) VALUES (1)", {})
            in_hand.set()
            await gone_on.wait()

    async with asyncio.TaskGroup() as tasks:
        one = tasks.create_task(first())
        await in_hand.wait()
        two = tasks.create_task(keep(file, 2))
        await asyncio.sleep(0)
        gone_on.set()
        while not two.cancelled():  # in the moment it is given its turn, or as near to it as can be
            await asyncio.sleep(0)
            two.cancel()
            if two.done():
                break
        async with asyncio.timeout(30):
            await one
    assert 1 in await kept(file)


async def test_reads_of_a_group_see_what_the_group_wrote(file: Database) -> None:
    async def read() -> list[int]:
        return await kept(file)

    _, seen = await asyncio.gather(keep(file, 1), read())
    assert seen == [1]


async def _outcome(unit: object) -> BaseException | None:
    try:
        await unit  # type: ignore[misc]
    except Exception as error:  # noqa: BLE001 it is what the test looks at
        return error
    return None
