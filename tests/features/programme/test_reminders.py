"""By whose clocks, once more, why: what people make of their reminders; and how they learn of changes."""

from __future__ import annotations

import html
import re

import pytest

from bot.core.errors import UserError
from bot.core.language import Language
from bot.core.outcome import Button, Screen, Step
from bot.features.programme.jobs import ReminderJob
from bot.features.programme.model import SessionState
from bot.features.programme.rules import Lead
from tests.features.programme.hall import (
    DAY,
    HOUR,
    MINUTE,
    TEXTS,
    Hall,
    Owed,
    plain,
    planned,
    programme,
    vienna,
)

NINE = vienna(2026, 9, 2, 9)
SEVEN = vienna(2026, 9, 2, 7)
LATE = vienna(2026, 9, 1, 21, 45)
MIRA, JONAS = 1001, 1002
ZONE = Step("programme.zone")


def buttons(screen: Screen) -> dict[str, Button]:
    return {plain(button.label): button for row in screen.rows for button in row}


def data(screen: Screen, label: str) -> str:
    found = next(button for name, button in buttons(screen).items() if label in name)
    assert found.press is not None
    return found.press


async def reminder(hall: Hall) -> Owed:
    return [letter for letter in await hall.owed() if letter.kind == "programme.reminder"][-1]


async def test_for_an_early_session_the_reminder_comes_the_evening_before(hall: Hall) -> None:
    await hall.imports(programme(planned("a", SEVEN), planned("b", SEVEN + HOUR)))
    await hall.adds(MIRA, "a", "b")
    session = await hall.session("a")
    shown = await hall.does(MIRA, f"programme.session|{session.session_id}|a")
    assert "So as not to wake you, your reminder comes early: Tuesday 1 September" in _words(shown)
    hall.at(LATE - 1)
    await hall.job.run()
    assert await hall.owed() == []
    hall.at(LATE)
    await hall.job.run()
    assert "Starts in 9 hours." in (await reminder(hall)).text
    assert await hall.count("reminders WHERE outcome = 'early'") == 1
    hall.at(SEVEN + 50 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA, MIRA]


async def test_the_night_is_where_the_person_is(hall: Hall) -> None:
    """Nine in Vienna is three at night in New York, where somebody follows by video."""
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a")
    await hall.adds(JONAS, "a")
    asked = (await hall.acts(MIRA, "programme.zones")).step
    assert asked
    assert asked.name == ZONE.name
    places = await hall.writes(MIRA, "new york", ZONE)
    shown = await hall.does(MIRA, data(places, "New York, 03:00"))
    assert "22:00 to 7:00 (New York time)" in plain(shown.text)
    hall.at(vienna(2026, 9, 2, 3, 45))
    await hall.job.run()
    assert await hall.reminded() == [MIRA]
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA, JONAS]


async def test_whatever_was_held_up_into_the_night_wakes_nobody(hall: Hall) -> None:
    """The bot did not run from the evening on. What begins within the hour is worth it."""
    late = vienna(2026, 9, 2, 1)
    await hall.imports(programme(planned("a", SEVEN), planned("b", late)))
    await hall.adds(MIRA, "a", "b")
    hall.at(late - 30 * MINUTE)
    await hall.job.run()
    letters = {plain(letter.text).partition("</b>")[0]: letter.screen for letter in await hall.owed()}
    assert letters["<b>Session a"].is_silent
    assert not letters["<b>Session b"].is_silent


async def test_the_night_in_which_something_is_held_up_is_where_the_person_is(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE + 4 * HOUR)))
    for person, zone in ((MIRA, "America/New_York"), (JONAS, "Europe/Rome")):
        await hall.acts(person, f"programme.zone|{zone}")
        await hall.adds(person, "a", lead=Lead.DAY)
    hall.at(NINE)
    await hall.job.run()
    silent = {letter.chat_id: letter.screen.is_silent for letter in await hall.owed()}
    assert silent == {MIRA: True, JONAS: False}


