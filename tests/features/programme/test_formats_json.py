"""Schedule JSON: what frab and pretalx mean by v1, and what v2 can say that v1 can't."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.features.programme.formats import Problem, ProgrammeFileError, read_programme
from bot.features.programme.formats.values import address_of
from bot.features.programme.model import Localized, Programme, ScheduledSession, SessionState
from bot.sandbox.links import BadLinkError, checked

SAMPLES = Path(__file__).parent / "samples"


def read(name: str, *, default_zone: str = "UTC") -> Programme:
    return read_programme((SAMPLES / name).read_bytes(), default_zone=default_zone)


def titled(programme: Programme, title: str) -> ScheduledSession:
    return next(session for session in programme.sessions if session.title.best("en") == title)


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def test_pretalx_says_who_what_where_and_when() -> None:
    programme = read("pretalx-v1.json")
    first = programme.sessions[0]
    assert (programme.title.best("en"), programme.version) == ("Prevention Week", "0.9")
    assert programme.zone == "America/Argentina/Buenos_Aires"
    assert (first.key, first.code) == ("22222222-bbbb-4bbb-8bbb-00000000000a", "ABCDEF")
    assert first.starts_at == at("2024-05-13T09:00:00-03:00")
    assert (first.language, first.kind) == ("es", "Workshop")
    assert (first.room, first.track) == (Localized.of("Library"), Localized.of("Listening"))
    assert first.speakers == ("A teacher", "A nurse")
    assert first.abstract.best("es") == "See the page (https://example.org/listening) and come."
    assert first.url == "https://example.org/week/talk/ABCDEF/"


def test_the_end_is_believed_more_than_the_duration() -> None:
    first = read("pretalx-v1.json").sessions[0]
    assert first.ends_at == at("2024-05-13T09:50:00-03:00")


def test_a_session_after_midnight_is_on_its_own_date_not_on_the_day_it_is_filed_under() -> None:
    marathon = titled(read("pretalx-v1.json"), "Reading marathon")
    assert marathon.starts_at == at("2024-05-14T00:15:00-03:00")


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("0:45", 2700),
        ("00:45", 2700),
        ("26:30", 95400),
        ("1:02:30", 95400),
        ("01:02:30", 3750),
        ("PT1H30M", 5400),
        ("P1DT1H", 90000),
    ],
)
def test_without_an_end_the_duration_counts_in_all_its_spellings(duration: str, seconds: int) -> None:
    data = (SAMPLES / "frab-v1.json").read_bytes().replace(b'"04:00"', f'"{duration}"'.encode())
    session = read_programme(data).sessions[0]
    assert session.ends_at - session.starts_at == seconds


def test_tracks_are_in_the_order_of_the_conference_and_only_those_in_use() -> None:
    assert [track.best("en") for track in read("pretalx-v1.json").tracks] == ["Sport", "Listening"]


def test_a_repeat_with_the_same_guid_is_a_second_session() -> None:
    repeats = [session for session in read("pretalx-v1.json").sessions if session.code == "ABCDEF"]
    assert [session.key.partition("#")[2] for session in repeats] == ["", "2"]
    assert [session.room and session.room.best("en") for session in repeats] == ["Library", "Sports ground"]


def test_many_repeats_of_one_guid_stay_apart_even_from_one_that_is_called_like_them() -> None:
    day = '{"index":1,"date":"2024-05-13","rooms":{"A":[%s]}}'
    row = '{"guid":"%s","title":"T","date":"2024-05-13T%02d:00:00Z","duration":"0:30"}'
    rows = [row % ("x", hour) for hour in (12, 9, 10)] + [row % ("x#2", 11)]
    text = '{"schedule":{"conference":{"title":"C","days":[%s]}}}' % (day % ",".join(rows))
    sessions = read_programme(text.encode()).sessions
    assert [session.key for session in sessions] == ["x", "x#3", "x#2", "x#4"]


def test_frab_gives_no_end_no_version_and_no_zone() -> None:
    programme = read("frab-v1.json", default_zone="Europe/Berlin")
    concert = programme.sessions[0]
    assert (programme.zone, programme.version) == ("Europe/Berlin", None)
    assert (concert.starts_at, concert.ends_at) == (
        at("2022-03-26T23:30:00+01:00"),
        at("2022-03-27T04:30:00+02:00"),
    )


def test_only_the_public_name_of_a_speaker_is_read() -> None:
    assert read("frab-v1.json").sessions[0].speakers == ("The Band",)


def test_a_date_without_an_offset_is_the_clock_of_the_venue() -> None:
    data = (SAMPLES / "frab-v1.json").read_bytes().replace(b"23:30:00+01:00", b"23:30:00")
    session = read_programme(data, default_zone="Europe/Berlin").sessions[0]
    assert session.starts_at == at("2022-03-26T23:30:00+01:00")


def test_v2_texts_are_in_the_reader_s_language() -> None:
    programme = read("hub-v2.json")
    good = programme.sessions[0]
    assert (programme.title.best("de"), good.title.best("de")) == ("Austausch", "Gute Praxis")
    assert (good.abstract.best("de"), good.abstract.best("en")) == ("Was wirkt?", "What works?")
    assert good.track is not None
    assert good.room is not None
    assert (good.track.best("de"), good.room.best("de"), good.room.best("it")) == (
        "Praxis",
        "Raum A",
        "Room A",
    )
    assert good.speakers == ("A coordinator", "A guest")


def test_v2_states_breaks_and_sessions_that_name_what_is_not_listed() -> None:
    programme = read("hub-v2.json")
    states = {session.title.best("en"): session.state for session in programme.sessions}
    assert states == {
        "Good practice": SessionState.SCHEDULED,
        "Lunch": SessionState.SCHEDULED,
        "Delayed talk": SessionState.DELAYED,
        "Cancelled talk": SessionState.CANCELLED,
    }
    late = titled(programme, "Delayed talk")
    assert (late.starts_at, late.ends_at) == (
        at("2025-06-02T13:00:00+02:00"),
        at("2025-06-02T14:30:00+02:00"),
    )
    assert (late.room, late.track) == (Localized.of("Garden"), Localized.of("not-listed"))
    assert late.abstract.best("en") == "Said at length."
    assert late.url is None, "a link that is no web address goes behind no button"
    assert (titled(programme, "Lunch").key, titled(programme, "Lunch").kind) == ("Lunch", "BREAK")


@pytest.mark.parametrize(
    "address", ["http://intranet/talk", "https://", "https:///x", "http://localhost:80/"]
)
def test_an_address_telegram_refuses_goes_behind_no_button(address: str) -> None:
    assert address_of(address) is None
    with pytest.raises(BadLinkError):
        checked(address)


@pytest.mark.parametrize(
    "address", ["https://example.org", "http://a.example.org:8080/x?y#z", "https://exämple.org/"]
)
def test_an_address_telegram_takes_goes_behind_a_button(address: str) -> None:
    assert address_of(address) == address
    assert checked(address)


def test_a_room_that_is_neither_listed_nor_named_is_a_mistake() -> None:
    data = (SAMPLES / "hub-v2.json").read_bytes().replace(b'"name": "Garden", ', b"")
    with pytest.raises(ProgrammeFileError, match=r"session 3: room '44444444.* is not among"):
        read_programme(data)


def test_all_mistakes_are_told_at_once_with_their_places() -> None:
    data = (SAMPLES / "pretalx-v1.json").read_bytes()
    data = data.replace(b'"2024-05-13T09:00:00-03:00"', b'"2024-05-13"').replace(b'"Reading marathon"', b'""')
    data = data.replace(b'"2024-05-14T09:45:00-03:00"', b'"2024-05-14T08:45:00-03:00"')
    with pytest.raises(ProgrammeFileError) as refused:
        read_programme(data)
    assert refused.value.problem is Problem.BAD_ROWS
    assert [str(mistake) for mistake in refused.value.mistakes] == [
        "day 1, room 'Library', session 1: date '2024-05-13' is not a date and time",
        "day 1, room 'Library', session 2: has no title",
        "day 2, room 'Sports ground', session 1: ends before it starts",
    ]
    assert str(refused.value).startswith(
        "the programme has 3 mistakes: day 1, room 'Library', session 1: date"
    )


def test_the_line_names_ten_mistakes_and_counts_the_rest() -> None:
    events = ",".join(["{}"] * 30)
    with pytest.raises(ProgrammeFileError) as refused:
        read_programme(f'{{"schedule":{{"conference":{{"title":"C"}},"events":[{events}]}}}}'.encode())
    assert len(refused.value.mistakes) == 90
    assert str(refused.value).endswith("; and 80 more")
    assert "\n" not in str(refused.value)
