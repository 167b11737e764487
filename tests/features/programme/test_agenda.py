"""An agenda that stands in the chat and keeps itself up to date; and one for somebody's own calendar."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import icalendar

from bot.core.language import Language
from bot.core.outcome import Document, Notice, Show
from bot.features.programme.model import SessionState
from bot.features.programme.rules import Lead
from tests.features.programme.hall import DAY, HOUR, MINUTE, Hall, Owed, plain, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
MIRA, JONAS = 1001, 1002
THE_DAY = "20260902"


async def day_messages(hall: Hall) -> list[Owed]:
    return [letter for letter in await hall.owed() if letter.kind == "programme.agenda"]


def words(letter: Owed) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", plain(letter.screen.text)))


async def keeps_day(hall: Hall) -> None:
    outcome = await hall.acts(MIRA, f"programme.keep_day|{THE_DAY}")
    assert isinstance(outcome.replies[0], Notice)


async def test_a_day_stands_in_the_chat_and_follows_what_one_adds_and_takes_off(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + HOUR), planned("c", NINE + DAY)))
    await hall.adds(MIRA, "a")
    await keeps_day(hall)
    (placed,) = await day_messages(hall)
    assert "Your agenda: Wednesday 2 September" in words(placed)
    assert f'<tg-time unix="{NINE}"' in placed.screen.text
    assert placed.screen.is_silent
    session = await hall.session("b")
    await hall.acts(MIRA, f"programme.add|{session.session_id}|a")
    await hall.acts(MIRA, f"programme.add|{(await hall.session('c')).session_id}|a")
    await hall.acts(MIRA, f"programme.remove|{(await hall.session('a')).session_id}|a")
    added, removed = (await day_messages(hall))[1:]
    assert added.is_revision
    assert "09:00 Session a" in words(added)
    assert "10:00 Session b" in words(added)
    assert "Session a" not in words(removed)
    await hall.acts(MIRA, f"programme.remove|{session.session_id}|a")
    assert "nothing on this day any more" in words((await day_messages(hall))[-1])


async def test_what_moves_is_edited_on_both_days_and_only_where_a_day_stands(hall: Hall) -> None:
    stays = planned("b", NINE + HOUR)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a", "b")
    await hall.adds(JONAS, "a")
    await keeps_day(hall)
    await hall.acts(MIRA, "programme.keep_day|20260903")
    await hall.imports(programme(planned("a", NINE + DAY), stays))
    await hall.settles()
    first, second = (await day_messages(hall))[2:]
    assert "Session a" not in words(first)
    assert "09:00 Session a" in words(second)
    assert all(letter.is_revision and letter.chat_id == MIRA for letter in (first, second))
    await hall.imports(programme(planned("a", NINE + DAY, state=SessionState.CANCELLED), stays))
    await hall.settles()
    assert "09:00 Session a (not taking place)" in words((await day_messages(hall))[-1])


async def test_a_day_stands_once_and_is_forgotten_when_it_is_over(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a")
    await keeps_day(hall)
    await keeps_day(hall)
    _, old, new = await day_messages(hall)
    assert "now stands further down" in words(old)
    assert not new.is_revision
    assert await hall.count("agenda_messages") == 1
    hall.at(NINE + 4 * DAY)
    await hall.job.forget_past()
    assert await hall.count("agenda_messages") == 0


async def test_a_very_full_day_says_that_there_is_more(hall: Hall) -> None:
    keys = [f"s{number}" for number in range(14)]
    await hall.imports(programme(*(planned(key, NINE + n * MINUTE) for n, key in enumerate(keys))))
    await hall.adds(MIRA, *keys)
    await keeps_day(hall)
    (placed,) = await day_messages(hall)
    assert "and 2 more sessions: your agenda shows them." in words(placed)


async def calendar(hall: Hall, argument: str = "", language: Language = Language.EN) -> icalendar.Calendar:
    (file,) = (await hall.acts(MIRA, f"programme.calendar|{argument}", language)).replies
    assert isinstance(file, Document)
    assert (file.name, file.mime) == ("agenda.ics", "text/calendar")
    strict(file.content)
    return icalendar.Calendar.from_ical(file.content)


def strict(content: bytes) -> None:
    """Read by hand, as RFC 5545 has it: lines end in CRLF and have 75 bytes at most, what begins ends, and
    every TZID is a zone that stands in the file."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    unfolded = re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]*))*:", line) for line in unfolded)
    open_parts: list[str] = []
    for line in unfolded:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_parts.append(value)
        elif name == "END":
            assert open_parts.pop() == value
    assert not open_parts
    assert not [line for line in unfolded if re.match(r"TRIGGER:\d", line)], (
        "it has to say that it is no span"
    )
    zones = {line.partition(":")[2] for line in unfolded if line.startswith("TZID:")}
    assert set(re.findall(r";TZID=([^:;]+)", "\n".join(unfolded))) <= zones


