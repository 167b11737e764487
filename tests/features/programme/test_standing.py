"""Whether a session takes place, when versions of its programme say this and that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme.standing import MISSES, RETURNS, Said, loses_too_much, weighed

THERE, CANCELLED, MISSING = Said.THERE, Said.CANCELLED, Said.MISSING


def after(*said: Said, is_off: bool = False) -> list[bool]:
    """Whether it is off after each of these versions."""
    doubts, history = 0, []
    for each in said:
        is_off, doubts = weighed(each, doubts, is_off=is_off)
        history.append(is_off)
    return history


def test_a_session_is_off_when_two_more_versions_confirm_that_it_is_missing() -> None:
    assert after(MISSING, MISSING, MISSING, MISSING) == [False, False, True, True]
    assert after(MISSING, MISSING, THERE, MISSING, MISSING) == [False] * 5


def test_an_explicit_cancellation_counts_at_once_and_outlives_the_session_in_the_file() -> None:
    assert after(CANCELLED, MISSING, MISSING, MISSING) == [True] * 4


def test_what_was_cancelled_is_back_after_two_versions_in_a_row() -> None:
    assert after(CANCELLED, THERE, CANCELLED, THERE, THERE) == [True, True, True, True, False]


def test_a_person_s_word_counts_at_once() -> None:
    assert weighed(MISSING, 0, is_off=False, is_final=True) == (True, 0)
    assert weighed(THERE, 0, is_off=True, is_final=True) == (False, 0)


@given(st.lists(st.sampled_from(Said), max_size=60))
def test_nothing_flaps(said: list[Said]) -> None:
    """Between going off and coming back, and the other way round, there are as many versions as it takes."""
    history = [False, *after(*said)]
    turns = [place for place in range(1, len(history)) if history[place] != history[place - 1]]
    for place in turns:
        if history[place]:
            assert said[place - 1] is CANCELLED or said[place - MISSES : place] == [MISSING] * MISSES
        else:
            assert said[place - RETURNS : place] == [THERE] * RETURNS


@given(st.lists(st.sampled_from([THERE, MISSING]), max_size=60))
def test_what_is_missing_every_other_time_stays(said: list[Said]) -> None:
    mixed = [each for one in said for each in (one, THERE)]
    assert not any(after(*mixed))


@pytest.mark.parametrize(
    ("lost", "coming", "is_too_much"),
    [(0, 0, False), (3, 10, False), (4, 10, True), (1, 3, True), (1, 1, True)],
)
def test_more_than_thirty_percent_is_too_much(lost: int, coming: int, is_too_much: bool) -> None:
    assert loses_too_much(lost, coming) is is_too_much
