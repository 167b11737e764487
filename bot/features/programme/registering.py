"""How places in a session change hands. Whoever changes anything holds its registration first."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.context import Context, Work
from bot.core.errors import UserError
from bot.core.outcome import Letter
from bot.core.places.codes import Begins, fresh_code, looked_up
from bot.core.places.line import Line
from bot.core.places.rules import Room, Standing, line_closes_at, room_in, standing_for
from bot.features.programme import attendance, place_letters, registrations, store
from bot.features.programme.kept import Attendee, KeptSession, ProgrammeId, SessionId
from bot.features.programme.registrations import Registration, SessionPlace
from bot.features.programme.rules import SETTLING
from bot.storage.database import Transaction

MOST_HELD = 20
"""Sessions one person is registered for at once: places are for everybody."""
LINE: Line[Registration, SessionPlace] = Line("programme", registrations, place_letters, parts_for_good=False)


async def place_in(context: Context, session: SessionId) -> SessionPlace | None:
    """Of the person at hand."""
    return await registrations.place_of(context.tx, attendance.attendee(context), session)


async def full_among(context: Context, sessions: Iterable[KeptSession]) -> set[SessionId]:
    """Those that take place without the person at hand, as all places are taken."""
    others = await registrations.without_place(context.tx, attendance.attendee(context), sessions)
    return {at.session_id for at in others if not at.is_off and room_in(at) is Room.FULL}


async def join(context: Context, session: SessionId) -> None:
    """A place, and the session on the agenda; or a place in the line. Those who have one keep it.

    Raises UserError.
    """
    at = await _hold(context, session)
    if await place_in(context, session):
        return
    standing = standing_for(at, context.now)
    if standing is None:
        raise UserError("places.no_place")
    known = await attendance.known(context)
    if await registrations.coming_of(context.tx, known.attendee, context.now) >= MOST_HELD:
        raise UserError("places.too_many", most=MOST_HELD)
    code, lookup = await fresh_code(context, Begins.SESSION, registrations.is_code_taken)
    sealed = await _sealed(context, at, known.attendee, code)
    await registrations.add(context.tx, at, known.attendee, standing, lookup, sealed)
    if standing is Standing.GOING:
        await attendance.add(context, at.session)


async def accept(context: Context, session: SessionId) -> KeptSession:
    """Once taken, it stays so. Raises UserError when nothing is offered any more."""
    at = await _hold(context, session)
    place = await place_in(context, session)
    if place is not None and place.standing is Standing.GOING:
        return at.session
    if place is None or place.standing is not Standing.OFFERED:
        raise UserError("places.offer_gone")
    await registrations.book.accept(context.tx, place)
    await attendance.add(context, at.session)
    return at.session


async def leave(context: Context, session: SessionId) -> list[Letter]:
    """Whoever is next is offered the place; with it, the session leaves the agenda."""
    if await registrations.hold(context.tx, session) is None:
        return []
    place = await place_in(context, session)
    if place is None:
        return []
    if place.standing is Standing.GOING:
        await store.take_off_agenda(context.tx, place.attendee, session)
    return await LINE.leave(context, place)


async def set_places(work: Work, session: SessionId, capacity: int | None) -> list[Letter]:
    """None: nobody has to register. Fewer than are taken put nobody out, more are offered to those who wait.

    Raises UserError.
    """
    await registrations.hold_session(work.tx, session)
    kept = await store.find_session(work.tx, session)
    if kept is None:
        raise UserError("programme.unknown_session")
    await registrations.keep(work.tx, kept, capacity, line_closes_at(kept.starts_at, kept.zone))
    return await LINE.fill(work, session)


async def follow(tx: Transaction, programme: ProgrammeId, now: int) -> None:
    """After sessions changed: lines close when they should now. What is off is offered to nobody; those who
    wait keep their turn as long as a cancellation settles, and are told with it."""
    held = await registrations.held_of_programme(tx, programme)
    closing = [(each.session_id, _closes_at(each, now)) for each in held]
    await registrations.book.call_off(tx, [each.session_id for each in held if each.is_off])
    await registrations.close_lines_at(tx, closing)


async def code_of(work: Work, at: Registration, place: SessionPlace) -> str:
    """What they show at the door."""
    assert at.key is not None, "made for the first who registered"
    sealer = await work.keys.sealer(work.tx, at.key)
    return sealer.open(place.sealed, _row(at.session_id, place.attendee))


async def by_code(work: Work, typed: str) -> SessionPlace | None:
    lookup = looked_up(work, typed)
    return await registrations.place_by_code(work.tx, lookup) if lookup else None


def _closes_at(at: Registration, now: int) -> int:
    usual = line_closes_at(at.starts_at, at.zone)
    return min(usual, at.closes_at, now + SETTLING) if at.is_off else usual


async def _hold(context: Context, session: SessionId) -> Registration:
    at = await registrations.hold(context.tx, session)
    if at is None:
        raise UserError("places.no_place")
    return at


async def _sealed(work: Work, at: Registration, attendee: Attendee, code: str) -> bytes:
    """With the key of the session, made for the first who registers."""
    key = at.key or await work.keys.new(work.tx)
    if at.key is None:
        await registrations.set_key(work.tx, at.session_id, key)
    sealer = await work.keys.sealer(work.tx, key)
    return sealer.seal(code, _row(at.session_id, attendee))


def _row(session: SessionId, attendee: Attendee) -> str:
    return f"session_place:{session}:{attendee}"