@pytest.mark.parametrize("zone", ["", "Europe/Rome"])
async def test_for_what_is_added_in_the_night_before_it_no_reminder_comes_at_once(
    hall: Hall, zone: str
) -> None:
    await hall.imports(programme(planned("a", SEVEN - HOUR)))
    await hall.acts(MIRA, f"programme.zone|{zone}")
    hall.at(SEVEN - 8 * HOUR)
    await hall.job.run()
    await hall.adds(MIRA, "a")
    await hall.job.run()
    assert await hall.reminded() == []
    assert "too late for one" in plain((await hall.does(MIRA, "/why")).text)


async def test_a_slip_that_is_corrected_at_once_reminds_nobody_of_what_is_not_so(hall: Hall) -> None:
    stays = planned("b", NINE)
    await hall.imports(programme(planned("a", NINE + DAY), stays))
    await hall.adds(MIRA, "a", lead=Lead.DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.job.run()
    hall.at(hall.now + MINUTE)
    await hall.imports(programme(planned("a", NINE + DAY), stays))
    await hall.settles()
    assert await hall.owed() == []
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.settles()
    assert [letter.kind for letter in await hall.owed()] == ["programme.changed", "programme.reminder"]


async def test_somebody_elsewhere_keeps_the_lead_times_of_single_sessions(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE), planned("c", NINE)))
    await hall.adds(MIRA, "a", "b", "c")
    for key, minutes in (("a", 0), ("b", 60)):
        await hall.acts(MIRA, f"programme.lead|{(await hall.session(key)).session_id}|{minutes}")
    await hall.acts(MIRA, "programme.zone|Europe/Rome")
    hall.at(NINE - HOUR)
    await hall.job.run()
    assert "Session b" in (await reminder(hall)).text
    hall.at(NINE - MINUTE)
    await hall.job.run()
    assert len(await hall.reminded()) == 2
    assert "Session a: no reminder comes, as you turned it off." in _words(await hall.does(MIRA, "/why"))


async def test_a_city_is_offered_once_whatever_it_was_called(hall: Hall) -> None:
    shown = await hall.writes(MIRA, "calcut", ZONE, Language.FR)
    assert sum("Calcutta" in button.label for row in shown.rows for button in row) == 1


async def test_a_place_is_understood_in_ones_own_language_or_not_at_all(hall: Hall) -> None:
    shown = await hall.writes(MIRA, "  вена ", ZONE, Language.RU)
    assert data(shown, "Вена") == "programme.zone|Europe/Vienna"
    assert "do not know this city" in (await hall.writes(MIRA, "Xyzzy", ZONE)).text
    with pytest.raises(UserError, match="old_button"):
        await hall.acts(MIRA, "programme.zone|Europe/Nowhere")


