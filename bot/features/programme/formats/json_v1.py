"""Schedule JSON v1, as frab and pretalx export it: days, in them rooms by name, in them sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.features.programme.formats.gathering import MAX_SESSIONS, Details, Gathering, too_many
from bot.features.programme.formats.moments import end_of, moment_of, zone_named
from bot.features.programme.formats.problems import shown
from bot.features.programme.formats.values import names_in, text_in, title_of
from bot.features.programme.model import Localized, Programme

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, object]


def read_json_v1(schedule: Row, default_zone: str) -> Programme:
    """The value of `schedule`; the caller has seen that its conference has days."""
    gathering = Gathering()
    conference = as_row(schedule.get("conference"))
    title, zone = read_conference(conference, default_zone, gathering)
    rows = list(_rows(conference["days"], gathering))
    if len(rows) > MAX_SESSIONS:
        raise too_many()
    for where, room, row in rows:
        gathering.add(where, row, _details(where, room, row, zone, gathering))
    version = schedule.get("version")
    tracks = [
        gathering.attempt("tracks", Localized(), text_in, track.get("name"), "track")
        for track in rows_of(conference.get("tracks"))
    ]
    return gathering.programme(title, zone.key, version if isinstance(version, str) else None, tracks)


def read_conference(conference: Row, default_zone: str, gathering: Gathering) -> tuple[Localized, ZoneInfo]:
    """Its title and the venue's zone, which old files don't give."""
    title = gathering.attempt("conference", Localized(), title_of, conference.get("title"))
    name = conference.get("time_zone_name") or default_zone
    return title, gathering.attempt("conference", ZoneInfo("UTC"), zone_named, name)


def as_row(value: object) -> Row:
    """A JSON object; anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def rows_of(value: object) -> list[Row]:
    """The objects of a JSON array."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _rows(days: object, gathering: Gathering) -> Iterator[tuple[str, str, Row]]:
    """Where each session stands, its room's name, and the session itself; what can be none is noted."""
    for number, day in enumerate(days if isinstance(days, list) else [], 1):
        rooms = as_row(day).get("rooms")
        if not isinstance(rooms, dict):
            gathering.note(f"day {number}", "has no rooms")
            continue
        for room, events in rooms.items():
            where = f"day {number}, room {shown(room)}"
            if not isinstance(events, list):
                gathering.note(where, "is not a list of sessions")
                continue
            for place, row in enumerate(events, 1):
                if isinstance(row, dict):
                    yield f"{where}, session {place}", room, row
                else:
                    gathering.note(f"{where}, session {place}", "is not an object")


def _details(where: str, room: str, row: Row, zone: ZoneInfo, gathering: Gathering) -> Details:
    """`date` is the truth: a session may be filed under the day before, and `start` is deprecated."""
    starts_at = gathering.attempt(where, 0, moment_of, row.get("date"), zone, "date")
    named = gathering.attempt(where, Localized(), text_in, row.get("room"), "room")
    return Details(
        starts_at=starts_at,
        ends_at=gathering.attempt(where, 0, end_of, starts_at, row.get("end"), row.get("duration"), zone),
        track=gathering.attempt(where, Localized(), text_in, row.get("track"), "track") or None,
        room=named or text_in(room, "room") or None,
        speakers=gathering.attempt(
            where, (), names_in, row.get("persons"), ("public_name", "name"), "persons"
        ),
    )
