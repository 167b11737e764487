"""Reads programme files: schedule XML (frab, pretalx, Pentabarf), schedule JSON v1 and v2, iCalendar.

Pure: bytes in, a whole `Programme` or a `ProgrammeFileError` out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from bot.features.programme.formats.json_v1 import as_row, read_json_v1
from bot.features.programme.formats.json_v2 import read_json_v2
from bot.features.programme.formats.moments import zone_named
from bot.features.programme.formats.problems import Mistake, Problem, ProgrammeFileError
from bot.features.programme.formats.schedule_xml import read_schedule_xml

if TYPE_CHECKING:
    from bot.features.programme.model import Programme

__all__ = ["Mistake", "Problem", "ProgrammeFileError", "read_programme"]

MAX_BYTES = 10_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_programme(data: bytes, *, default_zone: str = "UTC") -> Programme:
    """The programme in a file, whose format is told by its content.

    `default_zone` (an IANA key, else `ValueError`) is the venue's where the file names none.
    """
    zone_named(default_zone)
    if len(data) > MAX_BYTES:
        raise ProgrammeFileError(
            Problem.TOO_BIG, f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        )
    data = data.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not data:
        raise ProgrammeFileError(Problem.EMPTY, "the file is empty")
    head = data[:20].lower()
    if head.startswith(b"begin:vcalendar"):
        from bot.features.programme.formats.ical import read_ical  # noqa: PLC0415 - it is slow to import

        return read_ical(data, default_zone)
    if head.startswith(b"{"):
        return _read_json(data, default_zone)
    if head.startswith(b"<") and not head.startswith((b"<!doctype html", b"<html")):
        return read_schedule_xml(data, default_zone)
    raise ProgrammeFileError(
        Problem.NOT_A_SCHEDULE, "the file is neither schedule XML, nor schedule JSON, nor iCalendar"
    )


def _read_json(data: bytes, default_zone: str) -> Programme:
    try:
        schedule = as_row(orjson.loads(data)).get("schedule")
    except orjson.JSONDecodeError as broken:
        raise ProgrammeFileError(
            Problem.BROKEN,
            f"the JSON file breaks off or is damaged at line {broken.lineno}, column {broken.colno}",
        ) from None
    if isinstance(schedule, dict):
        if "events" in schedule:
            return read_json_v2(schedule, default_zone)
        if isinstance(as_row(schedule.get("conference")).get("days"), list):
            return read_json_v1(schedule, default_zone)
    raise ProgrammeFileError(
        Problem.NOT_A_SCHEDULE, "the JSON file is not a schedule: it has neither events nor days"
    )
