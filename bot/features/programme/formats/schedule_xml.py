"""Schedule XML as frab and pretalx export it, and Pentabarf's older form, whose sessions have no date."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.features.programme.formats.gathering import MAX_SESSIONS, Details, Gathering, too_many
from bot.features.programme.formats.moments import clock_of, day_of, end_of, moment_of, moment_on, zone_named
from bot.features.programme.formats.problems import Problem, ProgrammeFileError, shown
from bot.features.programme.formats.values import distinct_names, text_in, title_of
from bot.features.programme.model import Localized, Programme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MAX_TAGS = (
    1_000_000  # a session has some forty; a tree of ten million bytes of empty tags would take a gigabyte
)
MIDNIGHT = time(0, 0)


def read_schedule_xml(data: bytes, default_zone: str) -> Programme:
    """The whole file, its root being `schedule`."""
    root = _parsed(data)
    if root.tag != "schedule":
        raise ProgrammeFileError(
            Problem.NOT_A_SCHEDULE, f"the XML file is a {shown(root.tag)}, not a schedule"
        )
    gathering = Gathering()
    conference = root.find("conference")
    title = gathering.attempt("conference", Localized(), title_of, _text(conference, "title"))
    zone_name = _text(conference, "time_zone_name") or default_zone
    zone = gathering.attempt("conference", ZoneInfo("UTC"), zone_named, zone_name)
    _read_days(root, zone, gathering)
    tracks = (
        [text_in(track.get("name"), "track") for track in conference.findall("track")]
        if conference is not None
        else []
    )
    return gathering.programme(title, zone.key, _text(root, "version") or None, tracks)


def _parsed(data: bytes) -> Element:
    # Imported here: they cost 25 ms, and a bot that starts has no schedule to read.
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    if data.count(b"<") > MAX_TAGS:
        raise ProgrammeFileError(Problem.TOO_BIG, f"the XML file has more than {MAX_TAGS:,} tags")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise ProgrammeFileError(
            Problem.FORBIDDEN_XML,
            "the XML file declares a document type or entities, which schedules don't need",
        ) from None
    except ParseError as broken:
        line, column = broken.position
        raise ProgrammeFileError(
            Problem.BROKEN, f"the XML file breaks off or is damaged at line {line}, column {column}"
        ) from None
    except (LookupError, ValueError):
        raise ProgrammeFileError(Problem.BROKEN, "the XML file has an encoding that is not known") from None
    return root


def _read_days(root: Element, zone: ZoneInfo, gathering: Gathering) -> None:
    rows = list(_rows(root))
    if len(rows) > MAX_SESSIONS:
        raise too_many()
    astray = sum(1 for _ in root.iter("event")) - len(rows)
    if astray:
        gathering.note("schedule", f"{astray} sessions stand outside a room of a day")
    dated = any(event.find("date") is not None for _, _, _, event in rows)
    change = _text(root.find("conference"), "day_change")
    day_change = (
        gathering.attempt("conference", MIDNIGHT, clock_of, change, "day_change") if change else MIDNIGHT
    )
    for where, day, room, event in rows:
        if dated:
            starts_at = gathering.attempt(where, 0, moment_of, _text(event, "date"), zone, "date")
        else:
            on = gathering.attempt(where, date(1970, 1, 2), day_of, day.get("date"), "the day's date")
            clock = gathering.attempt(where, MIDNIGHT, clock_of, _text(event, "start"), "start")
            starts_at = gathering.attempt(where, 0, moment_on, on, clock, day_change, zone)
        gathering.add(where, _row(event), _details(where, starts_at, room, event, zone, gathering))


def _rows(root: Element) -> Iterator[tuple[str, Element, Element, Element]]:
    for number, day in enumerate(root.findall("day"), 1):
        for room in day.findall("room"):
            for place, event in enumerate(room.findall("event"), 1):
                name = shown(room.get("name") or "")
                yield f"day {number}, room {name}, session {place}", day, room, event


def _row(event: Element) -> dict[str, object]:
    """The session as JSON would have it: attributes and children alike by name."""
    row: dict[str, object] = {child.tag: "".join(child.itertext()) for child in reversed(event)}
    return row | dict(event.attrib)


def _details(
    where: str, starts_at: int, room: Element, event: Element, zone: ZoneInfo, gathering: Gathering
) -> Details:
    end, duration = _text(event, "end"), _text(event, "duration")
    return Details(
        starts_at=starts_at,
        ends_at=gathering.attempt(where, 0, end_of, starts_at, end, duration, zone),
        track=text_in(_text(event, "track"), "track") or None,
        room=text_in(_text(event, "room") or room.get("name"), "room") or None,
        speakers=distinct_names("".join(person.itertext()) for person in event.iterfind("persons/person")),
    )


def _text(parent: Element | None, name: str) -> str:
    """The text of a child with whatever is inside it; the first child of that name counts."""
    child = parent.find(name) if parent is not None else None
    return "".join(child.itertext()).strip() if child is not None else ""
