"""iCalendar (RFC 5545): the public events of a calendar as sessions.

What imports the `icalendar` package is imported only to read such a file: it takes a fifth of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar.parser import unescape_backslash
from icalendar.prop import vCategory

from bot.features.programme.formats.calendar_file import (
    all_of,
    one_of,
    parameter_of,
    read_calendars,
    text_of,
)
from bot.features.programme.formats.calendar_zones import CalendarZones
from bot.features.programme.formats.gathering import MAX_SESSIONS, Details, Gathering, too_many
from bot.features.programme.formats.ical_times import (
    Clock,
    Occurrence,
    occurrences,
    replaced_key,
    venue_zone,
)
from bot.features.programme.formats.moments import zone_named
from bot.features.programme.formats.problems import UnreadableError, shown
from bot.features.programme.formats.values import distinct_names, text_in
from bot.features.programme.model import Programme, SessionState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Component

STATES = {
    "": SessionState.SCHEDULED,
    "CONFIRMED": SessionState.SCHEDULED,
    "TENTATIVE": SessionState.TENTATIVE,
    "CANCELLED": SessionState.CANCELLED,
    "CANCELED": SessionState.CANCELLED,
}
# Pentabarf and frab list a session's speakers as attendees with this in place of an address.
# Attendees with an address are people who were invited: their names are not public.
PUBLISHED_SPEAKER = "invalid:nomail"


def read_ical(data: bytes, default_zone: str) -> Programme:
    """The whole file. A changed occurrence of a repeating event (RECURRENCE-ID) replaces the one it names."""
    calendars = read_calendars(data)
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(events) > MAX_SESSIONS:
        raise too_many()
    gathering = Gathering()
    zones = CalendarZones(calendars)
    zone = gathering.attempt(
        "calendar", zone_named(default_zone), venue_zone, calendars[0], events, zones, default_zone
    )
    clock = Clock(zones, zone)
    places = [(_place(number, event), event) for number, event in enumerate(events, 1)]
    replaced = {gathering.attempt(where, "", replaced_key, event, clock) for where, event in places}
    for where, event in places:
        if not _is_public(event):
            continue
        for occurrence in gathering.attempt(where, [], occurrences, event, clock, replaced):
            row = gathering.attempt(where, {}, _row, event)
            details = gathering.attempt(where, None, _details, event, calendars[0], occurrence)
            if row and details:
                gathering.add(where, {**row, "guid": occurrence.key}, details)
    title = gathering.attempt("calendar", "", text_of, calendars[0], "X-WR-CALNAME")
    return gathering.programme(text_in(unescape_backslash(title), "title"), zone.key, None)


def _place(number: int, event: Component) -> str:
    return f"event {number} {shown(event.get('UID', 'without UID'))}"


def _is_public(event: Component) -> bool:
    """RFC 5545, 3.8.1.3: a class that is not known is as good as PRIVATE."""
    return all(str(stated).strip().upper() == "PUBLIC" for stated in all_of(event, "CLASS"))


def _row(event: Component) -> dict[str, object]:
    return {
        "title": text_of(event, "SUMMARY"),
        "description": text_of(event, "DESCRIPTION"),
        "language": parameter_of(one_of(event, "SUMMARY"), "LANGUAGE"),
        "url": text_of(event, "URL"),
    }


def _details(event: Component, calendar: Component, occurrence: Occurrence) -> Details:
    return Details(
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        track=text_in(_first_category(event), "CATEGORIES") or None,
        room=text_in(text_of(event, "LOCATION"), "LOCATION") or None,
        speakers=distinct_names(_speakers(event)),
        state=_state(event, calendar),
    )


def _first_category(event: Component) -> str:
    lines = (line for line in all_of(event, "CATEGORIES") if isinstance(line, vCategory))
    return next((str(category) for line in lines for category in line), "")


def _speakers(event: Component) -> Iterator[str]:
    for attendee in all_of(event, "ATTENDEE"):
        if str(attendee).strip().lower() == PUBLISHED_SPEAKER:
            yield parameter_of(attendee, "CN") or ""


def _state(event: Component, calendar: Component) -> SessionState:
    if any(str(method).strip().upper() == "CANCEL" for method in all_of(calendar, "METHOD")):
        return SessionState.CANCELLED
    status = text_of(event, "STATUS").strip().upper()
    if status not in STATES:
        raise UnreadableError(f"STATUS {shown(status)} is not known")
    return STATES[status]
