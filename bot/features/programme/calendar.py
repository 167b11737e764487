"""Sessions as a file for somebody's own calendar (iCalendar, RFC 5545).

A session keeps its UID for ever; SEQUENCE counts what has changed of its time, its place or whether it takes
place, so that a newer file prevails over what a calendar has; what is cancelled stays in it and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from bot.core.outcome import Document
from bot.core.text import Texts
from bot.features.programme.kept import AgendaItem, Attendee, KeptSession, SessionId
from bot.features.programme.model import Localized, SessionState
from bot.features.programme.rules import Lead
from bot.features.programme.store import queries
from bot.storage.database import Row, Transaction

MIME = "text/calendar"
PRODUCT = "-//Trustline//Programme//EN"


@dataclass(frozen=True, slots=True)
class Revision:
    """How often a session has changed, and when it did so last."""

    number: int
    changed_at: int


async def revisions_of_agenda(tx: Transaction, attendee: Attendee) -> Mapping[SessionId, Revision]:
    return _revisions(await queries.revisions_of_agenda(tx, attendee=attendee))


async def revision_of(tx: Transaction, session: SessionId) -> Mapping[SessionId, Revision]:
    return _revisions(await queries.revision_of_session(tx, session_id=session))


def calendar_file(
    t: Texts, items: Iterable[AgendaItem], revisions: Mapping[SessionId, Revision], now: int
) -> Document:
    """With an alarm at each person's lead time."""
    name, caption = t.label("programme.calendar_name"), t("programme.calendar_caption")
    return Document("agenda.ics", written(t, name, items, revisions, now), MIME, caption)


def written(
    t: Texts,
    name: str,
    items: Iterable[AgendaItem],
    revisions: Mapping[SessionId, Revision],
    now: int,
) -> bytes:
    whole = icalendar.Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    for item in items:
        whole.add_component(_event(t, item, revisions[item.session.session_id], now))
    whole.add_missing_timezones()
    content: bytes = whole.to_ical()
    return content


def _event(t: Texts, item: AgendaItem, revision: Revision, now: int) -> icalendar.Event:
    session, about, event = item.session, item.session.about, icalendar.Event()
    event.add("uid", f"{session.session_id}@trustline")
    event.add("dtstamp", datetime.fromtimestamp(now, UTC))
    event.add("last-modified", datetime.fromtimestamp(revision.changed_at, UTC))
    event.add("sequence", revision.number)
    event.add("status", _status(session))
    event.add("dtstart", _moment(session.starts_at, session.zone))
    if session.ends_at > session.starts_at:
        event.add("dtend", _moment(session.ends_at, session.zone))
    event.add("summary", _text(t, about.title))
    for property_name, text in (("location", about.room), ("description", about.abstract)):
        if text:
            event.add(property_name, _text(t, text))
    if about.url:
        event.add("url", about.url)
    if item.lead and not session.is_off:
        event.add_component(_alarm(t, item, item.lead))
    return event


def _alarm(t: Texts, item: AgendaItem, lead: Lead) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(t, item.session.about.title))
    if item.is_early and item.due_at:
        alarm.add("trigger", datetime.fromtimestamp(item.due_at, UTC), {"value": "DATE-TIME"})
    else:
        alarm.add("trigger", -(timedelta(days=1) if lead is Lead.DAY else timedelta(minutes=lead)))
    return alarm


def _moment(at: int, zone: str) -> datetime:
    """By the venue's clocks; in the hour that comes twice, as these cannot say which, in UTC."""
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    return local.astimezone(UTC) if local.fold else local


def _status(session: KeptSession) -> str:
    if session.is_off:
        return "CANCELLED"
    return "TENTATIVE" if session.about.state is SessionState.TENTATIVE else "CONFIRMED"


def _text(t: Texts, text: Localized) -> str:
    return text.best(t.language)


def _revisions(rows: Iterable[Row]) -> dict[SessionId, Revision]:
    return {
        SessionId(row["session_id"]): Revision(row["changes"], row["changed_at"] or row["known_at"] or 0)
        for row in rows
    }
