"""The bench itself works: a small run ends and writes what it measured. Nothing is timed here."""

from __future__ import annotations

from pathlib import Path

import orjson

from tests.bench.__main__ import measure
from tests.bench.measures import Bench
from tests.bench.plan import Plan
from tests.conftest import new_postgres_database

TINY = Plan(rounds=1, chats=4, echoes=12, presses=12, relays=12, paced_seconds=0.2, starts=1, people=6,
    open_cases=(1, 2), deeds=2, turns=1, services=20, readers=4, calls_for_help=3, activities=20, items=10,
    crowd=40, crowd_seconds=0.5,
)  # fmt: skip


async def test_a_small_run_measures_every_bot_and_writes_its_report(
    tmp_path: Path, postgres_server: object
) -> None:
    said: list[str] = []
    report = await measure(Bench(TINY, tmp_path, new_postgres_database(postgres_server), said.append))
    report.write(tmp_path / "out" / "bench.json")
    written = orjson.loads((tmp_path / "out" / "bench.json").read_bytes())
    assert [row["name"] for row in written["rows"]] == [
        "bare echo",
        "menu press, sqlite",
        "relayed message, sqlite",
        "menu press, postgresql",
        "relayed message, postgresql",
        "bare echo, 30/s",
        "menu press, sqlite, 30/s",
        "relayed message, sqlite, 30/s",
    ]
    assert all(row["updates"] and row["updates_per_second"] > 0 for row in written["rows"])
    assert all(row["out_of_order"] == 0 for row in written["rows"])
    assert len(written["targets"]) == 25
    assert [crowd["reminded"] for crowd in written["crowds"]][1] == TINY.crowd
    assert not any(crowd["refused"] or crowd["doubled"] for crowd in written["crowds"])
    assert report.memory_bytes > 10_000_000
    assert all(row.name in report.table() for row in report.rows)
    assert "the last page" in report.table()
    assert said
