"""The ledger on both engines: what a version changed can be read again, and what may not be is not told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.language import Language
from bot.features.programme import store, versions
from bot.features.programme.importer import LosesTooMuch
from bot.features.programme.ledger_views import ledger_line
from bot.features.programme.model import ScheduledSession, SessionState
from bot.features.programme.standing import MISSES, RETURNS
from tests.features.programme.hall import DAY, HOUR, TEXTS, Hall, plain, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
OTHERS = [planned(f"other {number}", NINE + 5 * HOUR) for number in range(6)]
MIRA = 1001


async def fetches(hall: Hall, *sessions: ScheduledSession) -> None:
    await hall.imports(programme(*sessions, *OTHERS), is_final=False)


async def test_each_change_is_a_line(hall: Hall) -> None:
    await fetches(hall, planned("a", NINE), planned("b", NINE), planned("c", NINE))
    hall.at(hall.now + 60)
    await fetches(
        hall,
        replace(planned("a", NINE + DAY, title="Anew", room="Hall B"), speakers=("a youth worker",)),
        planned("b", NINE, state=SessionState.CANCELLED),
        planned("d", NINE),
    )
    assert await latest(hall) == [
        "Cancelled: Session b (Wednesday 2 September, 09:00–10:00)",
        "May be cancelled, not in this version: Session c (Wednesday 2 September, 09:00–10:00)",
        "Moved: Anew: Wednesday 2 September, 09:00–10:00 → Thursday 3 September, 09:00–10:00",
        "New: Session d (Wednesday 2 September, 09:00–10:00)",
        "Room: Anew: Hall A → Hall B",
        "Speakers: Anew: – → a youth worker",
        "Title: Session a → Anew",
    ]
    hall.at(hall.now + 60)
    await fetches(
        hall, planned("c", NINE), planned("d", NINE), planned("b", NINE, state=SessionState.CANCELLED)
    )
    assert "In the programme again: Session c (Wednesday 2 September, 09:00–10:00)" in await latest(hall)
    assert await hall.count("programme_imports") == 3


async def test_what_may_be_cancelled_is_told_when_it_is_confirmed_and_once(hall: Hall) -> None:
    await fetches(hall, planned("a", NINE))
    await hall.adds(MIRA, "a")
    for number in range(MISSES + 2):
        await fetches(hall)
        await hall.settles()
        assert len(await hall.owed()) == int(number >= MISSES - 1)
        assert (await hall.session("a")).is_suspected == (number < MISSES - 1)
    (letter,) = await hall.owed()
    assert "is no longer in the programme" in letter.text
    for number in range(RETURNS + 1):
        await fetches(hall, planned("a", NINE))
        await hall.settles()
        assert len(await hall.owed()) == 1 + int(number >= RETURNS - 1)


async def test_a_reminder_of_a_doubtful_session_says_so(hall: Hall) -> None:
    await fetches(hall, planned("a", NINE))
    await hall.adds(MIRA, "a")
    await fetches(hall)
    hall.at(NINE - 10 * 60)
    await hall.settles()
    (letter,) = await hall.owed()
    assert "may be cancelled" in letter.text


async def test_repeats_whose_ids_are_swapped_stay_themselves(hall: Hall) -> None:
    def talk(key: str, starts_at: int) -> ScheduledSession:
        return replace(planned(key, starts_at, title="Talk"), code="ABC")

    await fetches(hall, talk("guid-1", NINE), talk("guid-2", NINE + DAY))
    await hall.adds(MIRA, "guid-2")
    await fetches(hall, talk("guid-1", NINE - HOUR), talk("guid-2", NINE), talk("guid-3", NINE + DAY))
    await hall.settles()
    assert await hall.owed() == []
    assert (await hall.session("guid-2")).starts_at == NINE + DAY
    assert await hall.count("sessions WHERE is_withdrawn = 0 AND doubts = 0") == 3 + len(OTHERS)


async def test_a_feed_that_breaks_down_changes_nothing(hall: Hall) -> None:
    await fetches(hall, planned("a", NINE))
    before = await hall.count("sessions WHERE is_withdrawn = 0 AND doubts = 0")
    for kept in (0, 1, 3, 4):
        with pytest.raises(LosesTooMuch):
            await hall.imports(programme(*OTHERS[:kept], planned("x", NINE)), is_final=False)
    assert await hall.count("sessions WHERE is_withdrawn = 0 AND doubts = 0") == before


STATES = st.sampled_from(["there", "there", "missing", "missing", "cancelled", "moved"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feeds=st.lists(st.lists(STATES, min_size=4, max_size=4), min_size=2, max_size=9))
async def test_however_a_feed_flaps_nobody_is_told_twice_of_the_same(
    hall: Hall, feeds: list[list[str]]
) -> None:
    """What is told is always different from what was told before, and true of the session."""
    hall.at(NINE - 20 * DAY)  # each life begins when it is too early for reminders
    for table in (
        "outbox",
        "agenda",
        "sessions",
        "programmes",
        "ledger",
        "session_changes",
        "rounds",
    ):
        async with hall.database.transaction() as tx:
            await tx.execute(f"DELETE FROM {table}", {})
    keys = [f"k{number}" for number in range(4)]
    await fetches(hall, *(planned(key, NINE) for key in keys))
    await hall.adds(MIRA, *keys)
    told: dict[str, list[tuple[bool, int]]] = {key: [(False, NINE)] for key in keys}
    for feed in feeds:
        count = len(await hall.owed())
        try:
            await fetches(
                hall, *(one for key, say in zip(keys, feed, strict=True) if (one := said(key, say)))
            )
        except LosesTooMuch:
            await hall.settles()
            assert len(await hall.owed()) == count
            continue
        await hall.settles()
        letters = (await hall.owed())[count:]
        assert len(letters) <= 1
        for key in keys:
            session = await hall.session(key)
            is_told = any(f"<b>{session.about.title.best('en')}</b>" in letter.text for letter in letters)
            state = session.is_off, session.starts_at
            assert is_told == (state != told[key][-1] and not (state[0] and told[key][-1][0])), (key, state)
            if state != told[key][-1]:
                told[key].append(state)


def said(key: str, say: str) -> ScheduledSession | None:
    if say == "missing":
        return None
    state = SessionState.CANCELLED if say == "cancelled" else SessionState.SCHEDULED
    return planned(key, NINE + HOUR if say == "moved" else NINE, state=state)


async def latest(hall: Hall) -> list[str]:
    """The lines of the latest version, sorted."""
    async with hall.database.transaction() as tx:
        (found,) = await store.programmes_since(tx, 0)
        (version, *_) = await versions.versions_of(tx, found.programme_id, 0, 9)
        entries = await versions.entries_of(tx, version.import_id, 0, 99)
    t = TEXTS(Language.EN)
    return sorted(plain(ledger_line(t, entry, one.about, one.zone)) for entry, one in entries)
