"""What staff change stands until the feed changes the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme.edits import (
    MISSING,
    Field,
    read_edits,
    said_of,
    still_standing,
    with_edit,
    write_edits,
)
from bot.features.programme.model import Localized, SessionState
from bot.features.programme.spans import read_span
from tests.features.programme.hall import DAY, HOUR, VIENNA, planned, vienna

NINE = vienna(2026, 9, 2, 9)
FEED = planned("a", NINE)
EDITED = replace(FEED, title=Localized.of("Anew"), starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR)
EDITS = {field.value: said_of(FEED, field) for field in (Field.TITLE, Field.TIME)}


def test_an_edit_stands_while_the_feed_says_the_same() -> None:
    session, edits = still_standing(EDITED, EDITS, replace(FEED, room=Localized.of("Cellar")))
    assert session == replace(EDITED, room=Localized.of("Cellar"))
    assert edits == EDITS


def test_an_edit_is_over_when_the_feed_changes_that_field_and_only_that() -> None:
    session, edits = still_standing(EDITED, EDITS, replace(FEED, title=Localized.of("From the feed")))
    assert session is not None
    assert (session.title.best("en"), session.starts_at) == ("From the feed", NINE + HOUR)
    assert edits.keys() == {Field.TIME}


def test_a_second_edit_still_knows_what_the_feed_said() -> None:
    assert with_edit({"title": "feed"}, Field.TITLE, "first edit") == {"title": "feed"}


def test_a_missing_session_keeps_its_edits_but_for_whether_it_takes_place() -> None:
    edits = EDITS | {"state": SessionState.SCHEDULED.value}
    assert still_standing(EDITED, edits, None) == (None, EDITS)
    assert still_standing(EDITED, {"state": MISSING}, None) == (None, {"state": MISSING})


@given(st.dictionaries(st.sampled_from([field.value for field in Field]), st.text(max_size=20)))
def test_edits_are_read_as_they_were_written(edits: dict[str, str]) -> None:
    assert read_edits(write_edits(edits)) == edits


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("14:00-15:30", (2, 14, 0), (2, 15, 30)),
        (" 14.00 – 15.30 ", (2, 14, 0), (2, 15, 30)),
        ("22:00-01:00", (2, 22, 0), (3, 1, 0)),
        ("2026-09-03 9:05-10:00", (3, 9, 5), (3, 10, 0)),
        ("14h00 – 15h30", (2, 14, 0), (2, 15, 30)),
        ("١٤:٠٠-١٥:٣٠", (2, 14, 0), (2, 15, 30)),
        ("۲۰۲۶-۰۹-۰۳ ۹:۰۵-۱۰:۰۰", (3, 9, 5), (3, 10, 0)),
    ],
)
def test_a_time_is_read_by_the_venue_s_clock(
    written: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert read_span(written, NINE, VIENNA) == (vienna(2026, 9, *start), vienna(2026, 9, *end))


@pytest.mark.parametrize(
    "written", ["", "soon", "14:00", "25:00-26:00", "2026-13-01 10:00-11:00", "14:00-14:00"]
)
def test_what_is_no_time_is_said_to_be_none(written: str) -> None:
    with pytest.raises(ValueError):
        read_span(written, NINE, VIENNA)


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    start, end = read_span("2026-03-29 01:00-04:00", NINE, VIENNA)
    assert end - start == 2 * HOUR
    assert datetime.fromtimestamp(start, ZoneInfo(VIENNA)).date() == date(2026, 3, 29)
    assert start < NINE - 100 * DAY
