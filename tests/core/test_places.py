"""When an offer ends and a line closes; and how small numbers are told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.counts import safe_count
from bot.core.places.codes import Begins
from bot.core.places.rules import WAKING, line_closes_at, offer_ends_at
from tests.features.programme.hall import DAY, HOUR, MINUTE, VIENNA, vienna

moments = st.integers(vienna(2026, 1, 1), vienna(2026, 12, 31)).map(lambda at: at - at % 60)
zones = st.sampled_from([VIENNA, "UTC", "Asia/Tashkent", "America/New_York", "Asia/Kathmandu"])


def local(at: int) -> str:
    return f"{datetime.fromtimestamp(at, ZoneInfo(VIENNA)):%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (vienna(2026, 6, 2, 10), "02 14:00"),
        (vienna(2026, 6, 2, 19), "03 10:00"),
        (vienna(2026, 6, 2, 21), "03 12:00"),
        (vienna(2026, 6, 2, 3), "02 12:00"),
        (vienna(2026, 3, 28, 20), "29 11:00"),  # the clocks are put forward in between
        (vienna(2026, 10, 24, 20), "25 11:00"),
        (vienna(2026, 6, 4, 13), "04 15:00"),  # the line closes
    ],
)
def test_an_offer_runs_while_people_are_awake(now: int, ends: str) -> None:
    closes_at = vienna(2026, 6, 4, 15) if now < vienna(2026, 6, 4, 15) else now + 10 * DAY
    assert local(offer_ends_at(now, VIENNA, closes_at)) == ends


@given(moments, zones, st.integers(1, 100 * HOUR))
def test_an_offer_has_four_waking_hours_or_ends_with_the_line(now: int, zone: str, left: int) -> None:
    ends_at = offer_ends_at(now, zone, now + left)
    assert now < ends_at <= now + left
    awake = sum(WAKING.is_on(at, zone) for at in range(now, ends_at, MINUTE))
    if ends_at < now + left:
        assert awake == 4 * 60
        assert WAKING.is_on(ends_at - 1, zone)
    else:
        assert awake <= 4 * 60 + 1


@given(moments, zones)
def test_a_line_closes_before_the_start_and_not_at_night(starts_at: int, zone: str) -> None:
    closes_at = line_closes_at(starts_at, zone)
    assert starts_at - 15 * HOUR <= closes_at <= starts_at - 2 * HOUR
    assert WAKING.is_on(closes_at - 1, zone)


@given(st.integers(0, 1000))
def test_a_small_number_is_told_to_nobody(count: int) -> None:
    told = safe_count(count)
    assert told <= count < told + 5
    assert told == 0 or told >= 5


def test_every_code_begins_like_those_of_one_door() -> None:
    assert sorted("".join(Begins)) == sorted("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
