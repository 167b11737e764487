"""What is kept of sessions that people register for, and of who has a place in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.core.participant_roles import ParticipantRole
from bot.core.places.book import PlaceBook
from bot.core.places.rules import Standing
from bot.features.programme.kept import Attendee, KeptSession, ProgrammeId, SessionId
from bot.features.programme.store import read_session
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__, "registrations.sql")
book = PlaceBook(queries)


@dataclass(frozen=True, slots=True)
class Registration:
    """A session with its places."""

    session: KeptSession
    capacity: int | None
    """None: nobody has to register any more."""
    closes_at: int
    taken: int
    waiting: int
    asked: int
    key: KeyId | None
    """Opens the codes; None: nobody ever registered."""

    @property
    def session_id(self) -> SessionId:
        return self.session.session_id

    @property
    def is_off(self) -> bool:
        return self.session.is_off

    @property
    def zone(self) -> str:
        return self.session.zone

    @property
    def starts_at(self) -> int:
        return self.session.starts_at


@dataclass(frozen=True, slots=True)
class SessionPlace:
    """Somebody in a session, or in the line for it."""

    session_id: SessionId
    attendee: Attendee
    address: AddressId
    standing: Standing
    position: int
    """Who asked earlier has a lower one."""
    offer_ends_at: int | None
    sealed: bytes
    """The code they show at the door."""
    is_here: bool
    language: Language | None

    @property
    def of(self) -> SessionId:
        return self.session_id

    @property
    def key(self) -> Mapping[str, str]:
        return {"session_id": self.session_id, "attendee": self.attendee}


async def find(tx: Transaction, session: SessionId) -> Registration | None:
    row = await queries.registration(tx, session_id=session)
    return _registration(row) if row else None


async def without_place(
    tx: Transaction, attendee: Attendee, sessions: Iterable[KeptSession]
) -> list[Registration]:
    """Those of these sessions that people register for, without those where somebody did so."""
    named = {session.session_id: session for session in sessions}
    if not named:
        return []
    rows = await queries.registrations_among(tx, ids="".join(named), attendee=attendee)
    return [_of(named[row["session_id"]], row) for row in rows if row["standing"] is None]


async def soon(tx: Transaction, now: int, until: int, most: int) -> list[Registration]:
    """Of sessions that take place, are not over, and start by `until`: by start."""
    rows = await queries.registrations_soon(tx, now=now, until=until, most=most)
    return [_registration(row) for row in rows]


async def hold(tx: Transaction, session: SessionId) -> Registration | None:
    await queries.hold_registration(tx, session_id=session)
    return await find(tx, session)


async def held_of_programme(tx: Transaction, programme: ProgrammeId) -> Sequence[Registration]:
    if not await queries.hold_registrations(tx, programme_id=programme):
        return ()
    rows = await queries.registrations_of_programme(tx, programme_id=programme)
    return [_registration(row) for row in rows]


async def keep(tx: Transaction, session: KeptSession, capacity: int | None, closes_at: int) -> None:
    await queries.keep_registration(
        tx,
        session_id=session.session_id,
        programme_id=session.programme_id,
        capacity=capacity,
        closes_at=closes_at,
    )


async def hold_session(tx: Transaction, session: SessionId) -> None:
    await queries.hold_session(tx, session_id=session)


async def close_lines_at(tx: Transaction, closing: Sequence[tuple[str, int]]) -> None:
    if closing:
        await queries.close_lines(tx, [{"of": of, "closes_at": at} for of, at in closing])
        await book.close_lines_at(tx, closing)


async def set_key(tx: Transaction, session: SessionId, key: KeyId) -> None:
    await queries.set_registration_key(tx, session_id=session, key_id=key)


async def add(
    tx: Transaction, at: Registration, attendee: Attendee, standing: Standing, lookup: str, sealed: bytes
) -> None:
    """Somebody has a place, or stands at the end of the line."""
    position = await book.enter(tx, at.session_id, at, standing)
    await queries.keep_place(
        tx,
        session_id=at.session_id,
        attendee=attendee,
        standing=int(standing),
        position=position,
        code_lookup=lookup,
        sealed=sealed,
    )


async def place_of(tx: Transaction, attendee: Attendee, session: SessionId) -> SessionPlace | None:
    return _place(await queries.place(tx, session_id=session, attendee=attendee))


async def as_it_stands(tx: Transaction, place: SessionPlace) -> SessionPlace | None:
    return await place_of(tx, place.attendee, place.session_id)


async def sessions_of(tx: Transaction, attendee: Attendee) -> list[SessionId]:
    """In which they have a place or wait for one."""
    return [SessionId(row["session_id"]) for row in await queries.places_of(tx, attendee=attendee)]


async def coming_of(tx: Transaction, attendee: Attendee, now: int) -> int:
    """In how many sessions that are not over they have a place or wait for one."""
    count: int = await queries.coming_places(tx, attendee=attendee, now=now)
    return count


async def is_code_taken(tx: Transaction, lookup: str) -> bool:
    return bool(await queries.code_is_taken(tx, code_lookup=lookup))


async def place_by_code(tx: Transaction, lookup: str) -> SessionPlace | None:
    return _place(await queries.place_by_code(tx, code_lookup=lookup))


async def line(tx: Transaction, session: SessionId, most: int) -> list[SessionPlace]:
    return [read_place(row) for row in await queries.line(tx, session_id=session, most=most)]


async def next_in_line(tx: Transaction, session: SessionId, most: int) -> list[SessionPlace]:
    return [read_place(row) for row in await queries.next_in_line(tx, session_id=session, most=most)]


async def ahead_of(tx: Transaction, place: SessionPlace) -> int:
    """How many wait before them."""
    count: int = await queries.ahead_in_line(tx, session_id=place.session_id, position=place.position)
    return count


async def offer_due(tx: Transaction, now: int) -> SessionPlace | None:
    return _place(await queries.offer_due(tx, now=now))


async def offer_to_nobody(tx: Transaction, now: int) -> SessionPlace | None:
    return _place(await queries.offer_to_nobody(tx, now=now))


async def line_to_move(tx: Transaction, now: int) -> SessionId | None:
    session: SessionId | None = await queries.line_to_move(tx, now=now)
    return session


async def line_to_close(tx: Transaction, now: int) -> SessionId | None:
    session: SessionId | None = await queries.line_to_close(tx, now=now)
    return session


async def check_in(tx: Transaction, place: SessionPlace) -> bool:
    """False: they are in already."""
    return bool(await queries.check_in(tx, session_id=place.session_id, attendee=place.attendee))


async def take_check_in_back(tx: Transaction, place: SessionPlace) -> None:
    await queries.take_check_in_back(tx, session_id=place.session_id, attendee=place.attendee)


async def numbers(tx: Transaction, session: SessionId) -> tuple[int, int]:
    """How many have a place, and how many of them came."""
    row = await queries.numbers(tx, session_id=session)
    return row["going"], row["here"]


async def going_by_role(tx: Transaction, at: Registration) -> dict[ParticipantRole, int]:
    rows = await queries.going_by_role(tx, session_id=at.session_id, programme_id=at.session.programme_id)
    return {ParticipantRole(row["role"]): row["people"] for row in rows}


async def role_of(tx: Transaction, attendee: Attendee, programme: ProgrammeId) -> ParticipantRole | None:
    """None: they were never asked."""
    row = await queries.role(tx, attendee=attendee, programme_id=programme)
    return ParticipantRole(row["role"]) if row else None


async def keep_role(
    tx: Transaction, attendee: Attendee, programme: ProgrammeId, role: ParticipantRole
) -> None:
    await queries.keep_role(tx, attendee=attendee, programme_id=programme, role=role.value)


async def forget_roles(tx: Transaction, attendee: Attendee) -> None:
    await queries.forget_roles(tx, attendee=attendee)


async def drop_one_over(tx: Transaction, before: int) -> tuple[bool, KeyId | None]:
    """Who had a place in a session that ended before that moment: whether there was one, and its key."""
    row = await queries.registration_over(tx, before=before)
    if row is None:
        return False, None
    await queries.drop_places(tx, session_id=row["session_id"])
    await queries.drop_registration(tx, session_id=row["session_id"])
    return True, KeyId(row["key_id"]) if row["key_id"] else None


async def forget_past_roles(tx: Transaction, before: int) -> None:
    await queries.forget_past_roles(tx, before=before)


def _registration(row: Row) -> Registration:
    return _of(read_session(row), row)


def _of(session: KeptSession, row: Row) -> Registration:
    return Registration(
        session,
        row["capacity"],
        row["closes_at"],
        row["taken"],
        row["waiting"],
        row["asked"],
        KeyId(row["key_id"]) if row["key_id"] else None,
    )


def _place(row: Row | None) -> SessionPlace | None:
    return read_place(row) if row else None


def read_place(row: Row) -> SessionPlace:
    return SessionPlace(
        SessionId(row["session_id"]),
        Attendee(row["attendee"]),
        AddressId(row["address_id"]),
        Standing(row["standing"]),
        row["position"],
        row["offer_ends_at"],
        bytes(row["sealed"]),
        bool(row["is_here"]),
        Language(row["language"]) if row["language"] else None,
    )
