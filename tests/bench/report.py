"""What came out: rows, targets, a table and JSON."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from tests.bench.crowd import Crowd
from tests.bench.finder import Found
from tests.bench.growth import DEEDS, Grown, spread
from tests.bench.measures import Series
from tests.bench.plan import Plan

BARE_ECHO, MENU_PRESS = "bare echo", "menu press, sqlite"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """Medians over rounds; latencies over all updates of all rounds."""

    name: str
    updates: int
    updates_per_second: float
    cpu_us: float
    of_bare_echo: float
    p50_ms: float
    p99_ms: float
    core: float
    """The share of one core that the bot used; the rest of the time it waited, mostly for the disk."""
    out_of_order: int


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: `value` stays below `limit`."""

    name: str
    value: float
    limit: float

    @property
    def is_met(self) -> bool:
        return self.value < self.limit


@dataclass(frozen=True, slots=True)
class Report:
    """One run."""

    plan: Plan
    rows: Sequence[Row]
    start_seconds: Sequence[float]
    memory_bytes: int
    grown: Sequence[Grown]
    presses: Sequence[float]
    """Seconds each, while nobody sent a photo."""
    presses_beside_photo: Sequence[float]
    found: Sequence[Found]
    help_now: Sequence[float]
    """Seconds each, while many others press menus."""
    looks: Mapping[str, float]
    """Milliseconds of each way to look for something to do."""
    searches: Sequence[float]
    """CPU seconds each, among `plan.items`."""
    crowds: Sequence[Crowd]

    @property
    def targets(self) -> list[Target]:
        press = next(row for row in self.rows if row.name == MENU_PRESS)
        return [
            Target("a menu press, as a share of a bare echo", press.of_bare_echo, 0.5),
            Target("updates out of order", sum(row.out_of_order for row in self.rows), 1),
            Target("seconds from start to the first getUpdates", statistics.median(self.start_seconds), 1.5),
            Target(f"megabytes after {self.plan.people} people", self.memory_bytes / MEGABYTE, 90),
            *(
                Target(f"{deed}, the dearest house over the cheapest", spread(self.grown, deed), 1.3)
                for deed in DEEDS
            ),
            *(
                Target(
                    f"milliseconds of a press among {each.services} services, {each.engine}",
                    each.slowest_press,
                    20,
                )
                for each in self.found
            ),
            Target(
                f"p99 in milliseconds of help now, while {self.plan.readers} others press menus",
                statistics.quantiles(self.help_now, n=100)[98] * 1e3,
                50,
            ),
            Target(
                f"milliseconds to look among {self.plan.activities} activities, at most",
                max(self.looks.values()),
                20,
            ),
            Target("milliseconds a photo delays somebody else's press", self._delay * 1e3, 100),
            Target(
                f"milliseconds of CPU of a search among {self.plan.items}",
                statistics.median(self.searches) * 1e3,
                5,
            ),
            *(target for each in self.crowds for target in crowd_targets(each)),
        ]

    @property
    def _delay(self) -> float:
        """Of the slowest press."""
        return max(self.presses_beside_photo) - statistics.median(self.presses)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        machine = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "system": platform.platform(),
        }
        targets = [{**asdict(target), "is_met": target.is_met} for target in self.targets]
        content = {"machine": machine, **asdict(self), "targets": targets}
        path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")

    def table(self) -> str:
        houses = [_house(each) for each in self.grown]
        lists = [_list(each) for each in self.found]
        looks = [f"{name}: {took:.1f} ms" for name, took in self.looks.items()]
        lists.append(f"{self.plan.activities:>7} activities: {', '.join(looks)}")
        lists += map(crowd_line, self.crowds)
        verdicts = map(verdict, self.targets)
        return "\n".join([_HEADING, *map(_line, self.rows), "", *houses, *lists, "", *verdicts])


def crowd_targets(crowd: Crowd) -> list[Target]:
    """How fast is a promise under Telegram's own limits; raised ones only ask that nobody is left out."""
    name = f"limits × {crowd.factor:g}"
    targets = [
        Target(f"{name}: answers of 429", crowd.refused, 1),
        Target(f"{name}: people reminded twice", crowd.doubled, 1),
        Target(f"{name}: megabytes", crowd.memory / MEGABYTE, 150),
        Target(f"{name}: seconds to move the session", crowd.moved_in, 1),
        Target(f"{name}: rows written for that", crowd.rows_moved, 100),
    ]
    if crowd.is_over:
        return [*targets, Target(f"{name}: people not reminded", crowd.people - crowd.reminded, 1)]
    return [
        *targets[:-1],
        Target(f"{name}: of the allowed rate, not used", 1 - crowd.share, 0.05),
        Target(f"{name}: milliseconds of the slowest press of a hundred", crowd.slow_press * 1e3, 100),
    ]


def crowd_line(crowd: Crowd) -> str:
    cpu_us, press_ms = crowd.cpu / max(1, crowd.reminded) * 1e6, crowd.slow_press * 1e3
    return (
        f"{crowd.people:>7} people, limits × {crowd.factor:g}: {crowd.per_second:.1f} a second, "
        f"CPU {cpu_us:.0f} µs each, press p99 {press_ms:.0f} ms"
    )


def rows(series: Sequence[Series]) -> list[Row]:
    echo = next(each for each in series if each.name == BARE_ECHO)
    return [_row(each, _cpu_us(echo)) for each in series]


def _row(series: Series, echo_us: float) -> Row:
    rounds, cpu_us = series.rounds, _cpu_us(series)
    percentiles = statistics.quantiles((took for each in rounds for took in each.latencies), n=100)
    return Row(
        series.name,
        sum(each.updates for each in rounds),
        statistics.median(each.updates / each.seconds for each in rounds),
        cpu_us,
        cpu_us / echo_us,
        percentiles[49] * 1e3,
        percentiles[98] * 1e3,
        statistics.median(each.cpu / each.seconds for each in rounds),
        sum(each.out_of_order for each in rounds),
    )


def _cpu_us(series: Series) -> float:
    return statistics.median(each.cpu / each.updates for each in series.rounds) * 1e6


_HEADING = (
    f"{'':32}{'updates/s':>10}{'CPU µs/update':>15}{'of bare echo':>14}{'p50 ms':>9}{'p99 ms':>9}"
    f"{'core':>7}  in order"
)


def _line(row: Row) -> str:
    order = "yes" if row.out_of_order == 0 else f"NO: {row.out_of_order}"
    return (
        f"{row.name:32}{row.updates_per_second:10.0f}{row.cpu_us:15.0f}{row.of_bare_echo:14.2f}"
        f"{row.p50_ms:9.1f}{row.p99_ms:9.1f}{row.core:7.0%}  {order}"
    )


def _house(grown: Grown) -> str:
    costs = ", ".join(f"{deed} {grown.cost(deed):.0f}" for deed in DEEDS)
    return f"{grown.open_cases:>7} open cases, CPU µs: {costs}"


def _list(found: Found) -> str:
    return (
        f"{found.services:>7} services, {found.engine}, ms: slowest press {found.slowest_press:.1f}, "
        f"first press after an import {found.first_press:.0f}, import {found.importing:.0f}"
    )


def verdict(target: Target) -> str:
    mark = "ok    " if target.is_met else "MISSED"
    return f"{mark}  {target.name}: {target.value:.2f} (must be under {target.limit:g})"
