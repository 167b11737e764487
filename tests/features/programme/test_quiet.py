"""Nobody is woken by a reminder: not in any zone, nor on the nights the clocks change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme.quiet import BEGIN, END, LAST_CALL, before_quiet, is_quiet
from bot.features.programme.rules import (
    NEXT,
    PRESSING,
    SOONEST,
    Lead,
    Snooze,
    due_at,
    makes_sound,
    snoozed_until,
    wished_at,
)
from tests.features.programme.hall import HOUR, MINUTE, VIENNA, vienna

ZONES = (
    VIENNA,
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Asia/Almaty",
    "UTC",
)
NIGHT = (24 - BEGIN + END) * HOUR
moments = st.integers(vienna(2020, 1, 1), vienna(2035, 1, 1))
zones = st.sampled_from(ZONES)
leads = st.sampled_from(Lead)


@given(moments, zones)
def test_what_would_come_at_night_comes_before_it(at: int, zone: str) -> None:
    moment = before_quiet(at, zone)
    assert not is_quiet(moment, zone)
    if is_quiet(at, zone):
        assert LAST_CALL < at - moment + 1 <= NIGHT + LAST_CALL + HOUR
        wall = datetime.fromtimestamp(moment, ZoneInfo(zone))
        assert (wall.hour, wall.minute) == (21, 45)
    else:
        assert moment == at


@given(moments, leads, zones, zones)
def test_a_reminder_never_comes_later_than_wished_nor_at_night(
    session: int, lead: Lead, venue: str, zone: str
) -> None:
    due = due_at(session, lead, venue, zone)
    assert due <= wished_at(session, lead, venue)
    assert not is_quiet(due, zone)
    assert due_at(session, lead, venue) == due_at(session, lead, venue, venue)


@pytest.mark.parametrize(
    ("session", "ahead"),
    [
        (vienna(2026, 6, 7, 7, 5), 9 * HOUR + 20 * MINUTE),
        (vienna(2026, 3, 29, 7, 5), 8 * HOUR + 20 * MINUTE),
        (vienna(2026, 10, 25, 7, 5), 10 * HOUR + 20 * MINUTE),
    ],
    ids=["any night", "clocks go forward", "clocks go back"],
)
def test_early_on_the_morning_after_the_clocks_change(session: int, ahead: int) -> None:
    due = due_at(session, Lead.TEN_MINUTES, VIENNA)
    assert session - due == ahead
    assert datetime.fromtimestamp(due, ZoneInfo(VIENNA)).strftime("%H:%M") == "21:45"


@given(st.sampled_from(Snooze), moments, st.integers(-2 * HOUR, 30 * HOUR))
def test_once_more_comes_before_the_start_or_not_at_all(snooze: Snooze, starts_at: int, ahead: int) -> None:
    now = starts_at - ahead
    until = snoozed_until(snooze, starts_at, now)
    assert until is None or now + SOONEST <= until < starts_at


@given(st.integers(0, 48 * HOUR), zones, st.booleans(), moments)
def test_news_makes_a_sound_when_it_is_pressing_and_at_night_when_it_is_very(
    ahead: int, zone: str, is_clash: bool, now: int
) -> None:
    sounds = makes_sound(now + ahead, now, zone, is_clash=is_clash)
    if is_quiet(now, zone):
        assert sounds == (ahead <= NEXT)
    else:
        assert sounds == (is_clash or ahead <= PRESSING)
