"""The journal: one chain whoever writes, found out whatever is done to it, and nothing in it to recognise."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.core.audit import Break, Fault
from bot.core.journal import Deed, Entry
from bot.core.roles import Role
from bot.engine.journal import BATCH, ChainedJournal, DeferredJournal
from bot.storage.backup import backup, restore
from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.conftest import new_postgres_database
from tests.engine.chronicle import (
    NOW,
    OLGA,
    all_rows,
    entry,
    forge,
    forge_end,
    open_journal,
    renumbered,
    verdict,
    write,
)
from tests.storage.scratch import make_scratch


@pytest.fixture
async def journal(database: Database) -> ChainedJournal:
    return await open_journal(database)


async def test_what_was_done_to_a_case_is_read_in_order_and_by_role(
    database: Database, journal: ChainedJournal
) -> None:
    opened = Entry(NOW, Deed.OPENED, Role.ANYONE, subject="heron")
    closed = Entry(NOW + 9, Deed.CLOSED, Role.LEAD, "police", OLGA, "heron", "advised")
    missed = Entry(NOW + 5, Deed.MISSED, None, subject="heron")
    async with database.transaction() as tx:
        for each in (opened, entry(1, "otter"), missed, closed):
            await journal.write(tx, each)
        found = await journal.about(tx, "heron")
        assert await journal.about(tx, "nobody's") == []
    nameless = Entry(NOW + 9, Deed.CLOSED, Role.LEAD, "police", None, "heron", "advised")
    assert list(found) == [opened, missed, nameless]


async def test_an_auditor_sees_the_newest_first_in_pages_and_can_tell_who_it_was(
    database: Database, journal: ChainedJournal
) -> None:
    await write(database, journal, *(entry(number, f"case {number % 2}") for number in range(1, 8)))
    async with database.transaction() as tx:
        page = await journal.lines(tx, most=3)
        rest = await journal.lines(tx, most=9, before=page[-1].position)
        of_one = await journal.lines(tx, most=9, case=journal.case_token("case 1"))
    assert [line.position for line in (*page, *rest)] == [7, 6, 5, 4, 3, 2, 1]
    assert [line.position for line in of_one] == [7, 5, 3, 1]
    assert {line.author for line in page} == {journal.author_token(OLGA)}
    assert page[0].at == NOW + 7


async def test_fifty_who_write_at_once_make_one_chain(
    database: Database, database_url: str, journal: ChainedJournal
) -> None:
    """In two processes' worth of connections; every tenth thinks better of it."""
    other = await open_database(database_url)

    async def do(number: int) -> None:
        async with (database, other)[number % 2].transaction() as tx:
            await journal.write(tx, entry(number))
            await asyncio.sleep(0)
            await journal.write(tx, entry(number, "otter"))
            if number % 10 == 0:
                raise LookupError

    async with asyncio.timeout(30):
        results = await asyncio.gather(*(do(number) for number in range(50)), return_exceptions=True)
    await other.close()
    assert [number for number, result in enumerate(results) if result is not None] == [0, 10, 20, 30, 40]
    found = await verdict(database, journal)
    assert (found.entries, found.broken) == (90, None)
    async with database.transaction() as tx:
        assert {each.at - NOW for each in await journal.about(tx, "heron")} == {
            number for number in range(50) if number % 10
        }


async def test_it_can_be_verified_while_others_write(database: Database, journal: ChainedJournal) -> None:
    async def keep_writing() -> None:
        for number in range(30):
            await write(database, journal, *[entry(number)] * 70)

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(keep_writing())
        while not writing.done():
            assert (await verdict(database, journal)).broken is None
    assert (await verdict(database, journal)).entries == 2100 > 2 * BATCH


async def test_deferred_entries_are_written_last_so_nobody_waits_in_a_circle(
    database: Database, journal: ChainedJournal
) -> None:
    """Each notes what it is about to do and then does it: written at once, the notes would lock first."""
    await make_scratch(database)
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO scratch (id) VALUES (1)", {})

    async def note_and_do(number: int, *, is_bold: bool) -> None:
        async with database.transaction() as tx:
            if is_bold:
                await tx.execute("UPDATE scratch SET note = :note WHERE id = 1", {"note": str(number)})
            deferred = DeferredJournal(journal)
            await deferred.write(tx, entry(number))
            assert [each.at for each in await deferred.about(tx, "heron")][-1] == NOW + number
            await asyncio.sleep(0.01)
            await tx.execute("UPDATE scratch SET note = :note WHERE id = 1", {"note": str(number)})
            await deferred.flush(tx)
            await deferred.flush(tx)

    async with asyncio.timeout(20):
        await asyncio.gather(*(note_and_do(number, is_bold=bool(number % 2)) for number in range(20)))
    found = await verdict(database, journal)
    assert (found.entries, found.broken) == (20, None)


async def test_a_young_person_is_not_named_and_nothing_can_be_joined(
    database: Database, journal: ChainedJournal
) -> None:
    await write(database, journal, Entry(NOW, Deed.CLOSED, Role.ANYONE, "", OLGA, "heron"), entry(1))
    async with database.transaction() as tx:
        youth, officer = await all_rows(tx)
    assert youth["member"] is None
    assert officer["member"] == journal.author_token(OLGA)
    assert youth["subject"] == officer["subject"] == journal.case_token("heron")
    for secret in ("heron", OLGA):
        assert secret not in repr((youth, officer))
    assert journal.case_token(OLGA) != journal.author_token(OLGA)


