"""Sessions keep who they are when their file renumbers them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme import matching
from bot.features.programme.kept import KeptSession, ProgrammeId, SessionId
from bot.features.programme.matching import matched
from bot.features.programme.model import ScheduledSession
from tests.features.programme.hall import DAY, HOUR, VIENNA, planned, vienna

NINE = vienna(2026, 9, 2, 9)


def known(*sessions: ScheduledSession) -> list[KeptSession]:
    return [
        KeptSession(SessionId(f"id of {one.key}"), ProgrammeId("p"), VIENNA, is_withdrawn=False, about=one)
        for one in sessions
    ]


def coded(key: str, starts_at: int, code: str = "ABC") -> ScheduledSession:
    return replace(planned(key, starts_at), code=code)


def test_repeats_are_told_apart_by_their_start_though_their_ids_are_swapped() -> None:
    before = known(coded("guid-1", NINE), coded("guid-2", NINE + DAY))
    after = [coded("guid-1", NINE - HOUR), coded("guid-2", NINE), coded("guid-3", NINE + DAY)]
    found = matched(before, after)
    assert {(one.about.key, other.key) for one, other in found.pairs} == {
        ("guid-1", "guid-2"),
        ("guid-2", "guid-3"),
    }
    assert [session.key for session in found.new] == ["guid-1"]


def test_a_single_session_is_itself_wherever_it_moves() -> None:
    (pair,) = matched(known(coded("old", NINE)), [coded("new", NINE + 30 * DAY)]).pairs
    assert (pair[0].about.key, pair[1].key) == ("old", "new")


def test_without_codes_the_id_counts_and_numbered_repeats_belong_together() -> None:
    before = known(planned("lunch", NINE), planned("lunch#2", NINE + DAY), planned("other", NINE))
    found = matched(before, [planned("lunch", NINE + DAY), planned("other", NINE + DAY)])
    assert {(one.about.key, other.key) for one, other in found.pairs} == {
        ("lunch#2", "lunch"),
        ("other", "other"),
    }
    assert [session.about.key for session in found.vanished] == ["lunch"]


def test_a_file_that_stops_giving_codes_is_matched_by_id() -> None:
    found = matched(known(coded("guid", NINE, "ABC")), [planned("guid", NINE + HOUR)])
    assert len(found.pairs) == 1


SESSIONS = st.lists(
    st.tuples(st.sampled_from(["", "A", "B"]), st.sampled_from("xyz"), st.integers(0, 5)), max_size=12
)


@given(SESSIONS, SESSIONS)
def test_every_session_is_once_in_what_comes_out(one: list, other: list) -> None:
    def made(rows: list) -> list[ScheduledSession]:
        return [
            replace(planned(f"{key}#{number}", NINE + hour * HOUR), code=code or None)
            for number, (code, key, hour) in enumerate(rows)
        ]

    before, after = known(*made(one)), made(other)
    found = matched(before, after)
    kept = [pair[0] for pair in found.pairs] + found.vanished
    coming = [pair[1] for pair in found.pairs] + found.new
    assert sorted(session.session_id for session in kept) == sorted(session.session_id for session in before)
    assert sorted(session.key for session in coming) == sorted(session.key for session in after)


def test_thousands_of_repeats_are_paired_in_order() -> None:
    size = int(matching.MOST_COMPARED**0.5) + 1
    before = known(*(coded(f"k{number}", NINE + number * HOUR) for number in range(size)))
    after = [coded(f"n{number}", NINE + number * HOUR + 60) for number in range(size)]
    pairs = matched(before, after).pairs
    assert len(pairs) == size
    assert all(other.starts_at - one.starts_at == 60 for one, other in pairs)
