"""What was erased is gone: from every table, from the database's files, and from what backups can open."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.core.ids import AddressId
from bot.core.language import Language
from bot.engine.keyring import Keyring
from bot.engine.people import Registry
from bot.engine.vault import Vault, new_key
from bot.features.concerns import store
from bot.features.concerns.drafts import Draft
from bot.features.concerns.rules import Urgency
from bot.sandbox import Phone
from bot.storage.backup import backup, restore, table_names
from bot.storage.connect import sqlite_path
from bot.storage.database import Database
from tests.house import Play, playing
from tests.journeys.steps import send_concern
from tests.kept import Dump, dump, long_values, opened
from tests.programme import add_to_agenda, bring_programme, give_places, register
from tests.storage.furnished import add_row
from tests.storage.schema import columns_of

NAMES_OF_KINDS = {"kind", "name"}
"""Columns that say what a row is, in words of ours."""
KEPT_FOR_GOOD = {"journal", "journal_end", "erasures"}
"""What was done, without content: entries that could be dropped could be hidden. They name a case by keyed
hashes of their own, and a tombstone answers whoever still has the case code."""
OFFICERS_LAST_CASE_SECONDS = 3600
"""For so long an officer's own step remembers to which case they answered last."""
CONCERN = "They wait behind the gym with little bags."


async def live(officer: Phone, youth: Phone) -> None:
    """A case with messages both ways, a picture and a note, a draft of another, and an agenda."""
    await send_concern(youth, CONCERN, "Every Friday.")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(CONCERN)
    relayed = await officer.hears("Every Friday.")
    await officer.says("Thank you.", thread=relayed.thread)
    await youth.hears("Thank you.")
    await officer.presses("Note")
    await officer.says("Only for colleagues.", thread=relayed.thread)
    await officer.hears("Noted on")
    await send_a_photo(youth)
    while "photo" not in (await officer.hears()).raw:
        pass
    await add_to_agenda(youth)
    await youth.says("/concern")
    await youth.presses("Online")
    await youth.presses("Riverside")
    await youth.says("And there is something else.")
    await youth.hears("1 message so far")


async def send_a_photo(youth: Phone) -> None:
    await youth.sends("photo", caption="This is where.")
    await youth.presses("Send it, cleaned")
    await youth.hears("all hidden data is gone")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Passed on")


async def erase(officer: Phone, youth: Phone) -> None:
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Proof of erasure")
    await officer.hears("was erased")


async def settled(play: Play) -> Dump:
    """When nothing is owed any more, and the house has been swept."""
    async with asyncio.timeout(30):
        while any(row["state"] < 2 for row in (await dump(play.house.database))["outbox"]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    play.clock.advance(OFFICERS_LAST_CASE_SECONDS + 61)
    await asyncio.sleep(0.3)
    return await dump(play.house.database)


async def test_no_row_no_key_and_no_letter_of_it_is_left(database_url: str) -> None:
    async with playing(database_url) as play:
        officer, youth = await play.officer(), play.person()
        await bring_programme(play.house.database, play.clock.now())
        await give_places(play.house, 5)
        (workshop,) = (await dump(play.house.database))["registrations"]
        await register(play.person("Noah"), workshop["session_id"])
        before = long_values(await dump(play.house.database))
        await live(officer, youth)
        await register(youth, workshop["session_id"])
        theirs = long_values(await dump(play.house.database)) - before
        await erase(officer, youth)
        left = await settled(play)
    assert theirs
    still_there = [
        f"{table}.{column}: {value!r}"
        for table, rows in left.items()
        for row in rows
        for column, value in row.items()
        if column not in NAMES_OF_KINDS and table not in KEPT_FOR_GOOD
        if any(each in part for part in long_values({table: [{column: value}]}) for each in theirs)
    ]
    assert not still_there, "\n".join(still_there)


async def test_every_table_that_names_a_case_is_emptied_with_it(database: Database) -> None:
    case_id = "case-to-be-erased"
    async with database.transaction() as tx:
        keys = Keyring(await Registry.load(tx, Vault([new_key()])))
        about = (AddressId("youth"), Draft("drugs", "old-town"), Language.EN, Urgency.NORMAL, 0, 60, "", None)
        concern, _ = await store.open_concern(tx, keys, case_id, *about)
        for table in table_names():
            named = {column.name for column in await columns_of(database, tx, table)} & {"case_id", "key_id"}
            if named and table not in ("concerns", "data_keys"):
                given = {"case_id": case_id, "key_id": concern.key}
                await add_row(database, tx, table, **{name: given[name] for name in named})
        await store.erase(tx, keys, concern)
    held = await dump(database)
    naming = {table for table, rows in held.items() if any(row.get("case_id") == case_id for row in rows)}
    assert naming == {"concern_held"}, "what an officer wrote and did not send has a key of its own"
    assert not any(row["key_id"] == concern.key for row in held["data_keys"])
    assert held["files"] == []


async def test_the_files_do_not_hold_what_was_erased(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/trustline.db"
    async with playing(url) as play:
        officer, youth = await play.officer(), play.person()
        await bring_programme(play.house.database, play.clock.now())
        before = boxes(await dump(play.house.database))
        await live(officer, youth)
        theirs = boxes(await dump(play.house.database)) - before
        assert all(any(box in held for held in files(url)) for box in theirs)
        await erase(officer, youth)
        await settled(play)
        assert not [box for box in theirs for held in files(url) if box in held]


async def test_a_backup_taken_before_cannot_bring_it_back(database_url: str, tmp_path: Path) -> None:
    """The backup's rows are still sealed, and the newest keys beside it do not open them."""
    old = tmp_path / "before.gz"
    async with playing(database_url) as play:
        officer, youth = await play.officer(), play.person()
        await bring_programme(play.house.database, play.clock.now())
        await live(officer, youth)
        await backup(play.house.database, old)
        await erase(officer, youth)
        await settled(play)
        await backup(play.house.database, tmp_path / "after.gz")
    url = f"sqlite:///{tmp_path}/restored.db"
    await restore(url, old)
    async with opened(url) as database:
        restored = await dump(database)
    of_a_case = ("messages", "notes", "cards", "exclusions", "handovers", "limits")
    for table in ("concerns", *(f"concern_{each}" for each in of_a_case), "files", "traces"):
        assert restored[table] == [], table
    (officers,) = restored["people"]  # nobody else's
    for table in ("links", "steps"):
        assert [row["person"] for row in restored[table]] == [officers["person"]], table


def boxes(held: Dump) -> set[bytes]:
    """Everything that is sealed."""
    return {row["sealed"] for rows in held.values() for row in rows if row.get("sealed") is not None}


def files(url: str) -> list[bytes]:
    path = sqlite_path(url)
    return [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