FAULTS = {
    "changed": Break(5, Fault.CHANGED),
    "swapped": Break(5, Fault.CHANGED),
    "taken out": Break(5, Fault.MISSING),
    "taken out and closed up": Break(5, Fault.MISSING),
    "put in": Break(5, Fault.INSERTED),
    "put before all": Break(1, Fault.INSERTED),
    "added at the end": Break(13, Fault.INSERTED),
    "cut off": Break(9, Fault.CUT_OFF),
    "cut off and counted anew": Break(9, Fault.CUT_OFF),
    "the end taken away": Break(13, Fault.CUT_OFF),
}


@pytest.mark.parametrize("how", FAULTS)
async def test_what_was_done_is_said(database: Database, journal: ChainedJournal, how: str) -> None:
    await write(database, journal, *(entry(number) for number in range(12)))
    async with database.transaction() as tx:
        rows = await all_rows(tx)
        before, touched, after = rows[:4], rows[4], rows[5:]
        forgeries = {
            "changed": [*before, {**touched, "deed": "closed"}, *after],
            "swapped": renumbered([*before, after[0], touched, *after[1:]]),
            "taken out": [*before, *after],
            "taken out and closed up": renumbered([*before, *after]),
            "put in": renumbered([*before, rows[0], touched, *after]),
            "put before all": [{**touched, "position": -5}, *rows],
            "added at the end": [*rows, {**touched, "position": 13}],
        }
        await forge(tx, forgeries.get(how, rows[:8] if how.startswith("cut off") else rows))
        if how == "cut off and counted anew":
            await forge_end(tx, rows[:8])
        if how == "the end taken away":
            await tx.execute("DELETE FROM journal_end", {})
    assert (await verdict(database, journal)).broken == FAULTS[how]


@pytest.mark.parametrize("how", ["cut off", "taken away", "never there"])
async def test_writing_on_does_not_make_a_forged_end_good(
    database: Database, journal: ChainedJournal, how: str
) -> None:
    """People are helped all the same: what they do is written down behind what is left."""
    await write(database, journal, *(entry(number) for number in range(12)))
    async with database.transaction() as tx:
        rows = await all_rows(tx)
        await forge(tx, rows[:8])
        await forge_end(tx, rows[:8])
        if how != "cut off":
            await tx.execute("DELETE FROM journal_end", {})
        if how == "never there":
            row = {"entries": 3, "link": rows[2]["link"], "seal": b"seal"}
            await tx.execute("INSERT INTO journal_end VALUES (1, :entries, :link, :seal)", row)
    for number in range(3):
        await write(database, journal, entry(100 + number))
    found = await verdict(database, journal)
    assert (found.entries, found.broken) == (11, Break(12, Fault.CUT_OFF))
    async with database.transaction() as tx:
        assert len(await journal.about(tx, "heron")) == 11


async def test_only_the_newest_can_be_verified_too(database: Database, journal: ChainedJournal) -> None:
    await write(database, journal, *(entry(number) for number in range(12)))
    async with database.transaction() as tx:
        rows = await all_rows(tx)
        await forge(tx, [*rows[:4], {**rows[4], "detail": "x"}, *rows[5:]])
    assert (await verdict(database, journal, newest=8)).broken == Break(5, Fault.CHANGED)
    newest = await verdict(database, journal, newest=7)
    assert (newest.since, newest.broken) == (6, None)
    assert (await verdict(database, journal, newest=500)).since == 1


async def test_nothing_has_been_done_yet(database: Database, journal: ChainedJournal) -> None:
    found = await verdict(database, journal)
    assert (found.entries, found.since, found.broken) == (0, 1, None)


async def test_what_was_made_into_nonsense_is_passed_over(
    database: Database, journal: ChainedJournal
) -> None:
    await write(database, journal, *(entry(number) for number in range(3)))
    async with database.transaction() as tx:
        first, second, third = await all_rows(tx)
        await forge(tx, [{**first, "deed": "sabotaged"}, {**second, "role": 99}, third])
        assert [each.at for each in await journal.about(tx, "heron")] == [NOW + 2]
        assert [line.position for line in await journal.lines(tx, most=9)] == [3]


async def test_verifying_takes_as_long_as_the_journal_is(database: Database, journal: ChainedJournal) -> None:
    """Four times the entries: about four times as long, never sixteen."""

    async def seconds() -> float:
        started = time.perf_counter()
        assert (await verdict(database, journal)).broken is None
        return time.perf_counter() - started

    await write(database, journal, *(entry(number) for number in range(5_000)))
    short = min([await seconds() for _ in range(3)])
    await write(database, journal, *(entry(number) for number in range(15_000)))
    long = min([await seconds() for _ in range(3)])
    assert long / short < 12


async def test_a_restored_journal_still_holds_and_goes_on(tmp_path: Path, postgres_server: object) -> None:
    first = await open_database(f"sqlite:///{tmp_path}/first.db")
    await write(first, await open_journal(first), *(entry(number) for number in range(30)))
    await backup(first, tmp_path / "house.backup")
    await first.close()
    url = new_postgres_database(postgres_server)
    await restore(url, tmp_path / "house.backup")
    second = await open_database(url)
    journal = await open_journal(second)
    await write(second, journal, entry(30))
    found = await verdict(second, journal)
    assert (found.entries, found.broken) == (31, None)
    await second.close()