async def test_an_agenda_goes_into_a_calendar_with_its_alarms(hall: Hall) -> None:
    await hall.imports(
        programme(planned("a", NINE, title="Opening; welcome, all"), planned("b", vienna(2026, 9, 3, 7)))
    )
    await hall.adds(MIRA, "a", "b", lead=Lead.HALF_HOUR)
    whole = await calendar(hall)
    assert not whole.errors
    assert whole["METHOD"] == "PUBLISH"
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Vienna"]
    first, early = whole.walk("VEVENT")
    assert not first.errors
    assert str(first["SUMMARY"]) == "Opening; welcome, all"
    assert str(first["LOCATION"]) == "Hall A"
    assert first.start.timestamp() == NINE
    assert first["DTSTART"].params["TZID"] == "Europe/Vienna"
    assert first.end - first.start == timedelta(hours=1)
    assert (first["SEQUENCE"], str(first["STATUS"])) == (0, "CONFIRMED")
    assert first["LAST-MODIFIED"].dt == datetime.fromtimestamp(hall.now, UTC)
    (alarm,) = first.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-30)
    (alarm,) = early.walk("VALARM")
    assert alarm["TRIGGER"].dt.timestamp() == vienna(2026, 9, 2, 21, 45)


async def test_a_newer_file_prevails_over_an_older_one(hall: Hall) -> None:
    stays = planned("b", NINE + DAY)
    await hall.imports(programme(planned("a", NINE), stays))
    await hall.adds(MIRA, "a")
    (before,) = (await calendar(hall)).walk("VEVENT")
    hall.at(hall.now + MINUTE)
    await hall.imports(programme(planned("a", NINE + HOUR), stays))
    (moved,) = (await calendar(hall)).walk("VEVENT")
    hall.at(hall.now + MINUTE)
    await hall.imports(programme(planned("a", NINE + HOUR, state=SessionState.CANCELLED), stays))
    (off,) = (await calendar(hall)).walk("VEVENT")
    assert str(before["UID"]) == str(moved["UID"]) == str(off["UID"])
    assert [each["SEQUENCE"] for each in (before, moved, off)] == [0, 1, 2]
    assert before["LAST-MODIFIED"].dt < moved["LAST-MODIFIED"].dt < off["LAST-MODIFIED"].dt
    assert str(off["STATUS"]) == "CANCELLED"
    assert not off.walk("VALARM")
    session = await hall.session("a")
    (alone,) = (await calendar(hall, session.session_id, Language.AR)).walk("VEVENT")
    assert (str(alone["UID"]), alone["SEQUENCE"]) == (str(off["UID"]), 2)


async def test_in_the_hour_that_comes_twice_the_file_says_which(hall: Hall) -> None:
    first = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp())
    await hall.imports(programme(planned("a", first), planned("b", first + HOUR)))
    for key, expected in (("a", first), ("b", first + HOUR)):
        (event,) = (await calendar(hall, (await hall.session(key)).session_id)).walk("VEVENT")
        assert event.start.timestamp() == expected
        assert event.end.timestamp() == expected + HOUR


async def test_what_takes_no_time_has_no_end_in_a_calendar(hall: Hall) -> None:
    """It would have to be later than the start."""
    await hall.imports(programme(planned("a", NINE, minutes=0)))
    (event,) = (await calendar(hall, (await hall.session("a")).session_id)).walk("VEVENT")
    assert "DTEND" not in event


async def test_an_agenda_without_anything_is_no_file(hall: Hall) -> None:
    (said,) = (await hall.acts(MIRA, "programme.calendar|")).replies
    assert isinstance(said, Show)
    assert "nothing on your agenda" in said.screen.text


async def test_a_session_over_the_night_on_which_the_clocks_change(hall: Hall) -> None:
    start = vienna(2026, 10, 24, 23)
    await hall.imports(programme(planned("a", start, minutes=6 * 60)))
    (event,) = (await calendar(hall, (await hall.session("a")).session_id)).walk("VEVENT")
    assert event.start.timestamp() == start
    assert event.end.timestamp() == start + 6 * HOUR
    assert event.end.hour == 4
