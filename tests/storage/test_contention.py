"""Two units that wait for each other: one is told to try again, and nothing of it has happened."""

from __future__ import annotations

import asyncio

import pytest

from bot.storage.database import Contended, Database


async def test_whoever_loses_a_deadlock_may_try_again(database: Database) -> None:
    if database.engine == "sqlite":
        pytest.skip("one unit writes at a time there: nobody can wait in a circle")
    async with database.transaction() as tx:
        for name in ("one", "other"):
            await tx.execute(
                "INSERT INTO secrets (name, sealed) VALUES (:name, :sealed)", _secret(name, b"-")
            )
    both_have_one = asyncio.Barrier(2)

    async def change(first: str, second: str) -> bool:
        try:
            async with database.transaction() as tx:
                await tx.execute(_CHANGE, _secret(first, first.encode()))
                await both_have_one.wait()
                await tx.execute(_CHANGE, _secret(second, first.encode()))
        except Contended:
            return False
        return True

    done = await asyncio.gather(change("one", "other"), change("other", "one"))
    assert sorted(done) == [False, True]
    async with database.transaction() as tx:
        kept = {bytes(row["sealed"]) for row in await tx.rows("SELECT sealed FROM secrets", {})}
    assert kept == {b"one" if done[0] else b"other"}


_CHANGE = "UPDATE secrets SET sealed = :sealed WHERE name = :name"


def _secret(name: str, sealed: bytes) -> dict[str, object]:
    return {"name": name, "sealed": sealed}
