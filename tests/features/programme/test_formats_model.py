"""Texts in several languages, and moving a whole programme to other days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme.formats import read_programme
from bot.features.programme.model import Localized, Programme, ScheduledSession, shift_to

DEMONSTRATION = Path(__file__).parents[3] / "config" / "programme" / "demonstration.json"
VIENNA = ZoneInfo("Europe/Vienna")
LANGUAGES = {"ar", "de", "en", "es", "fr", "it", "ru"}


def demonstration() -> Programme:
    return read_programme(DEMONSTRATION.read_bytes())


def one_session(start: datetime, end: datetime) -> Programme:
    session = ScheduledSession("k", None, int(start.timestamp()), int(end.timestamp()), Localized.of("T"))
    return Programme(Localized.of("P"), "Europe/Vienna", None, (), (), (session,))


def walls(programme: Programme) -> list[str]:
    zone = ZoneInfo(programme.zone)
    return [f"{datetime.fromtimestamp(session.starts_at, zone):%H:%M}" for session in programme.sessions]


def test_the_best_text_is_the_reader_s_then_the_fallback_s_then_any() -> None:
    text = Localized.of({"de": "Tag", "en": "day", "": "?"})
    assert [text.best(code) for code in ("de", "de-AT", "fr")] == ["Tag", "Tag", "day"]
    assert text.best("fr", fallbacks=("it", "de")) == "Tag"
    assert text.best("fr", fallbacks=()) == "?"
    assert Localized.of({"ru": "день"}).best("fr") == "день"
    assert Localized().best("en") == ""
    assert not Localized.of({"en": "", "": ""})


@given(st.dictionaries(st.sampled_from(["", "ar", "de", "en", "pt-br"]), st.text(min_size=1)))
def test_a_text_survives_being_kept_by_language(texts: dict[str, str]) -> None:
    assert Localized.of(Localized.of(texts).by_language()) == Localized.of(texts)
    assert Localized.of(texts).by_language() == texts


def test_the_demonstration_is_three_days_in_seven_languages() -> None:
    programme = demonstration()
    days = {datetime.fromtimestamp(session.starts_at, VIENNA).date() for session in programme.sessions}
    assert (len(programme.sessions), len(days), programme.zone) == (17, 3, "Europe/Vienna")
    texts = [programme.title, *programme.tracks, *programme.rooms]
    texts += [text for session in programme.sessions for text in (session.title, session.abstract)]
    assert all(set(text.by_language()) == LANGUAGES for text in texts)
    assert "Demonstration" in programme.title.best("en")
    assert all("not a real session" in session.abstract.best("en") for session in programme.sessions)
    assert len(programme.tracks) == 6


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_shifted_programme_keeps_its_clock_times_and_begins_on_the_day_asked_for(day: date) -> None:
    programme = demonstration()
    shifted = shift_to(programme, day)
    assert datetime.fromtimestamp(shifted.starts_at, VIENNA).date() == day
    assert walls(shifted) == walls(programme)
    assert shift_to(shifted, date(2020, 9, 1)) == programme
    assert replace(shifted, sessions=()) == replace(programme, sessions=())


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (date(2025, 3, 30), "2025-03-30T01:30+00:00", "2025-03-30T02:00+00:00"),  # 02:30 is not there: 03:30
        (
            date(2025, 10, 26),
            "2025-10-26T00:30+00:00",
            "2025-10-26T02:00+00:00",
        ),  # 02:30 comes twice: the first
        (date(2025, 7, 1), "2025-07-01T00:30+00:00", "2025-07-01T01:00+00:00"),
    ],
)
def test_a_session_in_the_night_the_clocks_change_still_lasts(day: date, start: str, end: str) -> None:
    programme = one_session(
        datetime(2025, 1, 10, 2, 30, tzinfo=VIENNA), datetime(2025, 1, 10, 3, 0, tzinfo=VIENNA)
    )
    session = shift_to(programme, day).sessions[0]
    assert datetime.fromtimestamp(session.starts_at, UTC).isoformat("T", "minutes") == start
    assert datetime.fromtimestamp(session.ends_at, UTC).isoformat("T", "minutes") == end
