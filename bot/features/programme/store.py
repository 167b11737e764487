"""What is kept of programmes, and of who wants to be where. Times are UTC seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.features.programme.edits import read_edits
from bot.features.programme.kept import (
    AgendaItem,
    Attendee,
    KeptProgramme,
    KeptSession,
    ProgrammeId,
    SessionId,
    read_content,
    read_text,
    read_tracks,
)
from bot.features.programme.model import SessionState
from bot.features.programme.rules import Lead, venue_day
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

DAY_FORMAT = "%Y%m%d"


def day_key(at: int, zone: str) -> str:
    """The day a session is listed under."""
    return venue_day(at, zone).strftime(DAY_FORMAT)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody who attends: where reminders go, how long before (None for no reminders), by whose clocks."""

    attendee: Attendee
    address: AddressId
    lead: Lead | None
    zone: str
    """Where they are; none: at the venue."""
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept about somebody who attends."""

    sessions: int
    reminders: int
    snoozes: int
    days: int
    places: int
    roles: int


async def programmes_since(tx: Transaction, moment: int) -> list[KeptProgramme]:
    """Those that end after `moment`, by start."""
    return [_programme(row) for row in await queries.programmes_ending_after(tx, moment=moment)]


async def find_programme(tx: Transaction, programme: ProgrammeId) -> KeptProgramme | None:
    row = await queries.programme(tx, programme_id=programme)
    return _programme(row) if row else None


async def programme_named(tx: Transaction, name: str) -> KeptProgramme | None:
    row = await queries.programme_named(tx, name=name)
    return _programme(row) if row else None


async def sessions_of(tx: Transaction, programme: ProgrammeId) -> list[KeptSession]:
    """All there ever were, withdrawn ones too."""
    return [read_session(row) for row in await queries.sessions_of_programme(tx, programme_id=programme)]


async def find_session(tx: Transaction, session: SessionId) -> KeptSession | None:
    row = await queries.session(tx, session_id=session)
    return read_session(row) if row else None


async def sessions_named(tx: Transaction, sessions: Iterable[SessionId]) -> dict[SessionId, KeptSession]:
    rows = await queries.sessions_named(tx, ids="".join(sessions))
    return {SessionId(row["session_id"]): read_session(row) for row in rows}


async def known_session(tx: Transaction, session: str) -> KeptSession:
    """Raises UserError for what is none."""
    found = await find_session(tx, SessionId(session))
    if found is None:
        raise UserError("programme.unknown_session")
    return found


async def days_of(tx: Transaction, programme: ProgrammeId) -> dict[date, int]:
    """The days of a programme by the venue's calendar, with how many sessions begin on each."""
    rows = await queries.days(tx, programme_id=programme)
    return {date.fromisoformat(row["day"]): row["sessions"] for row in rows}


async def tracks_of_day(tx: Transaction, programme: ProgrammeId, day: date) -> set[str]:
    rows = await queries.tracks_of_day(tx, programme_id=programme, day=day.strftime(DAY_FORMAT))
    return {row["track"] for row in rows}


async def sessions_of_day(
    tx: Transaction, programme: ProgrammeId, day: date, track: str | None, skipped: int, most: int
) -> list[KeptSession]:
    """By start; with a track, only those of it."""
    page = {
        "programme_id": programme,
        "day": day.strftime(DAY_FORMAT),
        "skipped": skipped,
        "most": most,
    }
    if track is None:
        return [read_session(row) for row in await queries.sessions_of_day(tx, **page)]
    return [read_session(row) for row in await queries.sessions_of_day_in_track(tx, **page, track=track)]


async def sessions_before_now(tx: Transaction, programme: ProgrammeId, day: date, now: int) -> int:
    """How many of the day's list come before the first session that is not over."""
    count: int = await queries.sessions_of_day_over(
        tx, programme_id=programme, day=day.strftime(DAY_FORMAT), now=now
    )
    return count


