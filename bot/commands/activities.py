"""`import activities`: a table or a calendar, read, checked, and taken in as one."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from bot.core.errors import OperatorError
from bot.core.journal import Deed, Entry
from bot.features.activities.activity_file import MOST_PLACES, read_activities
from bot.features.activities.filters import LONGEST
from bot.features.activities.importer import import_activities
from bot.features.activities.model import Activity, Kind
from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.model import Programme, ScheduledSession, SessionState
from bot.house import House

SEASON = 183 * 24 * 3600
"""Seconds ahead for which a calendar's activities are taken in: what repeats for ever has no end."""
CALENDAR = b"BEGIN:VCALENDAR"


async def import_activities_from(house: House, arguments: Namespace) -> str:
    """What was imported, in a few words. Raises OperatorError; then nothing was changed."""
    path = Path(arguments.source)
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise OperatorError(f"{path}: {error.strerror or error}") from error
    now, later = int(house.clock.now()), 0
    if content.lstrip(b"\xef\xbb\xbf\r\n ").upper().startswith(CALENDAR):
        found, later = await _read_calendar(house, path.name, content, arguments, now)
    else:
        found = await asyncio.to_thread(read_activities, path.name, content, house.directory)
    async with house.database.transaction(serial="import") as tx:
        done = await import_activities(tx, path.stem, found, now)
        await house.journal.write(tx, Entry(now, Deed.IMPORTED, None, detail="activities"))
    counts = (
        f"{done.new} new, {done.changed} changed, {done.cancelled} cancelled, {done.withdrawn} withdrawn, "
        f"{done.unchanged} unchanged"
    )
    beyond = f"\n{later} are more than half a year away: import the file again then" if later else ""
    overfull = "".join(
        f"\n{key}: fewer places than people signed up: nobody loses theirs" for key in done.overfull
    )
    return counts + beyond + overfull


async def _read_calendar(
    house: House, name: str, content: bytes, arguments: Namespace, now: int
) -> tuple[list[Activity], int]:
    """What begins within a season, and how many begin later."""
    directory, places = house.directory, arguments.capacity
    problems = [
        f"{option}: a calendar does not say it: give one of {', '.join(known)}"
        for option, given, known in (
            ("--organisation", arguments.organisation, directory.organisations),
            ("--area", arguments.area, directory.areas),
        )
        if given not in known
    ]
    if places is not None and not 1 <= places <= MOST_PLACES:
        problems.append(f"--capacity: {places} is no number from 1 to {MOST_PLACES}")
    if problems:
        raise OperatorError(*problems)
    zone = directory.areas[arguments.area].zone
    programme = await asyncio.to_thread(_read_programme, name, content, zone)
    return _activities(name, programme, arguments, zone, now)


def _read_programme(name: str, content: bytes, zone: str) -> Programme:
    try:
        return read_programme(content, default_zone=zone)
    except ProgrammeFileError as error:
        lines = [f"{name}: {mistake}" for mistake in error.mistakes] or [f"{name}: {error}"]
        raise OperatorError(*lines) from error


def _activities(
    name: str, programme: Programme, arguments: Namespace, zone: str, now: int
) -> tuple[list[Activity], int]:
    near = [session for session in programme.sessions if session.starts_at <= now + SEASON]
    if problems := [f"{name}: event {each.key!r}: {wrong}" for each in near for wrong in _wrong_with(each)]:
        raise OperatorError(*problems)
    found = [
        Activity(
            key=session.key,
            organisation=arguments.organisation,
            area=arguments.area,
            kind=_kind(session),
            zone=zone,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            title=session.title.by_language(),
            place=session.room.by_language() if session.room else {},
            about=session.abstract.by_language(),
            capacity=arguments.capacity,
            source=programme.title.best("en") or name,
            is_cancelled=session.state is SessionState.CANCELLED,
        )
        for session in near
    ]
    return found, len(programme.sessions) - len(near)


def _wrong_with(session: ScheduledSession) -> Sequence[str]:
    if not session.room:
        return ["has no LOCATION"]
    if not session.starts_at < session.ends_at <= session.starts_at + LONGEST:
        return ["does not end after its start and within two weeks"]
    return []


def _kind(session: ScheduledSession) -> Kind:
    """Its first category, where that is one of ours; else a place to meet."""
    named = session.track.best("en").strip().lower() if session.track else ""
    return Kind(named) if named in tuple(Kind) else Kind.MEETING
