"""A small conference day comes out even; and the reckoning sees it when one does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import SystemRandom

import pytest

from tests.bench.day.accounts import Fate
from tests.bench.day.diary import Again, Diary, Holding, Line, OnItsWay, Reminder
from tests.bench.day.owed import wished_for
from tests.bench.day.plan import DayPlan
from tests.bench.day.programme import FIRST, HOUR, MINUTE, Slot, Version
from tests.bench.day.reckoning import CHANGED, REMINDER, Reckoning
from tests.bench.day.run import Day
from tests.bench.report import verdict

TINY = DayPlan(
    people=40, each_holds=(2, 4), sessions=20, hours=2, kills=1, speed=1500, moves=3, cancellations=2,
    adds=10, blocks=3, storms=1, snoozed=0.3,
)  # fmt: skip
PEOPLE = range(5)
BEGINS, START = FIRST - HOUR, FIRST + HOUR
DUE, IMPORTED = START - 10 * MINUTE, FIRST - 30 * MINUTE
AT_FIRST = Slot(START, START + HOUR, "Hall 1")
LATER = Slot(START + HOUR, START + 2 * HOUR, "Hall 2")
OFF = replace(AT_FIRST, is_off=True)


@pytest.mark.kill
@pytest.mark.xdist_group("kill")
async def test_on_a_small_day_what_was_owed_is_what_arrived(tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10**6)
    day = Day(TINY, seed, tmp_path, f"sqlite:///{tmp_path}/day.db", lambda _: None)
    report = await day.run()
    told = "\n".join([f"seed {seed}", *report.lines(), *map(verdict, report.targets)])
    print(told)
    assert all(target.is_met for target in report.targets), told
    assert report.found.reminders.fates[Fate.ARRIVED], told
    assert len(report.diary.outages) == TINY.kills
    assert report.diary.imports


def test_all_have_got_it() -> None:
    assert Reckoning(reminded()).reminders.fates == {Fate.ARRIVED: len(PEOPLE)}


def test_one_is_missing_and_nothing_says_why() -> None:
    found = Reckoning(without(3))
    assert found.reminders.fates == {Fate.ARRIVED: 4, Fate.LOST: 1}
    assert "person=3" in found.reminders.examples[0]


def test_one_is_missing_and_a_killed_bot_had_it() -> None:
    diary = without(3)
    diary.on_their_way = [OnItsWay(DUE + 1, 3, REMINDER)]
    assert Reckoning(diary).reminders.fates == {Fate.ARRIVED: 4, Fate.KILLED: 1}
    diary.on_their_way = [OnItsWay(DUE + 1, 3, CHANGED)]
    assert Reckoning(diary).reminders.lost == 1


def test_none_came_in_a_storm() -> None:
    diary = reminded()
    diary.reminders = []
    diary.storms = [(DUE - MINUTE, DUE + HOUR)]
    assert Reckoning(diary).reminders.fates == {Fate.SILENCE: len(PEOPLE)}
    diary.storms = [(DUE - MINUTE, DUE + 10 * MINUTE)]
    assert Reckoning(diary).reminders.lost == len(PEOPLE)


def test_what_is_told_twice_too_early_or_to_nobody_is_seen() -> None:
    diary = reminded()
    diary.reminders += [arrives(0, DUE + MINUTE), arrives(99)]
    diary.reminders[1] = arrives(1, DUE - MINUTE)
    diary.blocked = {2: DUE - HOUR}
    found = Reckoning(diary)
    assert (found.reminders.twice, found.reminders.early, found.reminders.unasked) == (1, 1, 2)
    assert found.after_block == 1


def test_who_wanted_it_once_more_is_owed_it_at_the_moment_that_was_promised() -> None:
    diary = reminded()
    diary.again[0, "S0000"] = Again(DUE + 30, START, DUE + 5 * MINUTE)
    assert Reckoning(diary).again.lost == 1
    diary.reminders.append(arrives(0, DUE + 5 * MINUTE))
    assert Reckoning(diary).again.fates == {Fate.ARRIVED: 1}


def test_a_moved_session_is_announced_anew_and_its_old_time_is_not() -> None:
    diary = changed(LATER)
    diary.lines = [told(person, "10:00", "Hall 2") for person in PEOPLE]
    assert Reckoning(diary).reminders.unasked == len(PEOPLE)
    diary.reminders = [replace(each, at=each.at + HOUR, starts_at=START + HOUR) for each in diary.reminders]
    found = Reckoning(diary)
    assert found.reminders.fates == found.moves.fates == {Fate.ARRIVED: len(PEOPLE)}
    assert found.moves.wrong == found.moves.twice == found.moves.early == 0


def test_news_must_say_how_it_is_in_the_end_and_say_it_once() -> None:
    diary = changed(LATER)
    diary.lines = [told(person, "10:00", "Hall 2") for person in PEOPLE]
    diary.lines[0] = told(0, "10:05", "Hall 2")
    diary.lines.append(told(1, "10:00", "Hall 2"))
    found = Reckoning(diary)
    assert (found.moves.lost, found.moves.wrong, found.moves.twice) == (1, 1, 1)
    diary.on_their_way = [OnItsWay(IMPORTED + HOUR, 1, CHANGED)]
    assert Reckoning(diary).moves.twice == 0


def test_a_kill_is_no_excuse_for_a_cancellation() -> None:
    diary = changed(OFF)
    diary.reminders = []
    diary.lines = [told(person, "", "") for person in PEOPLE[1:]]
    diary.on_their_way = [OnItsWay(IMPORTED + 10 * MINUTE, 0, CHANGED)]
    assert Reckoning(diary).cancellations.fates == {Fate.ARRIVED: 4, Fate.LOST: 1}


@pytest.mark.parametrize(
    ("zone", "lead", "before"),
    [
        ("", 10, 10 * MINUTE),
        ("", 1440, 24 * HOUR),
        ("Asia/Tokyo", 10, 10 * MINUTE),
        ("America/New_York", 10, 6 * HOUR + 15 * MINUTE),
    ],
)
def test_reminders_are_due_by_the_clocks_of_whoever_wants_them(zone: str, lead: int, before: int) -> None:
    """At nine in Vienna it is four in New York that day: a quarter to ten in the evening was long before."""
    assert START - wished_for(START, lead, zone) == before


def reminded() -> Diary:
    """All want to be reminded of one session, and are."""
    return Diary(
        BEGINS,
        ends=START + 4 * HOUR,
        versions=[Version(BEGINS, {"S0000": AT_FIRST})],
        holdings=[Holding(person, "S0000", 10, "", BEGINS) for person in PEOPLE],
        reminders=[arrives(person) for person in PEOPLE],
    )


def without(person: int) -> Diary:
    diary = reminded()
    diary.reminders = [each for each in diary.reminders if each.person != person]
    return diary


def changed(slot: Slot) -> Diary:
    """As if nobody had heard of it."""
    diary = reminded()
    diary.versions = [*diary.versions, Version(IMPORTED, {"S0000": slot})]
    diary.imports = [(IMPORTED, 1)]
    return diary


def arrives(person: int, at: float = DUE + 4) -> Reminder:
    return Reminder(at, person, "S0000", START, 10)


def told(person: int, clock: str, hall: str) -> Line:
    return Line(IMPORTED + 11 * MINUTE, person, "S0000", clock, hall)
