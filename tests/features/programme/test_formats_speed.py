"""A programme of 3,000 sessions is read in well under a second, as a calendar in a few: it has a thread."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest

from bot.features.programme.formats import read_programme

COUNT = 3_000
WORDS = "A few words on what the session is about, with a **bold** one. " * 6


def _xml() -> bytes:
    events = "".join(
        f"<event guid='g{n}' id='{n}'><date>2024-09-18T{n % 24:02}:00:00+02:00</date><start>11:00</start>"
        f"<duration>01:00</duration><room>R{n % 20}</room><slug>s{n}</slug><title>Title {n}</title>"
        f"<track>T{n % 9}</track><type>talk</type><language>en</language><abstract>{WORDS}</abstract>"
        f"<description/><persons><person id='1'>A</person><person id='2'>B</person></persons><links/></event>"
        for n in range(COUNT)
    )
    head = "<version>1</version><conference><title>Big</title></conference>"
    room = f"<room name='R'>{events}</room>"
    return f"<schedule>{head}<day index='1' date='2024-09-18'>{room}</day></schedule>".encode()


def _rows() -> list[dict[str, object]]:
    return [
        {
            "guid": f"g{n}",
            "title": f"Title {n}",
            "abstract": WORDS,
            "date": "2024-09-18T11:00:00+02:00",
            "start": "2024-09-18T11:00:00+02:00",
            "duration": "1:00",
        }
        for n in range(COUNT)
    ]


def _json_v1() -> bytes:
    conference = {"title": "Big", "days": [{"rooms": {"R": _rows()}}]}
    return orjson.dumps({"schedule": {"conference": conference}})


def _json_v2() -> bytes:
    return orjson.dumps({"schedule": {"conference": {"title": "Big"}, "events": _rows()}})


def _ical() -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\nDTSTART;TZID=Europe/Vienna:20240918T110000\r\nDURATION:PT1H\r\n"
        f"SUMMARY:Title {n}\r\nLOCATION:R\r\nDESCRIPTION:{WORDS}\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
        for n in range(COUNT)
    )
    return f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode()


@pytest.mark.parametrize("made", [_xml, _json_v1, _json_v2, _ical])
def test_three_thousand_sessions_at_once(made: Callable[[], bytes]) -> None:
    assert len(read_programme(made()).sessions) == COUNT
