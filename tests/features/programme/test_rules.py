"""When reminders are due, what they can still say, what overlaps, and what counts as a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme.model import Localized
from bot.features.programme.rules import (
    LATE_GRACE,
    SOONEST,
    ChangeKind,
    Lead,
    Phase,
    Version,
    change_between,
    clashes,
    days_in_order,
    due_at,
    fitting_lead,
    grace_ends_at,
    shortened,
    standing,
    wished_at,
)
from tests.features.programme.hall import HOUR, MINUTE, VIENNA, vienna

ZONES = (VIENNA, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "UTC")
moments = st.integers(vienna(2020, 1, 1), vienna(2035, 1, 1))
zones = st.sampled_from(ZONES)
leads = st.sampled_from(Lead)


@dataclass(frozen=True)
class Span:
    starts_at: int
    ends_at: int


spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 500), st.integers(0, 300))


@pytest.mark.parametrize(
    ("session", "hours"),
    [
        (vienna(2026, 3, 28, 9), 24),
        (vienna(2026, 3, 29, 9), 23),
        (vienna(2026, 10, 25, 9), 25),
    ],
    ids=["any day", "clocks go forward in the night", "clocks go back in the night"],
)
def test_a_day_before_is_the_same_time_on_the_venues_clock(session: int, hours: int) -> None:
    due = due_at(session, Lead.DAY, VIENNA)
    assert session - due == hours * HOUR
    assert datetime.fromtimestamp(due, ZoneInfo(VIENNA)).hour == 9


@given(moments, zones)
def test_a_day_before_is_right_in_every_zone_and_on_every_day(session: int, zone: str) -> None:
    due = wished_at(session, Lead.DAY, zone)
    assert 23 * HOUR <= session - due <= 25 * HOUR
    wall = datetime.fromtimestamp(session, ZoneInfo(zone)) - timedelta(days=1)
    exists = wall.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall.replace(tzinfo=None)
    seen = datetime.fromtimestamp(due, ZoneInfo(zone)).replace(tzinfo=None)
    assert not exists or seen == wall.replace(tzinfo=None)


@given(moments, st.sampled_from([lead for lead in Lead if lead is not Lead.DAY]), zones)
def test_minutes_are_minutes_whatever_the_clocks_do(session: int, lead: Lead, zone: str) -> None:
    assert session - wished_at(session, lead, zone) == lead * MINUTE


@given(leads, moments, zones, st.integers(0, 3 * 24 * HOUR))
def test_whoever_comes_late_gets_the_longest_lead_time_that_still_fits(
    wish: Lead, session: int, zone: str, left: int
) -> None:
    now = session - left
    lead = fitting_lead(wish, session, VIENNA, now, zone)
    fitting = [one for one in Lead if one <= wish and due_at(session, one, VIENNA, zone) >= now + SOONEST]
    assert lead == max(fitting, default=Lead.FIVE_MINUTES)


@given(moments, st.integers(0, 10 * HOUR), st.integers(-2 * HOUR, 12 * HOUR))
def test_a_reminder_is_worth_something_until_a_quarter_of_an_hour_after_the_start(
    starts_at: int, length: int, late: int
) -> None:
    stand = standing(starts_at, starts_at + length, starts_at + late)
    if late < 0:
        assert stand.phase is Phase.AHEAD
        assert abs(stand.minutes * MINUTE + late) <= MINUTE
        assert stand.minutes >= 1
    else:
        assert (stand.phase is Phase.BEGUN) == (late < min(LATE_GRACE, length))
        assert stand.minutes == late // MINUTE
    assert (stand.phase is Phase.MISSED) == (
        late >= 0 and starts_at + late >= grace_ends_at(starts_at, starts_at + length)
    )


@given(spans, spans)
def test_two_sessions_clash_both_ways_or_not_at_all(one: Span, other: Span) -> None:
    assert bool(clashes(one, [other])) == bool(clashes(other, [one]))


def test_sessions_one_after_the_other_do_not_clash() -> None:
    assert clashes(Span(0, 60), [Span(60, 90), Span(59, 61), Span(0, 60), Span(100, 120)]) == [
        Span(59, 61),
        Span(0, 60),
    ]


HERE, THERE = Localized.of("Hall A"), Localized.of("Hall B")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Version(100, HERE), Version(100, HERE), None),
        (Version(100, HERE), Version(200, HERE), ChangeKind.MOVED),
        (Version(100, HERE), Version(100, THERE), ChangeKind.MOVED),
        (Version(100, HERE), Version(100, HERE, is_cancelled=True), ChangeKind.CANCELLED),
        (Version(100, HERE), Version(100, HERE, is_withdrawn=True), ChangeKind.WITHDRAWN),
        (Version(100, HERE, is_cancelled=True), Version(300, THERE, is_withdrawn=True), None),
        (Version(100, HERE, is_withdrawn=True), Version(100, HERE), ChangeKind.RESTORED),
        (Version(40, HERE), Version(45, HERE), None),
        (Version(40, HERE), Version(100, HERE), ChangeKind.MOVED),
        (Version(100, HERE), Version(40, HERE), ChangeKind.MOVED),
    ],
)
def test_what_people_are_told(before: Version, after: Version, kind: ChangeKind | None) -> None:
    assert change_between(before, after, now=50) is kind


def test_today_stands_first_and_what_is_over_last() -> None:
    days = [date(2026, 9, day) for day in (1, 2, 3, 4)]
    assert [day.day for day in days_in_order(days, date(2026, 9, 3))] == [3, 4, 1, 2]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(2, 60))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short.encode("utf-16-le")) // 2 <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


def test_words_stay_whole_where_there_are_any() -> None:
    assert shortened("prevention that works", 16) == "prevention that…"
    assert shortened("p" * 30, 10) == "p" * 9 + "…"
