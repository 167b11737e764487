"""Files that are not taken: each with its kind of problem, one line that says why, and nothing imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.programme.formats import MAX_BYTES, Problem, ProgrammeFileError, read_programme
from tests.growth import grows_with_its_length

SAMPLES = {path.name: path.read_bytes() for path in (Path(__file__).parent / "samples").iterdir()}

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE schedule [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">]>
<schedule><conference><title>&f;</title></conference></schedule>"""
OTHER_FILE = b"""<!DOCTYPE schedule [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<schedule><conference><title>&f;</title></conference></schedule>"""
FOREIGN_DTD = b"""<!DOCTYPE schedule SYSTEM "http://example.org/schedule.dtd"><schedule/>"""


def refusal(data: bytes) -> ProgrammeFileError:
    with pytest.raises(ProgrammeFileError) as refused:
        read_programme(data)
    assert "\n" not in str(refused.value), "one line on stderr"
    assert str(refused.value)
    return refused.value


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_empty(data: bytes) -> None:
    assert refusal(data).problem is Problem.EMPTY


@pytest.mark.parametrize(
    "data",
    [
        b"Dear all, please find the programme attached.",
        b"<!DOCTYPE html><html><body>Please log in</body></html>",
        b"<html><body>404</body></html>",
        b'<?xml version="1.0"?><iCalendar><vcalendar/></iCalendar>',
        b"{}",
        b'{"schedule": []}',
        b'{"schedule": {"conference": {"title": "No days"}}}',
        b"[1, 2]",
        b"PK\x03\x04\x14\x00",
        b"%PDF-1.7",
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
    ],
)
def test_not_a_schedule(data: bytes) -> None:
    assert refusal(data).problem is Problem.NOT_A_SCHEDULE


@pytest.mark.parametrize("data", [BILLION_LAUGHS, OTHER_FILE, FOREIGN_DTD])
def test_entities_and_document_types_are_forbidden(data: bytes) -> None:
    assert refusal(data).problem is Problem.FORBIDDEN_XML


@pytest.mark.parametrize(
    "data",
    [
        b"<schedule><conference><title>T</title></conference></schedule>",
        b'{"schedule": {"conference": {"title": "T", "days": []}}}',
        b'{"schedule": {"conference": {"title": "T"}, "events": []}}',
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    ],
)
def test_no_sessions(data: bytes) -> None:
    assert refusal(data).problem is Problem.NO_SESSIONS


def test_too_many_bytes() -> None:
    assert refusal(b" " * (MAX_BYTES + 1)).problem is Problem.TOO_BIG


def test_too_many_sessions() -> None:
    event = b'{"guid":"%d","title":"T","start":"2025-01-01T10:00:00Z","duration":"PT1H"}'
    whole = b'{"schedule":{"conference":{"title":"T"},"events":[%s]}}'
    assert len(read_programme(whole % b",".join(event % n for n in range(5000))).sessions) == 5000
    assert refusal(whole % b",".join(event % n for n in range(5001))).problem is Problem.TOO_BIG
    repeats = (
        b"BEGIN:VEVENT\nUID:%d\nSUMMARY:T\nDTSTART:20250101T100000Z\nRRULE:FREQ=DAILY;COUNT=700\nEND:VEVENT\n"
    )
    calendar = b"BEGIN:VCALENDAR\n%sEND:VCALENDAR\n"
    assert refusal(calendar % b"".join(repeats % n for n in range(8))).problem is Problem.TOO_BIG


@pytest.mark.parametrize("tag", [b"<a/>", b"<a>"])
def test_a_file_of_nothing_but_tags_is_refused_before_it_fills_the_memory(tag: bytes) -> None:
    assert refusal(b"<schedule>" + tag * 2_000_000).problem is Problem.TOO_BIG


def test_a_calendar_of_nothing_but_lines_is_refused_before_it_fills_the_memory() -> None:
    assert refusal(b"BEGIN:VCALENDAR\n" + b"A:\n" * 2_000_000).problem is Problem.TOO_BIG
    assert refusal(b"BEGIN:VCALENDAR\nCATEGORIES:" + b"a," * 2_000_000).problem is Problem.TOO_BIG


def test_deep_nesting_is_refused() -> None:
    assert refusal(b'{"schedule":' + b"[" * 100_000).problem is Problem.BROKEN
    assert refusal(b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 50_000).problem is Problem.BROKEN


def test_one_endless_folded_line_is_read_in_its_length() -> None:
    def read(folds: int) -> None:
        long_line = b"DESCRIPTION:" + b"\r\n x" * folds
        data = SAMPLES["evenings.ics"].replace(b"SUMMARY:Floating", b"SUMMARY:Floating\r\n" + long_line)
        assert len(read_programme(data).sessions) == 5

    assert grows_with_its_length(read, 250_000)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_file_that_breaks_off_anywhere_is_refused(name: str) -> None:
    data = SAMPLES[name]
    for end in range(1, len(data.rstrip())):
        assert refusal(data[:end]).problem in {Problem.BROKEN, Problem.NOT_A_SCHEDULE}, f"after {end} bytes"


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ((b"END:VEVENT\r\nBEGIN:VTODO", b"BEGIN:VTODO"), "END:VCALENDAR ends something that was not begun"),
        ((b"END:VEVENT\r\n", b""), "a VEVENT begins where none can be"),
        ((b"BEGIN:VEVENT\r\nUID:2", b"BEGIN:VEVENX\r\nUID:2"), "END:VEVENT ends something"),
        ((b"UID:2@example.org", b"this is no property"), "'this is no property'"),
        ((b"UID:2@example.org", b'UID;THIS="is:none"'), "'UID;THIS=\"is:none\"'"),
        ((b"UID:2@example.org", b"UID;THIS=none"), "'UID;THIS=none' is not a property"),
        ((b"UID:2@example.org", b'UID;X="2:@example.org'), """'UID;X="2:@example.org'"""),
        ((b"SUMMARY:Floating", b"SUMMARY:\xff"), "it is not UTF-8"),
        ((b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nUID:x"), '"UID" does not have a parent'),
    ],
)
def test_a_damaged_calendar_is_refused_with_what_is_wrong(
    damage: tuple[bytes, bytes], complaint: str
) -> None:
    with pytest.raises(ProgrammeFileError, match=f"the calendar is damaged: .*{complaint}") as refused:
        read_programme(SAMPLES["evenings.ics"].replace(*damage))
    assert refused.value.problem is Problem.BROKEN


def test_a_wrong_default_zone_is_the_caller_s_mistake() -> None:
    with pytest.raises(ValueError, match="'Mars/Base' is not known"):
        read_programme(SAMPLES["frab.xml"], default_zone="Mars/Base")


def test_what_the_file_says_cannot_break_the_line_it_is_quoted_in() -> None:
    event = b'{"title":"T","start":"\\n\\u001b[31mroot","end":"x"}'
    told = str(refusal(b'{"schedule":{"conference":{"title":"T"},"events":[%s]}}' % event))
    assert "\x1b" not in told
    assert "start '  [31mroot' is not a date and time" in told
