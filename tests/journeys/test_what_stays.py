"""What cannot be had again stays where it stands, whatever is pressed under it; what opens comes below."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.roles import Role
from bot.features.voice.rules import DAY
from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play, playing
from tests.journeys.casework import nothing_is_owed
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.test_activities import MORNING, Town
from tests.journeys.test_misuse import strike
from tests.journeys.test_programme import Timetable, attends
from tests.journeys.test_questions import LABELS, WANTED, asks, begin, moderates
from tests.journeys.test_voice import chooses, consults, lead

BODY = "Somebody sells pills behind the kiosk."
ANSWER = "Stay where the lanterns are."


async def stays(phone: Phone, message: Message, label: str, opens: str) -> Message:
    """A button is pressed under a message, again and again; what it shows is new."""
    before = phone.message(message.message_id)
    for _ in range(2):
        phone.skips()
        await phone.presses(label, message=message)
        shown = await phone.hears(opens)
        assert shown.message_id > message.message_id
    now = phone.message(message.message_id)
    assert (now.text, now.buttons) == (before.text, before.buttons)
    return shown


async def test_the_case_code_stays(play: Play) -> None:
    youth = play.person()
    await play.officer()
    code = await send_concern(youth, BODY)
    receipt = next(message for message in youth.messages if code in message.text)
    shown = await stays(youth, receipt, "My case", "No officer has taken it yet")
    await youth.presses("Who opened it", message=shown)
    assert "Who opened" in youth.message(shown.message_id).text, "in what was opened, one goes on in place"


async def test_an_officers_words_stay_edited_or_not(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    said = await officer.says(ANSWER, thread=copy.thread)
    answer = await youth.hears(ANSWER)
    await stays(youth, answer, "My case", "An officer has it")
    await nothing_is_owed(play)
    await officer.edits(said.message_id, f"{ANSWER} Please.")
    await youth.hears(f"{ANSWER} Please.")
    await stays(youth, answer, "My case", "An officer has it")


async def test_what_a_strike_means_stays_when_somebody_disagrees(play: Play) -> None:
    await play.officer("Lea", role=Role.LEAD)
    officer, youth, _ = await taken_case(play, BODY)
    await strike(play, officer)
    told = await youth.hears("This is a warning")
    await youth.presses("I don’t agree")
    await youth.hears("Noted: you don’t agree")
    assert youth.message(told.message_id).text == told.text
    assert "said already" in str(await youth.presses("I don’t agree", message=told))


async def test_what_became_of_a_question_stays(play: Play) -> None:
    staff, youth = await begin(play), play.person()
    await asks(youth, WANTED)
    await moderates(staff)
    await staff.presses("Look at what waits")
    await staff.presses("Set it aside")
    await staff.presses(next(iter(LABELS.values())))
    told = await youth.hears("fit another session better")
    await stays(youth, told, "See the questions", "no question here yet")


async def test_you_said_we_did_stays(play: Play) -> None:
    staff, youth = await lead(play), play.person()
    await chooses(youth, await consults(staff), 2)
    play.clock.advance(7 * DAY + 61)
    await staff.hears("A consultation has ended")
    await staff.presses("Open it")
    await staff.presses("Say what came of it")
    await staff.says("You would like more light.")
    await staff.hears("And what did you do")
    await staff.says("Ten lamps by May.")
    await staff.presses("Publish")
    play.clock.advance(61)
    told = await youth.hears("this came of it")
    await stays(youth, told, "See the results", "Fewer than 5 answers")


async def test_the_link_of_a_training_is_shown_only_once_and_stays(play: Play) -> None:
    chief = await play.officer("Lea", role=Role.LEAD)
    await chief.says("/training")
    await chief.presses("1 day")
    begun = await chief.hears("shown only this once")
    await chief.presses("1 day")
    assert (await chief.hears("shown only this once")).message_id > begun.message_id
    await stays(chief, begun, "Back", "How long may a new one take")


async def test_what_somebody_who_joins_is_told_stays(play: Play) -> None:
    officer = play.person("Olaf")
    await officer.opens(await play.invite())
    welcome = await officer.hears()
    await stays(officer, welcome, "My desk", "on duty")


@pytest.fixture
def timetable(play: Play, tmp_path: Path) -> Timetable:
    return Timetable(play, tmp_path / "programme.ics")


async def test_a_reminder_and_several_changes_stay(play: Play, timetable: Timetable) -> None:
    start, later = timetable.moment(9), timetable.moment(12)
    await timetable.imports(("Opening", start), ("Schools", later))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening", "Schools")
    moved = [(title, at + timedelta(hours=1)) for title, at in (("Opening", start), ("Schools", later))]
    await timetable.imports(*moved)
    timetable.wait_until(start - timedelta(minutes=12))
    news = await participant.hears("Something on your agenda has changed")
    assert "Opening has moved" in visible(news.text)
    assert "Schools has moved" in visible(news.text)
    await stays(participant, news, "Schools", "On your agenda")
    await stays(participant, news, "My agenda", "Your agenda")
    timetable.wait_until(start + timedelta(minutes=50))
    reminder = await participant.hears("Starts in 10 minutes")
    await stays(participant, reminder, "Show the session", "On your agenda")
    await stays(participant, reminder, "Ask a question", "no question here yet")


async def test_what_is_kept_or_dropped_after_a_change_comes_below_it(
    play: Play, timetable: Timetable
) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start), ("Schools", start + timedelta(hours=3)))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    await timetable.imports(("Opening", start + timedelta(hours=1)), ("Schools", start + timedelta(hours=3)))
    timetable.wait_until(start - timedelta(minutes=12))
    news = await participant.hears("Opening has moved")
    for label, opens in (("Keep", "On your agenda"), ("Find another time", "Opening"), ("Remove", "Opening")):
        await stays(participant, news, label, opens)


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with playing(database_url, start=MORNING.timestamp()) as play:
        yield Town(play, tmp_path)


async def test_news_and_reminders_of_an_activity_stay(town: Town) -> None:
    await town.offers_basketball(capacity="2")
    youth = await town.comer("Mira")
    await town.offers_basketball(capacity="2", place_en="Red Hall")
    town.wait_until(MORNING + timedelta(minutes=1))
    await stays(youth, await youth.hears("has moved"), "Show the activity", "You have a place")
    town.wait_until(town.start - timedelta(hours=23))
    await stays(youth, await youth.hears("Tomorrow: Basketball"), "Show the activity", "You have a place")