async def test_a_session_that_moves_keeps_everybodys_clocks(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.acts(MIRA, "programme.zone|America/New_York")
    await hall.adds(MIRA, "a")
    await hall.imports(programme(planned("a", NINE + DAY), planned("b", NINE)))
    hall.at(vienna(2026, 9, 2, 12))
    await hall.job.run()
    assert await hall.reminded() == []
    hall.at(vienna(2026, 9, 3, 3, 45))
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_what_is_cancelled_and_comes_back_keeps_everybodys_clocks(hall: Hall) -> None:
    on, off = planned("a", NINE), planned("a", NINE, state=SessionState.CANCELLED)
    await hall.imports(programme(on))
    await hall.adds(MIRA, "a")
    await hall.imports(programme(off))
    await hall.acts(MIRA, "programme.zone|America/New_York")
    await hall.imports(programme(on))
    hall.at(vienna(2026, 9, 2, 3, 45))
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_one_session_may_have_a_lead_time_of_its_own(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.adds(MIRA, "a", "b")
    session = (await hall.session("a")).session_id
    shown = await hall.does(MIRA, f"programme.session|{session}|a")
    chosen = await hall.does(MIRA, data(await hall.does(MIRA, data(shown, "for this session")), "1 hour"))
    assert "1 hour before" in plain(chosen.text)
    hall.at(NINE - HOUR)
    await hall.job.run()
    assert len(await hall.reminded()) == 1


async def test_a_reminder_comes_once_more_if_one_wants(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a", lead=Lead.HOUR)
    hall.at(NINE - HOUR)
    await hall.job.run()
    first = (await reminder(hall)).screen
    assert [*buttons(first)] == ["In 10 minutes", "5 minutes before", "Show the session", "Ask a question"]
    again = await hall.does(MIRA, data(first, "In 10 minutes"))
    assert "once more: Wednesday 2 September, 08:10" in _words(again)
    assert "08:10" in _words(await hall.does(MIRA, "/reminders"))
    hall.at(NINE - 50 * MINUTE)
    for _ in range(2):
        await hall.job.run()
    assert await hall.reminded() == [MIRA, MIRA]
    second = await reminder(hall)
    assert "Starts in 50 minutes." in second.text
    assert second.is_at_most_once
    with pytest.raises(UserError, match="snooze_too_late"):
        await hall.acts(MIRA, data(first, "In 10 minutes").replace("|10", "|60"))


async def test_who_wants_it_once_more_does_not_wait_for_a_crowd(hall: Hall) -> None:
    """So many that no more of their reminders may lie ready; the next round is for the rest of them."""
    crowd = range(10_001, 10_131)
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.adds(MIRA, "a", lead=Lead.HOUR)
    for person in crowd:
        await hall.adds(person, "b", lead=Lead.HALF_HOUR)
    hall.at(NINE - HOUR)
    await hall.job.run()
    await hall.acts(MIRA, data((await reminder(hall)).screen, "5 minutes before"))
    async with hall.database.transaction() as tx:
        await tx.execute("DELETE FROM outbox", {})
    job = ReminderJob(hall.database, hall.outbox, TEXTS, hall.clock, wake=lambda _: None, per_second=10)
    hall.at(NINE - 5 * MINUTE)
    await job.run()
    reminded = await hall.reminded()
    assert reminded[0] == MIRA
    assert len(reminded) < len(crowd)


@pytest.mark.parametrize("change", ["moved", "cancelled", "taken off"])
async def test_once_more_does_not_come_for_what_is_no_more(hall: Hall, change: str) -> None:
    stays = planned("b", NINE + DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a", lead=Lead.HOUR)
    hall.at(NINE - HOUR)
    await hall.job.run()
    await hall.acts(MIRA, data((await reminder(hall)).screen, "5 minutes before"))
    match change:
        case "moved":
            await hall.imports(programme(planned("a", NINE + DAY), stays))
        case "cancelled":
            await hall.imports(programme(planned("a", NINE, state=SessionState.CANCELLED), stays))
        case _:
            await hall.drops(MIRA, "a")
    hall.at(NINE - 5 * MINUTE)
    await hall.job.run()
    assert await hall.reminded() == [MIRA]


async def test_why_it_came_or_did_not(hall: Hall) -> None:
    await hall.imports(programme(*(planned(key, NINE, title=key.upper()) for key in "abc")))
    assert "No reminder was due" in (await hall.does(MIRA, "/why")).text
    await hall.adds(MIRA, "a", lead=Lead.HOUR)
    hall.at(NINE - HOUR)
    await hall.job.run()
    await hall.acts(MIRA, data((await reminder(hall)).screen, "In 10 minutes"))
    await hall.adds(MIRA, "b", lead=None)
    await hall.adds(JONAS, "c")
    hall.at(NINE - 50 * MINUTE)
    await hall.job.run()
    said = _words(await hall.does(MIRA, "/why"))
    assert "08:00: a reminder of A. It is on your agenda, and you want one 1 hour before." in said
    assert "08:10: A once more." in said
    assert "B: no reminder comes, as you turned it off." in said
    hall.at(NINE + 30 * MINUTE)
    await hall.job.run()
    assert "C: no reminder. It could not be sent in time" in _words(await hall.does(JONAS, "/why"))


async def test_why_says_nothing_untrue_of_a_full_day(hall: Hall) -> None:
    """A day before, all of its reminders come at once: more than are told of."""
    keys = [f"s{number}" for number in range(14)]
    await hall.imports(programme(*(planned(key, NINE + n * HOUR // 4) for n, key in enumerate(keys))))
    hall.at(NINE - DAY - HOUR)
    await hall.adds(MIRA, *keys, lead=Lead.DAY)
    hall.at(NINE - DAY + 4 * HOUR)
    await hall.job.run()
    assert len(await hall.reminded()) == 14
    said = plain((await hall.does(MIRA, "/why")).text)
    assert said.count("a reminder of") == 10
    assert "too late" not in said


async def test_what_came_later_than_it_was_wanted_did_not_come_early(hall: Hall) -> None:
    await hall.imports(programme(planned("a", SEVEN)))
    await hall.adds(MIRA, "a")
    hall.at(SEVEN - 5 * MINUTE)
    await hall.job.run()
    assert "you want one 10 minutes before" in plain((await hall.does(MIRA, "/why")).text)


@pytest.mark.parametrize("state", [SessionState.SCHEDULED, SessionState.CANCELLED], ids=["moved", "off"])
async def test_what_will_not_come_once_more_is_not_announced(hall: Hall, state: SessionState) -> None:
    stays = planned("b", NINE + 2 * DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a", lead=Lead.HOUR)
    hall.at(NINE - HOUR)
    await hall.job.run()
    await hall.acts(MIRA, data((await reminder(hall)).screen, "In 10 minutes"))
    assert "08:10: Session a" in _words(await hall.does(MIRA, "/reminders"))
    moved = NINE + DAY if state is SessionState.SCHEDULED else NINE
    await hall.imports(programme(planned("a", moved, state=state), stays))
    assert "08:10" not in _words(await hall.does(MIRA, "/reminders"))


async def test_versions_that_follow_each_other_are_told_as_one(hall: Hall) -> None:
    stays = planned("b", NINE + DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a")
    for minutes in (1, 2, 3):
        hall.at(hall.now + MINUTE)
        await hall.imports(programme(planned("a", NINE + minutes * HOUR), stays))
        await hall.job.run()
    assert await hall.owed() == []
    await hall.settles()
    (letter,) = await hall.owed()
    assert "09:00 (Vienna time), Hall A → Wednesday 2 September, 12:00" in letter.text


async def test_what_is_where_it_was_is_not_told(hall: Hall) -> None:
    stays = planned("b", NINE + DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a")
    await hall.imports(programme(planned("a", NINE + HOUR), stays))
    hall.at(hall.now + MINUTE)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.settles()
    assert await hall.owed() == []


async def test_what_is_about_to_begin_cannot_wait(hall: Hall) -> None:
    stays = planned("b", NINE + DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a")
    hall.at(NINE - HOUR)
    await hall.imports(programme(planned("a", NINE, room="Hall B"), stays))
    await hall.job.run()
    (letter,) = await hall.owed()
    assert "Session a: Hall A → Hall B" in plain(letter.text).replace("<b>", "").replace("</b>", "")
    assert not letter.screen.is_silent


async def test_a_change_makes_a_sound_only_when_it_must(hall: Hall) -> None:
    far = NINE + 3 * DAY
    before = [planned("a", far), planned("b", far + 3 * HOUR), planned("c", NINE + DAY)]
    await hall.imports(programme(*before))
    await hall.adds(MIRA, "a")
    await hall.adds(JONAS, "a", "b")
    await hall.imports(programme(planned("a", far + 2 * HOUR + 30 * MINUTE), *before[1:]))
    await hall.settles()
    letters = {letter.chat_id: letter for letter in await hall.owed()}
    assert letters[MIRA].screen.is_silent
    assert not letters[JONAS].screen.is_silent
    assert "At the same time on your agenda:\n12:00 Session b" in _words(letters[JONAS].screen)


async def test_from_a_notice_to_another_time(hall: Hall) -> None:
    again = planned("again", NINE + DAY, title="Session a")
    await hall.imports(programme(planned("a", NINE), again))
    await hall.adds(MIRA, "a")
    await hall.imports(programme(again))
    await hall.settles()
    (letter,) = await hall.owed()
    assert [*buttons(letter.screen)] == ["Remove", "Find another time", "My agenda"]
    others = await hall.does(MIRA, data(letter.screen, "Find another time"))
    assert "Session a also takes place:" in _words(others)
    session = await hall.does(MIRA, data(others, "09:00 Session a"))
    assert "Thursday 3 September" in plain(session.text)
    removed = await hall.does(MIRA, data(letter.screen, "Remove"))
    assert "no longer in the programme" in removed.text
    assert "nothing on your agenda" in (await hall.does(MIRA, "/agenda")).text


def _words(screen: Screen) -> str:
    """Without markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", plain(screen.text)))
