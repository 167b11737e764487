"""Letters that can wait keep under the limit, whatever happens on the way; answers never wait."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import FastClock
from bot.core.ids import AddressId
from bot.core.outcome import Lane
from bot.engine.pacing import AHEAD, CHAT_BURST, Pace
from tests.engine.post_office import PostOffice, post, texts

PER_SECOND = 30
SECONDS = st.floats(0, 0.4)
TICK = 0.001


def most_in_a_second(moments: Sequence[float]) -> int:
    ordered = sorted(moments)
    return max((bisect_right(ordered, at + 1.0 - 1e-9) - n for n, at in enumerate(ordered)), default=0)


def run(clock: FastClock, pace: Pace, seconds: float, delays: Sequence[float]) -> list[float]:
    """When messages reached Telegram, each so long on its way; half of it there, half of it back."""
    arrived: list[float] = []
    leaving: list[tuple[float, float]] = []
    back: list[tuple[float, AbstractContextManager[None]]] = []
    end, number = clock.now() + seconds, 0
    while clock.now() < end:
        for turn in pace.turns(48):
            leaving.append((turn, delays[number % len(delays)]))
            number += 1
        while leaving and leaving[0][0] <= clock.now():
            _, delay = leaving.pop(0)
            letter = pace.on_its_way()
            letter.__enter__()
            arrived.append(clock.now() + delay / 2)
            back.append((clock.now() + delay, letter))
        back.sort(key=itemgetter(0))
        clock.advance(TICK)
        while back and back[0][0] <= clock.now():
            back.pop(0)[1].__exit__(None, None, None)
    for _, letter in back:
        letter.__exit__(None, None, None)
    pace.give_back(turn for turn, _ in leaving)
    return arrived


@given(st.lists(SECONDS, min_size=1, max_size=50))
def test_no_second_has_more_than_its_limit_however_long_messages_take(delays: list[float]) -> None:
    clock = FastClock(0, start=1000.0)
    assert most_in_a_second(run(clock, Pace(clock, PER_SECOND), 4, delays)) <= PER_SECOND


@pytest.mark.parametrize("delays", [[0.01], [0.03], [0.03, 0.04]])
def test_nearly_all_that_is_allowed_is_used_and_evenly(delays: list[float]) -> None:
    clock = FastClock(0, start=1000.0)
    pace = Pace(clock, PER_SECOND)
    run(clock, pace, 2, delays)
    arrived = run(clock, pace, 20, delays)
    assert len(arrived) >= 20 * PER_SECOND * 0.95
    assert max(b - a for a, b in pairwise(arrived)) < 0.1


def test_answers_go_at_once_and_take_the_place_of_what_can_wait() -> None:
    clock = FastClock(0, start=1000.0)
    pace = Pace(clock, PER_SECOND)
    run(clock, pace, 2, [0.01])
    with pace.answering(20):
        pass
    later = run(clock, pace, 1, [0.01])
    assert len(later) <= PER_SECOND - 18
    assert len(run(clock, pace, 3, [0.01])) > 2 * PER_SECOND


def test_what_is_not_used_is_given_back() -> None:
    clock = FastClock(0, start=1000.0)
    pace = Pace(clock, PER_SECOND)
    for _ in range(100):
        pace.give_back(pace.turns(48))
        clock.advance(0.1)
    assert len(run(clock, pace, 2, [0.01])) > 1.5 * PER_SECOND


def test_a_clock_put_back_stops_nothing() -> None:
    clock = FastClock(0, start=10_000.0)
    pace = Pace(clock, PER_SECOND)
    run(clock, pace, 2, [0.01])
    clock.advance(-3600)
    assert pace.turns(48) == []
    clock.advance(2)
    assert len(run(clock, pace, 2, [0.01])) > 1.5 * PER_SECOND


@given(st.lists(st.floats(0, 3), min_size=1, max_size=30))
def test_one_letter_a_second_in_one_chat_after_a_short_burst(pauses: list[float]) -> None:
    pace, at, sent = Pace(FastClock(0, start=1000.0), PER_SECOND), 1000.0, list[float]()
    for pause in pauses:
        at += pause
        sent.append(pace.in_chat(1, at))
        assert pace.in_chat(2 + len(sent), at) == at
    for n, first in enumerate(sent):
        for m, last in enumerate(sent[n:]):
            assert m + 1 <= CHAT_BURST + (last - first) + 1e-6


async def test_letters_that_can_wait_never_meet_the_limit(office: PostOffice) -> None:
    office.sandbox.limits.enabled = True
    office.clock.speed = 0
    readers = [await office.reader(f"Reader {number}") for number in range(40)]
    reminders = [post(to, "soon", lane=Lane.REMINDERS) for _, to in readers]
    await office.posts(*reminders, *(post(to, "news", lane=Lane.BULK) for _, to in readers))
    answered = await office.address_of(readers[39][0])
    await office.posts(post(answered, "answer"))
    await readers[39][0].hears("answer")
    assert not any("news" in texts(phone) for phone, _ in readers), "no second has gone by"
    office.clock.speed = 1
    await office.until_all_is_sent()
    assert all(sorted(texts(phone))[-2:] == ["news", "soon"] for phone, _ in readers)
    assert office.sandbox.limits.refused == 0


async def test_a_heap_of_letters_nobody_wants_any_more_is_no_obstacle(office: PostOffice) -> None:
    mira, address = await office.reader()
    others = [await office.address_of(mira, f"{number}") for number in range(50)]
    late = [post(each, "late", lane=Lane.REMINDERS, expires_in=0) for each in others]
    await office.posts(*late, post(address, "in time", lane=Lane.REMINDERS))
    await mira.hears("in time", within=3.0)


async def test_what_was_claimed_stays_when_its_lane_is_told_to_wait(office: PostOffice) -> None:
    readers = [await office.reader(f"Reader {number}") for number in range(6)]
    office.sandbox.faults.add("sendMessage", retry_after=2282)
    await office.posts(*(post(AddressId(to), "news", lane=Lane.BULK) for _, to in readers))

    async def all_wait() -> bool:
        return office.sandbox.faults.happened == 1 and all(
            row["state"] == 0 for row in await office.letters()
        )

    await office.until(all_wait)
    sent = len([call for call in office.sandbox.calls if call.method == "sendMessage"])
    assert sent <= 1 + PER_SECOND * AHEAD
    office.passes(2283)
    await office.until_all_is_sent()
    assert all(texts(phone) == ["news"] for phone, _ in readers)
