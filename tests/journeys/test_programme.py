"""A participant finds a session, wants to be there, and is reminded; what changes is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.programme import import_from
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.programme import store
from bot.features.programme.kept import SessionId
from bot.features.programme.rules import SETTLING, Lead
from bot.sandbox import Phone
from tests.features.programme.hall import plain
from tests.house import Play, playing
from tests.journeys.casework import none_is_on_its_way, nothing_is_owed
from tests.waiting import until

HALF_HOUR = timedelta(minutes=30)
VIENNA, NEW_YORK = ZoneInfo("Europe/Vienna"), ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Timetable:
    """A calendar file whose first day is tomorrow, and how it comes into the bot."""

    play: Play
    file: Path

    def moment(self, hour: int, minute: int = 0) -> datetime:
        today = datetime.fromtimestamp(self.play.clock.now(), VIENNA)
        return (today + timedelta(days=1)).replace(hour=hour, minute=minute, second=0, microsecond=0)

    def wait_until(self, moment: datetime) -> None:
        self.play.clock.advance(moment.timestamp() - self.play.clock.now())

    async def imports(self, *sessions: tuple[str, datetime], elsewhere: str = "") -> str:
        """An hour each in one room, but for the one that is elsewhere."""
        events = (
            f"BEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\n"
            f"LOCATION:{'Red Room' if title == elsewhere else 'Blue Room'}\r\n"
            f"DTSTART;TZID=Europe/Vienna:{start:%Y%m%dT%H%M%S}\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
            for title, start in sessions
        )
        self.file.write_text(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nX-WR-CALNAME:Prevention week\r\n"
            f"X-WR-TIMEZONE:Europe/Vienna\r\n{''.join(events)}END:VCALENDAR\r\n"
        )
        return await import_from(self.play.house, str(self.file))


@pytest.fixture
def timetable(play: Play, tmp_path: Path) -> Timetable:
    return Timetable(play, tmp_path / "programme.ics")


async def test_a_session_is_added_and_reminded_once(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start), ("Families", start + timedelta(minutes=30)))
    participant = play.person("Pavel")
    await participant.says("/programme")
    await participant.hears("Prevention week")
    await participant.presses(f"{start.day} ")
    await participant.hears("Vienna time")
    await participant.presses("Opening")
    session = await participant.hears("Blue Room")
    assert any(entity["type"] == "date_time" for entity in session.entities)
    await participant.presses("Add to my agenda")
    await participant.hears("reminder")
    await participant.says("/reminders")
    await participant.presses("30 minutes")
    await participant.hears("30 minutes before")

    timetable.wait_until(start - timedelta(minutes=29))
    reminder = await participant.hears("Starts in 29 minutes")
    assert "09:00–10:00" in plain(reminder.text)
    play.clock.advance(25 * 60)
    await participant.hears_nothing(1.0)
    await participant.presses("Show the session", message=reminder)
    await participant.hears("No further reminder is planned")


async def test_a_reminder_speaks_the_persons_language(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    participant = play.person("Leila", language="ar")
    await attends(participant, play, "Opening")
    timetable.wait_until(start - timedelta(minutes=10))
    reminder = await participant.hears("Blue Room")
    t = play.house.texts_for(Language.AR)
    assert t.day(start.date()) in plain(reminder.text)
    assert t.zone_name("Europe/Vienna") in plain(reminder.text)


async def test_what_moves_is_told_at_once_and_what_vanishes_when_it_is_confirmed(
    play: Play, timetable: Timetable
) -> None:
    start = timetable.moment(9)
    later, stays = start + timedelta(hours=2), ("Families", start + timedelta(hours=5))
    others = stays, ("Clubs", start + timedelta(hours=6))
    await timetable.imports(("Opening", start), ("Schools", later), *others)
    participant, other = play.person("Pavel"), play.person("Ines")
    await attends(participant, play, "Opening", "Schools")
    await attends(other, play, "Families")
    summary = (await timetable.imports(("Opening", later), *others)).splitlines()
    assert summary[0] == "0 new, 1 changed, 0 withdrawn, 2 unchanged, 1 may be cancelled"
    assert any(line.startswith("Moved: Opening: ") for line in summary)
    assert any(line.startswith("May be cancelled, not in this version: Schools") for line in summary)
    timetable.wait_until(start - timedelta(minutes=12))
    notice = await participant.hears("Something on your agenda has changed")
    assert "Opening has moved" in plain(notice.text)
    assert "09:00 (Vienna time), Blue Room → " in plain(notice.text)
    assert "At the same time on your agenda:\n11:00 Schools (may be cancelled)" in plain(notice.text)
    await participant.says("/agenda")
    assert "Schools (may be cancelled)" in plain((await participant.hears("Your agenda")).text)
    for _ in range(2):
        await timetable.imports(("Opening", later), *others)
    timetable.wait_until(start)
    gone = await participant.hears("Something on your agenda has changed")
    assert "Schools is no longer in the programme" in plain(gone.text)
    assert "Opening" not in gone.text
    await participant.hears_nothing(1.0)
    timetable.wait_until(later - timedelta(minutes=10))
    reminder = await participant.hears("Starts in 10 minutes")
    assert "Opening" in plain(reminder.text)
    await other.hears_nothing()


async def test_who_adds_a_session_that_has_moved_is_not_told_that_it_has(
    play: Play, timetable: Timetable
) -> None:
    start, other = timetable.moment(9), ("Families", timetable.moment(15))
    await timetable.imports(("Opening", start), other)
    early, late = play.person("Early"), play.person("Late")
    await attends(early, play, "Opening")
    await timetable.imports(("Opening", start + timedelta(hours=1)), other)
    play.clock.advance(60)
    await attends(late, play, "Opening")
    assert "10:00" in plain(late.last.text)
    play.clock.advance(SETTLING)
    assert "10:00" in plain((await early.hears("Something on your agenda has changed")).text)
    await late.hears_nothing(1.0)

    await timetable.imports(("Opening", start + timedelta(hours=2)), other)
    play.clock.advance(60)
    await early.opens(f"s-{await session_id(play, 'Opening')}")
    await early.presses("Remove from my agenda")
    await early.presses("Add to my agenda")
    await early.hears("✓ On your agenda")
    early.skips()
    play.clock.advance(SETTLING)
    notice = plain((await late.hears("Something on your agenda has changed")).text)
    assert "10:00 (Vienna time), Blue Room → " in notice
    assert "11:00" in notice
    await early.hears_nothing(1.0)


@pytest.mark.parametrize(("needed", "is_warned"), [(20, True), (15, False), (0, False)])
async def test_the_house_says_how_long_it_takes_to_change_rooms(
    database_url: str, tmp_path: Path, needed: int, is_warned: bool
) -> None:
    async with playing(database_url, minutes_between_rooms=needed) as play:
        timetable = Timetable(play, tmp_path / "programme.ics")
        start = timetable.moment(9)
        second = start + timedelta(minutes=75)
        await timetable.imports(("Opening", start), ("Families", second), elsewhere="Families")
        participant = play.person("Pavel")
        await attends(participant, play, "Opening")
        await participant.opens(f"s-{await session_id(play, 'Families')}")
        shown = await participant.hears("Red Room")
        assert ("Little time to change rooms" in shown.text) is is_warned


async def test_two_sessions_at_one_time_are_said_to_clash(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start), ("Families", start + timedelta(minutes=30)))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening", "Families")
    assert "At the same time on your agenda" in plain(participant.messages[-1].text)
    await participant.says("/agenda")
    agenda = plain((await participant.hears("Your agenda")).text)
    assert agenda.index("09:00 Opening") < agenda.index("09:30 Families")


async def test_too_many_requests_delay_a_reminder_and_do_not_double_it(
    play: Play, timetable: Timetable
) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    play.sandbox.faults.add("sendMessage", chat_id=participant.chat_id, times=2, retry_after=1)
    timetable.wait_until(start - timedelta(minutes=10))
    await participant.hears("Starts in 10 minutes")
    await participant.hears_nothing(1.5)


async def telegram_takes_nothing(play: Play, *phones: Phone, since: datetime, for_minutes: int) -> None:
    """What is to leave for them then is put off, and what comes after it waits."""
    for phone in phones:
        play.sandbox.faults.add("sendMessage", chat_id=phone.chat_id, retry_after=for_minutes * 60)
    play.clock.advance(since.timestamp() - play.clock.now())
    await until(lambda: play.sandbox.faults.happened > 0)
    await none_is_on_its_way(play)
    play.sandbox.faults.clear()


async def test_a_reminder_that_had_to_wait_says_how_long_it_is_now(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    pavel, ines = play.person("Pavel"), play.person("Ines")
    for phone in (pavel, ines):
        await attends(phone, play, "Opening", lead=Lead.HALF_HOUR)
    await telegram_takes_nothing(play, pavel, ines, since=start - HALF_HOUR, for_minutes=20)
    await ines.says("/agenda")
    await ines.presses("Opening")
    await ines.hears("On your agenda")
    await ines.presses("Remove from my agenda")
    await ines.hears("Room")
    play.clock.advance(20 * 60 + 1)
    await pavel.hears("Starts in 10 minutes")
    await nothing_is_owed(play)
    await ines.hears_nothing(0.5)


async def test_a_reminder_that_had_to_wait_is_not_about_a_time_that_has_gone(
    play: Play, timetable: Timetable
) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start), ("Families", start))
    pavel = play.person("Pavel")
    await attends(pavel, play, "Opening", lead=Lead.HALF_HOUR)
    await telegram_takes_nothing(play, pavel, since=start - HALF_HOUR, for_minutes=20)
    moved = start + timedelta(hours=3)
    await timetable.imports(("Opening", moved), ("Families", start))
    play.clock.advance(20 * 60 + 1)
    assert "Opening has moved" in plain((await pavel.hears("has changed")).text)
    await nothing_is_owed(play)
    await pavel.says("/why")
    await pavel.hears("No reminder was due")
    timetable.wait_until(moved - HALF_HOUR)
    await pavel.hears("Starts in 30 minutes")


async def test_a_reminder_that_had_to_wait_too_long_is_said_to_have_been_missed(
    play: Play, timetable: Timetable
) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    pavel = play.person("Pavel")
    await attends(pavel, play, "Opening", lead=Lead.HALF_HOUR)
    await telegram_takes_nothing(play, pavel, since=start - HALF_HOUR, for_minutes=60)
    play.clock.advance(60 * 60 + 1)
    await nothing_is_owed(play)
    await pavel.says("/why")
    assert "too late" in (await pavel.hears("Why a reminder came")).text


async def test_whoever_had_blocked_the_bot_is_reminded_again(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start), ("Families", start + timedelta(hours=2)))
    participant, other = play.person("Pavel"), play.person("Ines")
    await attends(participant, play, "Opening", "Families")
    await attends(other, play, "Opening")
    participant.blocks()
    timetable.wait_until(start - timedelta(minutes=10))
    await other.hears("Starts in 10 minutes")
    await nothing_is_owed(play)
    participant.unblocks()
    participant.skips()
    await participant.says("/agenda")
    await participant.hears("Your agenda")
    timetable.wait_until(start + timedelta(minutes=110))
    assert "Families" in (await participant.hears("Starts in 10 minutes")).text


async def test_a_broken_file_changes_nothing(play: Play, timetable: Timetable) -> None:
    await timetable.imports(("Opening", timetable.moment(9)))
    timetable.file.write_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    with pytest.raises(OperatorError):
        await import_from(play.house, str(timetable.file))
    with pytest.raises(OperatorError, match="still to come"):
        await timetable.imports(("Something else", timetable.moment(9)))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")


async def test_erasing_ends_reminders(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    await participant.says("/privacy")
    await participant.hears("1 session on your agenda")
    await participant.says("/erase")
    await participant.presses("Yes, erase everything")
    await participant.hears("Proof of erasure")
    timetable.wait_until(start - timedelta(minutes=10))
    await participant.hears_nothing(1.0)
    await participant.says("/agenda")
    await participant.hears("nothing on your agenda")


async def test_a_day_in_the_chat_is_edited_when_a_session_moves_and_goes_into_a_calendar(
    play: Play, timetable: Timetable
) -> None:
    start = timetable.moment(9)
    families = ("Families", start + timedelta(hours=5))
    await timetable.imports(("Opening", start), families)
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    participant.skips()
    await participant.says("/agenda")
    agenda = await participant.hears("Your agenda")
    await participant.presses("Keep here", message=agenda)
    day = await participant.hears("What changes, changes here too")
    await participant.presses("For my calendar", message=agenda)
    file = await participant.hears("put this into your calendar")
    assert "09:00 Opening" in plain(day.text)
    assert file.raw["document"]["file_name"] == "agenda.ics"

    await timetable.imports(("Opening", start + timedelta(hours=1)), families)
    play.clock.advance(10 * 60)
    notice = await participant.hears("Something on your agenda has changed")
    await until(lambda: "10:00 Opening" in plain(participant.message(day.message_id).text))
    await participant.presses("Keep", message=notice)
    await participant.hears("On your agenda")


async def test_a_reminder_is_put_off_and_explained(play: Play, timetable: Timetable) -> None:
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    timetable.wait_until(start - timedelta(minutes=10))
    reminder = await participant.hears("Starts in 10 minutes")
    await participant.presses("5 minutes before", message=reminder)
    await participant.hears("once more")
    play.clock.advance(5 * 60)
    await participant.hears("Starts in 5 minutes")
    await participant.says("/why")
    said = plain((await participant.hears("Why a reminder came")).text)
    assert "It is on your agenda" in said
    assert "once more" in said


async def test_somebody_far_away_is_not_woken(play: Play, timetable: Timetable) -> None:
    """Nine in Vienna is three at night in New York: the reminder comes before the night there begins."""
    start = timetable.moment(9)
    await timetable.imports(("Opening", start))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    await participant.says("/reminders")
    await participant.presses("I am somewhere else")
    await participant.hears("name of a big city")
    await participant.says("new york")
    await participant.hears("Which one")
    await participant.presses("New York")
    await participant.hears("New York time")
    evening = (start.astimezone(NEW_YORK) - timedelta(days=1)).replace(hour=21, minute=45)
    timetable.wait_until(evening - timedelta(minutes=1))
    await participant.hears_nothing(1.0)
    timetable.wait_until(evening)
    await participant.hears("Starts in")


async def attends(participant: Phone, play: Play, *titles: str, lead: Lead | None = None) -> None:
    """Opens each session by its link and adds it; buttons are found by what they do, in any language."""
    for title in titles:
        await participant.opens(f"s-{await session_id(play, title)}")
        session = await participant.hears(title)
        await participant.presses_data(f"programme.add|{await session_id(play, title)}", session.message_id)
        await participant.hears("✓")
    if lead:
        await participant.says("/reminders")
        reminders = await participant.hears("10 minutes before")
        await participant.presses_data(f"programme.remind|{int(lead)}", reminders.message_id)
        await participant.hears("30 minutes before")


async def session_id(play: Play, title: str) -> SessionId:
    async with play.house.database.transaction() as tx:
        (programme,) = await store.programmes_since(tx, 0)
        sessions = await store.sessions_of(tx, programme.programme_id)
    return next(session.session_id for session in sessions if session.about.title.best("en") == title)
