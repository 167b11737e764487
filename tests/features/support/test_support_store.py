"""Voices about numbers: one each, forgotten in time, and gone when somebody has decided."""

from __future__ import annotations

import asyncio

from bot.features.support import store
from bot.features.support.rules import DAY, REPORTS_KEPT_FOR, VOICES
from bot.storage.database import Database

NOW = 1_800_000_000
WHICH = ("AT", "144")


async def _says(database: Database, voice: str, now: int = NOW) -> bool:
    async with database.transaction() as tx:
        return await store.add_voice(tx, voice, *WHICH, now)


async def test_one_person_is_one_voice_and_the_third_makes_a_doubt_once(database: Database) -> None:
    said = [await _says(database, voice) for voice in ("a", "a", "a", "b", "b", "c", "c", "d")]
    assert said == [False, False, False, False, False, True, False, False]
    async with database.transaction() as tx:
        assert await store.doubts(tx) == [store.Doubt(*WHICH, is_decided=False)]
        assert await store.reports_by(tx, "d") == 0, "about what is in doubt already, nothing is kept"
        assert await store.keep_out(tx, *WHICH)
        assert not await store.keep_out(tx, *WHICH)
        assert await store.reports_by(tx, "a") == 0
        assert await store.end_doubt(tx, *WHICH)
        assert not await store.end_doubt(tx, *WHICH)
        assert await store.doubts(tx) == []


async def test_voices_that_come_at_once_are_all_counted(database: Database) -> None:
    await _says(database, "first")
    said = await asyncio.gather(*(_says(database, f"voice {number}") for number in range(VOICES)))
    assert said.count(True) == 1


async def test_old_voices_do_not_count_and_are_dropped(database: Database) -> None:
    for voice in ("a", "b"):
        await _says(database, voice)
    later = NOW + REPORTS_KEPT_FOR + DAY
    assert not await _says(database, "c", later)
    async with database.transaction() as tx:
        await store.drop_expired(tx, later)
        assert [await store.reports_by(tx, voice) for voice in "abc"] == [0, 0, 1]
        await store.forget_reports_by(tx, "c")
        assert await store.reports_by(tx, "c") == 0


async def test_when_somebody_said_so_is_known_to_the_day_only(database: Database) -> None:
    for voice, now in (("a", NOW), ("b", NOW + 60)):
        await _says(database, voice, now)
    async with database.transaction() as tx:
        rows = await tx.rows("SELECT expires_at FROM number_reports", {})
    assert len({row["expires_at"] for row in rows}) == 1
    assert rows[0]["expires_at"] % DAY == 0
