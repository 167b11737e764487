"""Schedule XML: frab's and pretalx's with dates, Pentabarf's with a day change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.features.programme.formats import Problem, ProgrammeFileError, read_programme
from bot.features.programme.model import Localized

FRAB = (Path(__file__).parent / "samples" / "frab.xml").read_bytes()
PENTABARF = (Path(__file__).parent / "samples" / "pentabarf.xml").read_bytes()


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def test_frab_says_who_what_where_and_when() -> None:
    programme = read_programme(FRAB, default_zone="Europe/Vienna")
    first = programme.sessions[0]
    assert (programme.title, programme.version) == (
        Localized.of("Autumn Meeting of Youth Centres"),
        "Autumn 3",
    )
    assert programme.zone == "Europe/Vienna"
    assert [room.best("en") for room in programme.rooms] == ["Hall", "Cellar"]
    assert (first.key, first.code) == ("11111111-aaaa-4aaa-8aaa-000000000001", None)
    assert first.title.best("en") == "Welcome & introductions"
    assert first.subtitle.best("en") == "Who is here?"
    assert first.abstract.best("en") == "Meet everyone.\n\n• games\n• names"
    assert first.speakers == ("A youth worker", "A police officer")
    assert (first.starts_at, first.ends_at) == (
        at("2023-10-27T10:00:00+02:00"),
        at("2023-10-27T11:30:00+02:00"),
    )


def test_the_date_is_the_truth_for_a_session_after_midnight() -> None:
    night = read_programme(FRAB).sessions[1]
    assert night.starts_at == at("2023-10-28T00:30:00+02:00")
    assert night.abstract.best("en") == "Only the description says what happens."


def test_the_offset_tells_the_second_half_past_two_from_the_first() -> None:
    twice = read_programme(FRAB, default_zone="Europe/Vienna").sessions[2]
    assert twice.starts_at == at("2023-10-29T01:30:00+00:00")


def test_pentabarf_s_day_change_moves_early_sessions_to_the_next_day() -> None:
    programme = read_programme(PENTABARF, default_zone="Europe/Vienna")
    vienna = ZoneInfo("Europe/Vienna")
    walls = [
        f"{datetime.fromtimestamp(session.starts_at, vienna):%d. %H:%M}" for session in programme.sessions
    ]
    assert walls == ["28. 09:30", "29. 03:30", "29. 04:00"]
    # The clocks went forward at two that night: half past three is only 17 hours after half past nine.
    assert programme.sessions[1].starts_at - programme.sessions[0].starts_at == 17 * 3600
    assert [session.key for session in programme.sessions] == ["7", "8", "9"]
    assert programme.sessions[0].ends_at - programme.sessions[0].starts_at == 45 * 60


def test_without_a_day_change_a_day_begins_at_midnight() -> None:
    data = PENTABARF.replace(b"<day_change>04:00:00</day_change>", b"")
    assert read_programme(data).sessions[0].starts_at == at("2009-03-28T03:30:00+00:00")


def test_in_a_file_with_dates_a_session_without_one_is_a_mistake_not_a_guess() -> None:
    data = FRAB.replace(b"<date>2023-10-28T00:30:00+02:00</date>", b"")
    with pytest.raises(ProgrammeFileError, match="session 2: has no date"):
        read_programme(data)


def test_any_zone_of_the_database_is_taken_and_no_other() -> None:
    def zoned(name: str) -> bytes:
        return FRAB.replace(b"<days>2</days>", f"<time_zone_name>{name}</time_zone_name>".encode())

    for name in ("CET", "Etc/GMT+3", "America/Argentina/Buenos_Aires", "Asia/Ho_Chi_Minh"):
        assert read_programme(zoned(name)).zone == name
    for name in ("Mars/Base", "Europe", "../../etc/passwd", "/etc/localtime"):
        with pytest.raises(ProgrammeFileError, match=r"conference: time zone '.*' is not known"):
            read_programme(zoned(name))


def test_a_session_outside_a_room_is_not_lost_silently() -> None:
    data = FRAB.replace(b"</schedule>", b"<event><title>Astray</title></event></schedule>")
    with pytest.raises(ProgrammeFileError) as refused:
        read_programme(data)
    assert refused.value.problem is Problem.BAD_ROWS
    assert "1 sessions stand outside" in str(refused.value)


def test_other_encodings_than_utf_8_are_read() -> None:
    text = (
        FRAB.decode().replace('encoding="utf-8"', 'encoding="iso-8859-1"').replace("Night walk", "Nächtlich")
    )
    assert read_programme(text.encode("iso-8859-1")).sessions[1].title.best("de") == "Nächtlich"