async def attendance_of(tx: Transaction, attendee: Attendee) -> Attendance | None:
    row = await queries.attendee(tx, attendee=attendee)
    if row is None:
        return None
    is_reachable = row["language"] is not None
    return Attendance(attendee, AddressId(row["address_id"]), _lead(row), row["zone"], is_reachable)


async def keep_attendance(tx: Transaction, person: Attendance) -> None:
    await queries.keep_attendee(
        tx,
        attendee=person.attendee,
        address_id=person.address,
        lead_minutes=_minutes(person.lead),
        zone=person.zone,
    )


async def add_to_agenda(tx: Transaction, attendee: Attendee, item: AgendaItem) -> None:
    await queries.add_to_agenda(
        tx,
        attendee=attendee,
        session_id=item.session.session_id,
        lead_minutes=_minutes(item.lead),
        zone=item.zone,
    )


async def take_off_agenda(tx: Transaction, attendee: Attendee, session: SessionId) -> None:
    await queries.take_off_agenda(tx, attendee=attendee, session_id=session)
    await queries.drop_snooze(tx, attendee=attendee, session_id=session)


async def still_wanted(
    tx: Transaction, wishes: Iterable[tuple[SessionId, Attendee]]
) -> set[tuple[SessionId, Attendee]]:
    """Those of them that are on an agenda."""
    rows = await queries.still_wanted(tx, pairs="".join(map("".join, wishes)))
    return {(SessionId(row["session_id"]), Attendee(row["attendee"])) for row in rows}


async def agenda_of(tx: Transaction, attendee: Attendee, since: int) -> list[AgendaItem]:
    """What has not ended before `since`, by start."""
    rows = await queries.agenda_of(tx, attendee=attendee, moment=since)
    return [AgendaItem(read_session(row), _lead(row), row["place"]) for row in rows]


async def set_reminders(tx: Transaction, attendee: Attendee, items: Iterable[AgendaItem]) -> None:
    """How long before each of these, and by whose clocks, the attendee is reminded."""
    rows = [
        {
            "attendee": attendee,
            "session_id": item.session.session_id,
            "lead_minutes": _minutes(item.lead),
            "zone": item.zone,
        }
        for item in items
    ]
    if rows:
        await queries.set_leads(tx, rows)


async def held_of(tx: Transaction, attendee: Attendee) -> Held:
    row = await queries.held_of(tx, attendee=attendee)
    return Held(row["sessions"], row["reminders"], row["snoozes"], row["days"], row["places"], row["roles"])


async def forget_attendance(tx: Transaction, attendee: Attendee) -> None:
    await queries.forget_agenda(tx, attendee=attendee)
    await queries.forget_reminders(tx, attendee=attendee)
    await queries.forget_snoozes(tx, attendee=attendee)
    await queries.forget_agenda_messages(tx, attendee=attendee)
    await queries.forget_attendee(tx, attendee=attendee)


async def forget_past(tx: Transaction, before: int) -> None:
    """Who was where: not kept of sessions that ended before that moment."""
    await queries.forget_past_agenda(tx, before=before)
    await queries.forget_past_reminders(tx, before=before)
    await queries.forget_past_rounds(tx, before=before)
    await queries.forget_past_snoozes(tx, before=before)


def _minutes(lead: Lead | None) -> int | None:
    return None if lead is None else int(lead)


def _lead(row: Row) -> Lead | None:
    minutes = row["lead_minutes"]
    return None if minutes is None else Lead(minutes)


def _programme(row: Row) -> KeptProgramme:
    return KeptProgramme(
        programme_id=ProgrammeId(row["programme_id"]),
        name=row["name"],
        title=read_text(row["title"]),
        zone=row["zone"],
        tracks=read_tracks(row["tracks"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
    )


def read_session(row: Row) -> KeptSession:
    about = read_content(
        row["content"],
        key=row["session_key"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        state=SessionState(row["state"]),
    )
    return KeptSession(
        SessionId(row["session_id"]),
        ProgrammeId(row["programme_id"]),
        row["zone"],
        bool(row["is_withdrawn"]),
        about,
        row["doubts"],
        read_edits(row["edits"]),
    )
