"""States, nights and numbers of messages to many."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.language import Language
from bot.features.broadcast.draft import Draft
from bot.features.broadcast.rules import (
    LONGEST,
    MOVES,
    QUIET_FROM,
    QUIET_UNTIL,
    Move,
    State,
    canonical,
    estimate,
    fits,
    quiet_until,
    rounded,
    text_for,
)

ZONES = ("Europe/Vienna", "Asia/Tokyo", "America/New_York", "UTC", "Asia/Kathmandu")
MOMENTS = st.integers(1_700_000_000, 2_000_000_000)


def vienna(hour: int, minute: int = 0, day: int = 1) -> int:
    return int(datetime(2026, 9, day, hour, minute, tzinfo=ZoneInfo("Europe/Vienna")).timestamp())


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_night_ends_at_eight_by_the_clocks_of_the_reader(at: int, zone: str) -> None:
    hour = datetime.fromtimestamp(at, ZoneInfo(zone)).hour
    morning = quiet_until(at, zone)
    assert (morning is not None) == (hour >= QUIET_FROM or hour < QUIET_UNTIL)
    if morning is not None:
        shown = datetime.fromtimestamp(morning, ZoneInfo(zone))
        assert (shown.hour, shown.minute) == (QUIET_UNTIL, 0)
        assert 0 < morning - at <= 11 * 3600
        assert quiet_until(morning, zone) is None


@given(st.integers(0, 10**7))
def test_a_number_of_people_is_never_told_exactly_nor_exaggerated(number: int) -> None:
    shown = rounded(number)
    assert shown <= number
    assert (shown == 0) == (number < 5)
    assert shown == rounded(shown)
    if number >= 5:
        assert number - shown < max(5, number * 0.1)


def test_a_text_is_measured_as_telegram_measures_it() -> None:
    """A smiley takes two: what fits by its letters could be refused to every reader."""
    assert fits("a" * LONGEST)
    assert fits("🎈" * (LONGEST // 2))
    assert not fits("🎈" * (LONGEST // 2 + 1))
    assert not fits("")


def test_an_estimate_says_what_the_rate_and_the_night_allow() -> None:
    expected = estimate({"Europe/Vienna": 3900, "Asia/Tokyo": 20, "UTC": 0}, 30, vienna(12))
    assert (expected.people, expected.minutes, expected.late_zones) == (3920, 3, 0)
    assert estimate({"Europe/Vienna": 3900, "Asia/Tokyo": 20}, 30, vienna(15)).late_zones == 1
    assert estimate({"Europe/Vienna": 100_000}, 30, vienna(21)).late_zones == 1


@given(st.lists(st.sampled_from(Move)))
def test_nothing_is_sent_that_was_not_approved_and_nothing_after_its_end(moves: list[Move]) -> None:
    state, approved = State.WAITING, False
    for move in moves:
        after = MOVES.get(state, {}).get(move)
        approved = approved or (after is not None and move is Move.APPROVE)
        state = after if after is not None else state
        assert approved or state in (State.WAITING, State.DECLINED)
    assert not any(ended in MOVES for ended in (State.STOPPING, State.DONE, State.STOPPED, State.DECLINED))


@pytest.mark.parametrize(
    ("language", "texts", "chosen"),
    [
        ("de", {"de": "Hallo", "en": "Hello"}, "de"),
        ("ar", {"de": "Hallo", "en": "Hello"}, "en"),
        ("ar", {"it": "Ciao", "ru": "Привет"}, "it"),
    ],
)
def test_a_reader_gets_their_own_language_else_english_else_any(
    language: str, texts: dict[str, str], chosen: str
) -> None:
    written = {Language(each): text for each, text in texts.items()}
    assert text_for(Language(language), written) == (chosen, texts[chosen])


def test_texts_that_read_alike_count_as_the_same() -> None:
    assert canonical(" Doors  open\nat NINE ") == canonical("doors open at nine")


def test_a_draft_is_read_back_as_it_was_written() -> None:
    draft = Draft("staff", "*.*.*").toggled("de").toggled("fr").toggled("de")
    for language in ("ru", "en"):
        draft = Draft.read({**draft.written(), "writing": language}).with_text(f"in {language}")
    assert Draft.read(draft.written()) == draft
    assert (draft.languages, list(draft.texts)) == (("fr",), ["en", "ru"])
    assert list(draft.without_text().texts) == ["ru"]
    assert draft.toggled("").languages == ()
