"""Real schedule files, which are not part of the project.

Set `TRUSTLINE_SCHEDULES` to a folder with files ending in .xml (dated), .json (v2) or .ics (in UTC) to run
this; without it, it is skipped. Each file is read and compared, session by session, with what a few plain
patterns find in its text: how many sessions there are, when each begins and ends. Schemas are passed over.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.importer import import_programme
from bot.storage.database import Database

FOLDER = os.environ.get("TRUSTLINE_SCHEDULES")
FILES = sorted(Path(FOLDER).iterdir()) if FOLDER else []
SCHEDULES = [path for path in FILES if path.suffix in {".xml", ".json", ".ics"} and "schema" not in path.stem]

pytestmark = pytest.mark.skipif(not SCHEDULES, reason="TRUSTLINE_SCHEDULES names no folder of schedule files")


def seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def spans_in_xml(text: str) -> Counter[tuple[int, int]]:
    events = re.findall(r"<event .*?</event>", text, re.DOTALL)
    assert len(events) == text.count("<event ")
    return Counter(
        (
            start := seconds(found(r"<date>(.*?)</date>", event)),
            start + length(found(r"<duration>(.*?)<", event)),
        )
        for event in events
    )


def spans_in_json_v2(text: str) -> Counter[tuple[int, int]]:
    events = text.partition('"events"')[2]
    return Counter(
        (seconds(start), seconds(end))
        for start, end in re.findall(r'"start":\s*"([^"]+)",\s*"end":\s*"([^"]+)"', events)
    )


def spans_in_ical(text: str) -> Counter[tuple[int, int]]:
    starts = re.findall(r"^DTSTART:(\w+)", text, re.MULTILINE)
    ends = re.findall(r"^DTEND:(\w+)", text, re.MULTILINE)
    assert len(starts) == len(ends) == text.count("BEGIN:VEVENT")
    return Counter((seconds(start), seconds(end)) for start, end in zip(starts, ends, strict=True))


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.DOTALL)
    assert match is not None
    return match[1]


def length(duration: str) -> int:
    hours, minutes = duration.split(":")
    return int(hours) * 3600 + int(minutes) * 60


@pytest.mark.parametrize("path", SCHEDULES, ids=lambda path: path.name)
def test_every_session_is_read_at_the_right_instant(path: Path) -> None:
    text = path.read_text("utf-8")
    spans_in = {".xml": spans_in_xml, ".json": spans_in_json_v2, ".ics": spans_in_ical}[path.suffix]
    programme = read_programme(path.read_bytes(), default_zone="Europe/Berlin")
    read = Counter((session.starts_at, session.ends_at) for session in programme.sessions)
    assert read.total() > 0
    assert read == spans_in(text)


@pytest.mark.parametrize("path", SCHEDULES, ids=lambda path: path.name)
def test_a_real_file_that_breaks_off_is_refused(path: Path) -> None:
    data = path.read_bytes().rstrip()
    for end in range(1, len(data), len(data) // 40):
        with pytest.raises(ProgrammeFileError):
            read_programme(data[:end])


@pytest.mark.parametrize("path", SCHEDULES, ids=lambda path: path.name)
def test_reading_a_file_twice_gives_the_same(path: Path) -> None:
    assert read_programme(path.read_bytes()) == read_programme(path.read_bytes())


@pytest.mark.parametrize("path", SCHEDULES, ids=lambda path: path.name)
async def test_a_second_import_of_a_real_file_changes_nothing(database: Database, path: Path) -> None:
    content = await asyncio.to_thread(path.read_bytes)
    programme = read_programme(content, default_zone="Europe/Berlin")
    async with database.transaction() as tx:
        first = await import_programme(tx, programme, 0, path.stem)
        again = await import_programme(tx, programme, 0, path.stem)
    assert first.new == len(programme.sessions)
    assert again.found.is_empty
    assert again.unchanged == first.new
    assert again.version is None
