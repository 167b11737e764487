"""iCalendar: zones, whole days, repeats, what is public; `icalendar` and dateutil as witnesses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.model import Localized, ScheduledSession, SessionState

SAMPLES = Path(__file__).parent / "samples"
EVENINGS = (SAMPLES / "evenings.ics").read_bytes()
TRAINING = (SAMPLES / "training.ics").read_bytes()
OWN_ZONE = (SAMPLES / "own_zone.ics").read_bytes()
VIENNA = ZoneInfo("Europe/Vienna")


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def calendar_of(*lines: str) -> bytes:
    event = ["BEGIN:VEVENT", "UID:e@example.org", "SUMMARY:E", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR", ""]).encode()


def evenings() -> dict[str, ScheduledSession]:
    return {session.key[0]: session for session in read_programme(EVENINGS).sessions}


def test_a_calendar_s_name_zone_and_events() -> None:
    programme = read_programme(EVENINGS)
    assert programme.title == Localized.of("Open evenings")
    assert programme.zone == "Europe/Vienna", "the one zone that the file names"
    assert len(programme.sessions) == 5


def test_texts_are_unescaped_unfolded_and_plain() -> None:
    first = evenings()["1"]
    assert first.title.best("de") == "Offener Abend, mit Suppe"
    assert first.room == Localized.of("Jugendzentrum; Hof")
    assert first.abstract.best("de").startswith(
        "Kommt vorbei.\nEs gibt Suppe, Brot und eine lange Zeile, die"
    )
    assert first.abstract.best("de").endswith("gefaltet ist: Grüße.")
    assert (first.track, first.language) == (Localized.of("Treffen"), "de")


def test_of_attendees_only_those_published_as_speakers_are_named() -> None:
    assert evenings()["1"].speakers == ("A youth; worker",)


def test_utc_zoned_and_floating_times() -> None:
    found = evenings()
    assert (found["1"].starts_at, found["1"].ends_at) == (at("2024-09-18T11:00Z"), at("2024-09-18T12:00Z"))
    assert (found["2"].starts_at, found["2"].ends_at) == (at("2024-09-18T18:00Z"), at("2024-09-18T19:30Z"))
    assert found["3"].starts_at == at("2024-09-19T18:00+02:00")
    floating = calendar_of("DTSTART:20240919T180000")
    assert read_programme(floating, default_zone="Asia/Tashkent").sessions[0].starts_at == at(
        "2024-09-19T13:00Z"
    )


def test_whole_days_last_from_midnight_to_midnight_there() -> None:
    found = evenings()
    assert (found["4"].starts_at, found["4"].ends_at) == (
        at("2024-10-27T00:00+02:00"),
        at("2024-10-28T00:00+01:00"),
    )
    assert (found["5"].starts_at, found["5"].ends_at) == (
        at("2024-09-20T00:00+02:00"),
        at("2024-09-22T00:00+02:00"),
    )


def test_states() -> None:
    states = [evenings()[key].state for key in "1234"]
    assert states == [
        SessionState.SCHEDULED,
        SessionState.TENTATIVE,
        SessionState.CANCELLED,
        SessionState.SCHEDULED,
    ]
    cancelled = read_programme(EVENINGS.replace(b"METHOD:PUBLISH", b"METHOD:CANCEL"))
    assert {session.state for session in cancelled.sessions} == {SessionState.CANCELLED}


def test_a_repeat_keeps_its_clock_time_over_summer_time_and_a_moved_one_keeps_its_key() -> None:
    told = [
        (session.key, datetime.fromtimestamp(session.starts_at, UTC).isoformat(), session.title.best("en"))
        for session in read_programme(TRAINING).sessions
    ]
    assert told == [
        ("training@example.org/20240319T170000Z", "2024-03-19T17:00:00+00:00", "Training"),
        ("training@example.org/20240402T160000Z", "2024-04-03T15:00:00+00:00", "Training, a day later"),
        ("training@example.org/20240409T160000Z", "2024-04-09T16:00:00+00:00", "Training"),
    ]


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("FREQ=WEEKLY", "repeats without an end: its RRULE needs either a COUNT or an UNTIL"),
        ("FREQ=SECONDLY;COUNT=9", "only DAILY, WEEKLY and MONTHLY are understood"),
        ("FREQ=DAILY;COUNT=5000", "repeats for more than two years"),
        ("FREQ=DAILY;UNTIL=20500101", "repeats for more than two years"),
        ("FREQ=MONTHLY;COUNT=3;BYSETPOS=-1;BYDAY=MO", "'BYSETPOS', which is not understood"),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=30", "starts on a day that its own RRULE does not name"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=2TU", "repeats by a day of the month, but not monthly"),
        ("FREQ=DAILY;COUNT=0", "'0', which is not a usable number"),
        ("FREQ=DAILY;COUNT=3,4", "repeats by 2 values COUNT"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY", "'FREQ=WEEKLY;COUNT=3;BYDAY', which is not understood"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=6MO", "repeats on a weekday that no month has as often"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=1MO;BYMONTHDAY=31", "repeats by a day of the month in two ways"),
        ("FREQ=DAILY;INTERVAL=7;COUNT=3;BYDAY=TU", "starts on a day that its own RRULE does not name"),
        ("COUNT=3", "repeats ''"),
        ("FREQ", "'FREQ', which is not understood"),
    ],
)
def test_a_repeat_that_is_endless_or_not_understood_is_refused_with_a_reason(
    rule: str, complaint: str
) -> None:
    with pytest.raises(ProgrammeFileError, match=r"event 1 'e@example\.org': ") as refused:
        read_programme(calendar_of("DTSTART:20240318T180000Z", f"RRULE:{rule}"))
    assert complaint in str(refused.value)


@pytest.mark.parametrize("line", ["RDATE:20240320T180000Z", "EXRULE:FREQ=DAILY;COUNT=3"])
def test_other_ways_to_repeat_are_refused(line: str) -> None:
    with pytest.raises(ProgrammeFileError, match="which is not understood here"):
        read_programme(calendar_of("DTSTART:20240318T180000Z", line))


def test_a_mistake_in_a_repeating_event_is_told_once() -> None:
    data = calendar_of("DTSTART:20240318T180000Z", "RRULE:FREQ=DAILY;COUNT=5", "STATUS:PERHAPS")
    with pytest.raises(ProgrammeFileError) as refused:
        read_programme(data)
    assert [str(mistake) for mistake in refused.value.mistakes] == [
        "event 1 'e@example.org': STATUS 'PERHAPS' is not known"
    ]


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("W. Europe Standard Time", "17:00"),
        ("/mozilla.org/20050126_1/Europe/Vienna", "17:00"),
        ("America/Argentina/Buenos_Aires", "21:00"),
    ],
)
def test_zones_by_windows_name_and_behind_a_maker_s_prefix(zone: str, utc: str) -> None:
    session = read_programme(calendar_of(f'DTSTART;TZID="{zone}":20240318T180000')).sessions[0]
    assert session.starts_at == at(f"2024-03-18T{utc}Z")


def test_a_zone_nobody_knows_is_a_mistake_and_never_taken_for_utc() -> None:
    lines = ("DTSTART;TZID=PST:20240318T180000", "DTEND;TZID=Europe/Vienna:20240319T180000")
    with pytest.raises(ProgrammeFileError, match="time zone 'PST' is not known"):
        read_programme(calendar_of(*lines))


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ((), "event 1 'e@example.org': has no start"),
        (("DTSTART:20240230T180000Z",), "is not in any calendar"),
        (("DTSTART:tomorrow",), "'TOMORROW' is not a date"),
        (("DTSTART:20240318T180000Z", "DTEND:20240318T170000Z"), "ends before it starts"),
        (
            ("DTSTART:20240318T180000Z", "DTEND;VALUE=DATE:20240319"),
            "a day for a start and a time for an end",
        ),
        (("DTSTART:20240318T180000Z", "DTSTART:20240319T180000Z"), "has 2 properties DTSTART"),
        (("DTSTART:02240318T180000Z",), "the year 224 is not between"),
        (("DTSTART;TZID=Europe/Vienna:20240318T1 0000",), "'20240318T1 0000' is not a date"),
        (("DTSTART;VALUE=TEXT:some day",), "'SOME DAY' is not a date"),
        (("DTSTART:20240318T180000Z", "DURATION:-PT1H"), "a duration that is negative"),
        (("DTSTART:20240318T180000Z", "DURATION:an hour"), "duration 'an hour' is not a duration"),
        (("DTSTART:20240318T180000Z", "LOCATION;VALUE=DATE:20240318"), "LOCATION is not a text"),
    ],
)
def test_mistakes_of_an_event(lines: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(ProgrammeFileError) as refused:
        read_programme(calendar_of(*lines))
    assert complaint in str(refused.value)


@pytest.mark.parametrize("sample", [EVENINGS, TRAINING])
def test_the_icalendar_package_sees_the_same_events(sample: bytes) -> None:
    seen = icalendar.Calendar.from_ical(sample).walk("VEVENT")
    titles = {str(event["SUMMARY"]) for event in seen}
    assert {session.title.best("en") for session in read_programme(sample).sessions} == titles
    for event in seen:
        start = event["DTSTART"].dt
        if isinstance(start, datetime):
            moment = start if start.tzinfo else start.replace(tzinfo=VIENNA)
            assert int(moment.timestamp()) in {
                session.starts_at for session in read_programme(sample).sessions
            }


WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3)
NTH = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -1, -2]), st.sampled_from(["MO", "WE", "SU"]))
LIMITS = st.one_of(
    st.integers(1, 40).map("COUNT={}".format),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).map("UNTIL={:%Y%m%dT120000Z}".format),
)
BODIES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds(
        "FREQ=WEEKLY;INTERVAL={};WKST={};BYDAY={}".format,
        st.integers(1, 4),
        st.sampled_from(["MO", "SU"]),
        WEEKDAYS.map(",".join),
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYDAY={}".format, st.integers(1, 3), NTH),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.integers(-31, 31).filter(bool).map(str)),
    st.just("FREQ=MONTHLY"),
)


@settings(max_examples=150, deadline=None)
@given(body=BODIES, limit=LIMITS, first=st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_repeats_are_those_of_the_rule_by_the_clock_of_the_place(body: str, limit: str, first: date) -> None:
    rule = f"{body};{limit}"
    start = datetime(first.year, first.month, first.day, 18, 30, tzinfo=VIENNA)
    try:
        programme = read_programme(
            calendar_of(f"DTSTART;TZID=Europe/Vienna:{start:%Y%m%dT%H%M%S}", f"RRULE:{rule}")
        )
    except ProgrammeFileError:
        reject()  # more than two years, or a start that is not in the rule
    found = [datetime.fromtimestamp(session.starts_at, VIENNA) for session in programme.sessions]
    assert found == list(rrulestr(rule, dtstart=start))


def described_zone(name: str, offset: str, *rule: str) -> list[str]:
    offsets = [f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}"]
    standard = ["BEGIN:STANDARD", "DTSTART:19700101T000000", *offsets, *rule, "END:STANDARD"]
    return ["BEGIN:VTIMEZONE", f"TZID:{name}", *standard, "END:VTIMEZONE"]


def calendar_in(zone: list[str], *lines: str) -> bytes:
    event = calendar_of("DTSTART;TZID=Club:20240318T180000", *lines).decode()
    return event.replace("BEGIN:VEVENT", "\r\n".join([*zone, "BEGIN:VEVENT"]), 1).encode()


def test_a_zone_that_only_the_file_describes() -> None:
    programme = read_programme(OWN_ZONE, default_zone="Europe/Vienna")
    assert programme.zone == "Europe/Vienna", "which has a name that others know"
    told = [datetime.fromtimestamp(session.starts_at, UTC).isoformat() for session in programme.sessions]
    assert told == [
        "2024-03-24T16:30:00+00:00",
        "2024-03-31T15:30:00+00:00",
        "2024-04-07T15:30:00+00:00",
        "2024-11-02T16:30:00+00:00",
    ]


def test_the_zones_of_one_file_are_not_those_of_the_next() -> None:
    east, west = (calendar_in(described_zone("Club", offset)) for offset in ("+0500", "-0500"))
    assert read_programme(east).sessions[0].starts_at == at("2024-03-18T13:00Z")
    assert read_programme(west).sessions[0].starts_at == at("2024-03-18T23:00Z")
    with pytest.raises(ProgrammeFileError, match="time zone 'Club' is not known"):
        read_programme(calendar_in([]))
    assert icalendar.timezone.tzp.timezone("Club") is None


def test_a_zone_of_the_database_is_not_what_a_file_says_it_is() -> None:
    zone = described_zone("Europe/Vienna", "-0500")
    data = calendar_in(zone).replace(b"TZID=Club", b"TZID=Europe/Vienna")
    assert read_programme(data).sessions[0].starts_at == at("2024-03-18T17:00Z")


@pytest.mark.parametrize(
    "zone",
    [
        described_zone("Club", "+9900"),
        described_zone("Club", "+0500", "RRULE:FREQ=SECONDLY"),
        described_zone("Club", "+0500", "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=MO,TU,WE,TH,FR,SA,SU"),
        described_zone("Club", "+0500", *["RDATE:20240101T000000"] * 500),
        ["BEGIN:VTIMEZONE", "TZID:Club", "END:VTIMEZONE"],
    ],
)
def test_a_zone_described_without_sense_or_measure_is_refused_at_once(zone: list[str]) -> None:
    with pytest.raises(ProgrammeFileError, match="'Club' is described in a way that is not understood here"):
        read_programme(calendar_in(zone))


@pytest.mark.parametrize("kept_from", ["PRIVATE", "CONFIDENTIAL", "private", "X-BOARD-ONLY"])
def test_events_that_are_not_public_are_nobody_s_programme(kept_from: str) -> None:
    secret = ("DTSTART:20240318T180000Z", f"CLASS:{kept_from}")
    with pytest.raises(ProgrammeFileError, match="no sessions"):
        read_programme(calendar_of(*secret))
    both = calendar_of(
        *secret, "END:VEVENT", "BEGIN:VEVENT", "SUMMARY:F", "DTSTART:20240318T200000Z", "CLASS:PUBLIC"
    )
    assert [session.title.best("en") for session in read_programme(both).sessions] == ["F"]


def test_an_occurrence_made_private_is_gone_and_not_back_at_its_old_time() -> None:
    data = TRAINING.replace(b"RECURRENCE-ID", b"CLASS:PRIVATE\r\nRECURRENCE-ID")
    assert [session.key for session in read_programme(data).sessions] == [
        "training@example.org/20240319T170000Z",
        "training@example.org/20240409T160000Z",
    ]


def test_what_no_programme_needs_may_be_unreadable() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:soon", "END:VALARM")
    data = calendar_of("DTSTART:20240318T180000Z", "GEO:here", "PRIORITY:high", *alarm)
    assert len(read_programme(data).sessions) == 1
