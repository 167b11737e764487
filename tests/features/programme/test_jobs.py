"""Reminders and notices of changes: each is owed once, whatever stops or repeats the job."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.ids import Ref
from bot.core.language import Language
from bot.core.outcome import Lane, Letter
from bot.features.programme.jobs import AT_ONCE, ReminderJob
from bot.features.programme.model import SessionState
from bot.features.programme.rules import Lead
from bot.storage.database import Transaction
from tests.features.programme.hall import DAY, HOUR, MINUTE, TEXTS, Hall, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
MIRA, JONAS, LEILA = 1001, 1002, 1003


async def test_a_reminder_comes_at_its_time_and_once(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE, title="Opening & welcome")))
    await hall.adds(MIRA, "a")
    hall.at(NINE - 10 * MINUTE - 1)
    await hall.job.run()
    assert await hall.owed() == []
    hall.at(NINE - 10 * MINUTE)
    for _ in range(3):
        await hall.job.run()
    (letter,) = await hall.owed()
    assert letter.chat_id == MIRA
    assert "<b>Opening &amp; welcome</b>\nStarts in 10 minutes." in letter.text
    assert f'<tg-time unix="{NINE}"' in letter.text
    assert "Wednesday 2 September, 09:00–10:00 (Vienna time)" in letter.text
    assert "Room: Hall A" in letter.text
    assert letter.lane is Lane.REMINDERS
    assert letter.is_at_most_once
    assert letter.expires_at == NINE + 15 * MINUTE
    hall.at(NINE + HOUR)
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_everybody_is_reminded_at_their_own_lead_time_in_their_own_language(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a", lead=Lead.HOUR, language=Language.RU)
    await hall.adds(JONAS, "a", lead=Lead.FIVE_MINUTES)
    await hall.adds(LEILA, "a", lead=None)
    hall.at(NINE - HOUR)
    await hall.job.run()
    assert await hall.reminded() == [MIRA]
    assert TEXTS(Language.RU).zone_name("Europe/Vienna") in (await hall.owed())[0].text
    hall.at(NINE - 5 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA, JONAS]


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (7 * MINUTE, "Starts in 3 minutes."),
        (10 * MINUTE, "Is starting now."),
        (17 * MINUTE, "Started 7 minutes ago."),
        (25 * MINUTE, None),
        (3 * DAY, None),
    ],
)
async def test_after_a_pause_it_says_what_is_true_now_or_nothing(
    hall: Hall, late: int, said: str | None
) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a")
    hall.at(NINE - 10 * MINUTE + late)
    await hall.job.run()
    letters = await hall.owed()
    assert [(said or "") in letter.text for letter in letters] == ([True] if said else [])
    assert await hall.count(f"reminders WHERE outcome = '{'posted' if said else 'missed'}'") == 1


async def test_of_a_short_session_nobody_is_told_when_it_is_over(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE, minutes=5)))
    await hall.adds(MIRA, "a")
    hall.at(NINE + 6 * MINUTE)
    await hall.job.run()
    assert await hall.owed() == []


async def test_on_the_night_the_clocks_go_back_a_day_before_is_nine_o_clock(hall: Hall) -> None:
    await hall.imports(programme(planned("a", vienna(2026, 10, 25, 9))))
    await hall.adds(MIRA, "a", lead=Lead.DAY)
    hall.at(vienna(2026, 10, 24, 9) - 1)
    await hall.job.run()
    assert await hall.owed() == []
    hall.at(vienna(2026, 10, 24, 9))
    await hall.job.run()
    (letter,) = await hall.owed()
    assert "Starts in 25 hours." in letter.text


async def test_a_moved_session_takes_its_reminders_along(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.adds(MIRA, "a")
    await hall.imports(programme(planned("a", NINE + HOUR), planned("b", NINE)))
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == []
    hall.at(NINE + HOUR - 10 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_a_session_that_moves_after_its_reminder_is_announced_again_and_never_twice(hall: Hall) -> None:
    first, second = programme(planned("a", NINE)), programme(planned("a", NINE + HOUR))
    await hall.imports(first)
    await hall.adds(MIRA, "a")
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    await hall.imports(second)
    await hall.job.run()
    await hall.imports(first)
    await hall.job.run()
    assert await hall.reminded() == [MIRA]
    await hall.imports(second)
    hall.at(NINE + HOUR - 10 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA, MIRA]


async def test_a_session_moved_close_is_announced_late_rather_than_never(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE + 5 * HOUR), planned("b", NINE + DAY)))
    await hall.adds(MIRA, "a", lead=Lead.HOUR)
    hall.at(NINE - 20 * MINUTE)
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + DAY)))
    await hall.job.run()
    changed, reminder = await hall.owed()
    assert (changed.kind, reminder.kind) == ("programme.changed", "programme.reminder")
    assert "Starts in 20 minutes." in reminder.text


@pytest.mark.parametrize("state", [SessionState.CANCELLED, None], ids=["cancelled", "vanished"])
async def test_what_does_not_take_place_is_told_once_and_not_announced(
    hall: Hall, state: SessionState | None
) -> None:
    stays = planned("b", NINE + HOUR)
    gone = [planned("a", NINE, state=state)] if state else []
    await hall.imports(programme(planned("a", NINE, title="Opening"), stays))
    await hall.adds(MIRA, "a")
    await hall.adds(JONAS, "b")
    for _ in range(2):
        await hall.imports(programme(*gone, stays))
        await hall.job.run()
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    (letter,) = await hall.owed()
    assert (letter.chat_id, letter.kind, letter.is_at_most_once) == (MIRA, "programme.changed", False)
    said = "is cancelled" if state else "is no longer in the programme"
    assert f"{said} (Wednesday 2 September, 09:00 (Vienna time), Hall A)" in letter.text
    assert letter.expires_at == NINE


async def test_one_letter_tells_all_that_one_import_changed(hall: Hall) -> None:
    await hall.imports(programme(*(planned(key, NINE) for key in "abcd")))
    await hall.adds(MIRA, "a", "b", "c")
    await hall.adds(JONAS, "d")
    await hall.imports(
        programme(
            planned("a", NINE + HOUR),
            planned("b", NINE, room="Hall B"),
            planned("c", NINE),
            planned("d", NINE),
        )
    )
    await hall.settles()
    (letter,) = await hall.owed()
    assert letter.chat_id == MIRA
    assert "Session a</b> has moved: Wednesday 2 September, 09:00 (Vienna time), Hall A → " in letter.text
    assert "→ Wednesday 2 September, 10:00 (Vienna time), Hall A" in letter.text
    assert "Session b</b>: Hall A → Hall B (Wednesday 2 September, 09:00 (Vienna time))" in letter.text
    assert "Session c" not in letter.text


async def test_what_comes_back_is_told_and_announced(hall: Hall) -> None:
    both = programme(planned("a", NINE), planned("b", NINE))
    await hall.imports(both)
    await hall.adds(MIRA, "a")
    await hall.imports(programme(planned("b", NINE)))
    await hall.settles()
    await hall.imports(both)
    await hall.settles()
    assert [letter.kind for letter in await hall.owed()] == ["programme.changed"] * 2
    assert "takes place after all" in (await hall.owed())[1].text
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_changes_found_when_all_is_over_are_not_told(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.adds(MIRA, "a")
    await hall.imports(programme(planned("b", NINE)))
    hall.at(NINE + HOUR)
    await hall.job.run()
    assert await hall.owed() == []
    assert await hall.count("programme_imports WHERE is_told = 0") == 0


async def test_what_was_taken_off_the_agenda_is_not_announced(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a")
    await hall.drops(MIRA, "a")
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    assert await hall.owed() == []


async def test_adding_it_again_does_not_remind_again(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a")
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    await hall.drops(MIRA, "a")
    await hall.adds(MIRA, "a")
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_who_cannot_be_reached_is_written_down_and_keeps_nobody_waiting(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    for person in (MIRA, JONAS, LEILA):
        await hall.adds(person, "a")
    await hall.blocks(JONAS)
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    assert sorted(await hall.reminded()) == [MIRA, LEILA]
    assert await hall.count("reminders WHERE outcome = 'unreachable'") == 1


async def test_a_full_hall_is_reminded_in_stretches_each_person_once(hall: Hall) -> None:
    people = range(1, 2 * AT_ONCE + 18)
    await hall.imports(programme(planned("a", NINE)))
    for person in people:
        await hall.adds(person, "a")
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    assert sorted(await hall.reminded()) == list(people)


class Crash(Exception):
    """The process is killed."""


class CrashingBox:
    """The real outbox, killed before or after the letters of one stretch are in it."""

    def __init__(self, hall: Hall, crashes: Iterable[bool], *, after: bool) -> None:
        self._hall = hall
        self._crashes = iter(crashes)
        self._after = after

    async def owes(self, *_: object) -> bool:
        """The postman keeps up."""
        return False

    async def post(self, tx: Transaction, letters: Iterable[Letter]) -> None:
        is_killed = next(self._crashes, False)
        if is_killed and not self._after:
            raise Crash
        await self._hall.outbox.post(tx, letters)
        if is_killed:
            raise Crash

    async def withdraw(self, tx: Transaction, refs: Iterable[Ref]) -> None:
        await self._hall.outbox.withdraw(tx, refs)


@pytest.mark.parametrize("after", [False, True], ids=["before the letters", "after the letters"])
async def test_a_crash_in_between_neither_loses_nor_doubles(hall: Hall, after: bool) -> None:
    people = range(1, 2 * AT_ONCE + 18)
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    for person in people:
        await hall.adds(person, "a")
    await hall.imports(programme(planned("a", NINE + HOUR), planned("b", NINE)))
    hall.at(NINE + HOUR - 10 * MINUTE)
    await run_with_crashes(hall, [True, False, True, True, False, True, False], after=after)
    owed = await hall.owed()
    for kind in ("programme.changed", "programme.reminder"):
        assert sorted(letter.chat_id for letter in owed if letter.kind == kind) == list(people)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_changes_reach_those_beyond_the_first_stretch(hall: Hall) -> None:
    people = range(1, AT_ONCE + 8)
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    for person in people:
        await hall.adds(person, "a" if person % 5 == 0 or person > AT_ONCE else "b")
    await hall.imports(programme(planned("a", NINE + HOUR), planned("b", NINE)))
    await hall.settles()
    told = sorted(letter.chat_id for letter in await hall.owed())
    assert told == [person for person in people if person % 5 == 0 or person > AT_ONCE]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 50)),
        st.tuples(st.just("move"), st.integers(0, 12)),
        st.tuples(st.just("lead"), st.sampled_from([5, 10, 30])),
        st.tuples(st.just("drop"), st.just(0)),
        st.tuples(st.just("add"), st.just(0)),
    ),
    max_size=12,
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, crashes=st.lists(st.booleans(), max_size=10))
async def test_whatever_happens_no_reminder_comes_twice(
    hall: Hall, steps: list[tuple[str, int]], crashes: list[bool]
) -> None:
    """Every letter has its own row in the ledger, whose key is session, start, lead time and person."""
    key = f"s{await hall.count('sessions')}"
    person = 10_000 + int(key[1:])
    base = hall.now - hall.now % DAY + 2 * DAY + 9 * HOUR
    await hall.imports(programme(planned(key, base), title=key))
    await hall.adds(person, key)
    hall.at(base - 40 * MINUTE)
    for what, amount in steps:
        match what:
            case "wait":
                hall.at(hall.now + amount * MINUTE)
            case "move":
                await hall.imports(programme(planned(key, base + amount * 10 * MINUTE), title=key))
            case "lead" | "add":
                await hall.adds(person, key, lead=Lead(amount or 10))
            case "drop":
                await hall.drops(person, key)
        await run_with_crashes(hall, crashes, after=bool(amount % 2))
    session = await hall.session(key)
    reminded = f"reminders WHERE outcome = 'posted' AND session_id = '{session.session_id}'"
    assert (await hall.reminded()).count(person) == await hall.count(reminded)


async def run_with_crashes(hall: Hall, crashes: Iterable[bool], *, after: bool) -> None:
    """The bot is started again and again until nothing is left to do."""
    job = ReminderJob(
        hall.database, CrashingBox(hall, crashes, after=after), TEXTS, hall.clock, wake=lambda _: None
    )
    while True:
        try:
            await job.run()
        except Crash:
            continue
        return


async def test_what_cannot_leave_for_long_is_written_when_it_can(hall: Hall) -> None:
    """Telegram has told the bot to wait: nobody is told afterwards how it was before."""
    start, pause = vienna(2026, 9, 2, 9), 2282.0
    await hall.imports(programme(planned("one", start), planned("two", start)))
    await hall.adds(1, "one", "two")
    job = ReminderJob(
        hall.database, hall.outbox, TEXTS, hall.clock, wake=lambda _: None, pause=lambda _: pause
    )
    hall.at(start - 10 * MINUTE)
    await job.run()
    assert await hall.owed() == []
    await hall.imports(programme(planned("one", start), planned("two", start, state=SessionState.CANCELLED)))
    hall.at(start + 2 * MINUTE)
    pause = 0.0
    await job.run()
    assert ["Started 2 minutes ago" in letter.text for letter in await hall.owed()] == [True]


async def test_no_more_lies_ready_than_can_leave_while_its_minutes_are_right(hall: Hall) -> None:
    start = vienna(2026, 9, 2, 9)
    await hall.imports(programme(planned("one", start)))
    for person in range(1, 131):
        await hall.adds(person, "one")
    hall.at(start - 10 * MINUTE)
    job = ReminderJob(hall.database, hall.outbox, TEXTS, hall.clock, wake=lambda _: None, per_second=10)
    await job.run()
    await job.run()
    assert len(await hall.reminded()) == 100
    async with hall.database.transaction() as tx:
        await tx.execute("DELETE FROM outbox", {})
    hall.at(start - 9 * MINUTE)
    await job.run()
    letters = await hall.owed()
    assert len(letters) == 30
    assert all("Starts in 9 minutes" in letter.text for letter in letters)
