"""A unit of work is kept whole or not at all, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from bot.storage.database import Database, Transaction
from tests.storage.scratch import KEEP, keep, kept, make_scratch


class Changed(Exception):
    """Somebody thought better of it."""


@pytest.fixture(autouse=True)
async def _scratch(database: Database) -> None:
    await make_scratch(database)


async def test_what_was_committed_is_there_and_what_raised_is_not(database: Database) -> None:
    await keep(database, 1)
    with pytest.raises(Changed):
        await _write_and_raise(database, 2)
    assert await kept(database) == [1]


async def test_a_statement_that_fails_undoes_its_unit(database: Database) -> None:
    await keep(database, 1)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await _write_in_one(database, 2, 1)
    assert await kept(database) == [1]


async def test_it_is_said_how_many_rows_changed(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute_many(KEEP, [{"id": n, "note": "a", "parent": None} for n in range(5)])
        sql = "UPDATE scratch SET note = :note WHERE id < :below"
        assert await tx.execute(sql, {"note": "b", "below": 3}) == 3
        assert await tx.execute(sql, {"note": "b", "below": 0}) == 0
        assert await tx.execute("DELETE FROM scratch WHERE note = :note", {"note": "b"}) == 3


async def test_rows_are_read_by_name_and_by_place(database: Database) -> None:
    await keep(database, 7, "seven")
    async with database.transaction() as tx:
        (row,) = await tx.rows("SELECT id, note FROM scratch", {})
    assert (row["id"], row["note"]) == (7, "seven")
    assert row[0] == 7  # type: ignore[index]
    assert dict(row) == {"id": 7, "note": "seven"}


async def test_units_of_one_name_run_one_after_the_other(database: Database) -> None:
    await keep(database, 0, "0")

    async def count_up() -> None:
        async with database.transaction(serial="counter") as tx:
            (row,) = await tx.rows("SELECT note FROM scratch WHERE id = 0", {})
            await asyncio.sleep(0.005)
            await tx.execute(
                "UPDATE scratch SET note = :note WHERE id = 0", {"note": str(int(row["note"]) + 1)}
            )

    await asyncio.gather(*(count_up() for _ in range(12)))
    async with database.transaction() as tx:
        (row,) = await tx.rows("SELECT note FROM scratch", {})
    assert row["note"] == "12"


async def test_a_name_is_free_again_after_a_failure(database: Database) -> None:
    for _ in range(12):  # more than there are connections
        with pytest.raises(Changed):
            async with database.transaction(serial="busy"):
                raise Changed
    async with asyncio.timeout(30), database.transaction(serial="busy"):
        pass


async def test_one_of_many_fails_and_loses_only_itself(database: Database) -> None:
    results = await asyncio.gather(
        *(keep(database, number) for number in range(3)),
        _write_and_raise(database, 100),
        *(keep(database, number) for number in range(3, 6)),
        keep(database, 4),
        return_exceptions=True,
    )
    lost = [number for number, result in enumerate(results) if result is not None]
    assert lost in ([3, 5], [3, 7]), "the failing unit, and one of the two that want the same row"
    assert await kept(database) == [0, 1, 2, 3, 4, 5]


async def test_many_at_once_are_all_kept(database: Database) -> None:
    await asyncio.gather(*(keep(database, number) for number in range(200)))
    assert await kept(database) == list(range(200))


@pytest.mark.parametrize(
    ("sql", "params", "expected"),
    [
        ("SELECT CAST(:n AS BIGINT) + CAST(:n AS BIGINT) + CAST(:m AS BIGINT)", {"n": 2, "m": 3}, 7),
        ("SELECT ':n' || CAST(:n AS TEXT)", {"n": "x"}, ":nx"),
        ("SELECT 'it''s :n o''clock ' || CAST(:n AS TEXT)", {"n": "x"}, "it's :n o'clock x"),
        ('SELECT CAST(:name AS TEXT) AS "as :other" -- it\'s :not one\n', {"name": "x"}, "x"),
        ("SELECT CAST(:n AS TEXT)||CAST(:n2 AS TEXT)", {"n": "a", "n2": "b", "unused": 1}, "ab"),
    ],
)
async def test_named_parameters(
    database: Database, sql: str, params: dict[str, object], expected: object
) -> None:
    async with database.transaction() as tx:
        (row,) = await tx.rows(sql, params)
    assert row[0] == expected  # type: ignore[index]


async def test_a_cast_of_postgresql_is_no_parameter(database: Database) -> None:
    if database.engine != "postgresql":
        pytest.skip("SQLite has no such casts")
    async with database.transaction() as tx:
        (row,) = await tx.rows("SELECT (:n::text || '5')::bigint AS n, '1'::int", {"n": "1"})
    assert row["n"] == 15


async def test_a_parameter_that_is_missing_fails(database: Database) -> None:
    with pytest.raises(Exception, match=r"note|bind"):
        await _add_without_note(database)
    assert await kept(database) == []


async def _add_without_note(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(KEEP, {"id": 1, "parent": None})


async def test_a_unit_whose_commit_fails_says_so(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key|nothing was kept"):
        await keep(database, 1, parent=99)
    await keep(database, 2)
    assert await kept(database) == [2]


async def test_a_cancelled_unit_leaves_nothing_and_the_next_one_works(database: Database) -> None:
    entered = asyncio.Event()

    async def never_ends() -> None:
        async with database.transaction() as tx:
            await _write(tx, 1)
            entered.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        slow = tasks.create_task(never_ends())
        await entered.wait()
        slow.cancel()
    async with asyncio.timeout(30):
        await keep(database, 2)
        assert await kept(database) == [2]


async def test_a_unit_can_be_cancelled_at_any_moment(database: Database) -> None:
    """Whatever it was doing, those before and after it are kept, and it is kept whole or not at all."""

    async def two_rows(number: int) -> None:
        async with database.transaction() as tx:
            await _write(tx, number)
            await _write(tx, number + 1)

    for turn in range(12):
        before, hasty, after = (100 * turn + place for place in (0, 10, 20))
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            tasks.create_task(two_rows(before))
            cancelled = tasks.create_task(two_rows(hasty))
            await asyncio.sleep(turn * 0.0004)
            cancelled.cancel()
            tasks.create_task(two_rows(after))
        found = await kept(database)
        assert {before, before + 1, after, after + 1} <= set(found)
        assert (hasty in found) == (hasty + 1 in found)


async def _write_and_raise(database: Database, number: int) -> None:
    async with database.transaction() as tx:
        await _write(tx, number)
        assert await tx.rows("SELECT id FROM scratch WHERE id = :id", {"id": number})
        raise Changed


async def _write_in_one(database: Database, *numbers: int) -> None:
    async with database.transaction() as tx:
        for number in numbers:
            await _write(tx, number)


async def _write(tx: Transaction, number: int) -> None:
    await tx.execute(KEEP, {"id": number, "note": "", "parent": None})
