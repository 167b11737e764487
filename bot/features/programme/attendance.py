"""The person at hand as somebody who attends: a pseudonym, an address, a lead time, an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.context import Context, Purpose
from bot.features.programme import rounds, store
from bot.features.programme.kept import AgendaItem, Attendee, KeptSession, SessionId
from bot.features.programme.rules import USUAL_LEAD, Lead, fitting_lead
from bot.features.programme.store import Attendance

SUBJECT = "agenda"


def attendee(context: Context) -> Attendee:
    return Attendee(context.people.alias(Purpose.ATTENDANCE))


async def present(context: Context) -> Attendance | None:
    """None for somebody who has never asked for anything. Whoever had blocked the bot is reached again."""
    known = await store.attendance_of(context.tx, attendee(context))
    if known is None or known.is_reachable:
        return known
    await context.people.unlink(known.address)
    return await _keep(context, known.lead, known.zone)


async def known(context: Context) -> Attendance:
    """From now on, if they were not before."""
    return await present(context) or await _keep(context, USUAL_LEAD)


async def coming(context: Context) -> list[AgendaItem]:
    """What is on the agenda and not over."""
    known = await present(context)
    return await store.agenda_of(context.tx, known.attendee, context.now) if known else []


async def chosen(context: Context) -> set[SessionId]:
    return {item.session.session_id for item in await coming(context)}


async def held(context: Context, session: SessionId) -> AgendaItem | None:
    """A session that is on the agenda and not over."""
    return next((item for item in await coming(context) if item.session.session_id == session), None)


async def add(context: Context, session: KeptSession) -> None:
    """Onto the agenda, with the lead time that still fits. A second time, nothing happens."""
    person = await known(context)
    item = _item(context, session, person.lead, person.zone)
    await store.add_to_agenda(context.tx, person.attendee, item)
    await rounds.join_rounds(context.tx, [item], context.now)


async def choose_lead(context: Context, lead: Lead | None) -> None:
    """For everything on the agenda and all that will be; None for no reminders.

    What is too near for it is announced by the longest lead time that still fits.
    """
    known = await present(context)
    if known is None:
        await _keep(context, lead)
    elif known.lead != lead:
        held = await store.agenda_of(context.tx, known.attendee, context.now)
        items = [_item(context, item.session, lead, known.zone) for item in held]
        await _set_anew(context, replace(known, lead=lead), items)


async def choose_lead_of(context: Context, item: AgendaItem, lead: Lead | None) -> AgendaItem:
    """For one session alone, until another lead time is chosen for all."""
    chosen = _item(context, item.session, lead, item.zone)
    await store.set_reminders(context.tx, attendee(context), [chosen])
    return chosen


async def choose_zone(context: Context, zone: str) -> None:
    """Where they are; none: at the venue. A lead time chosen for one session stays."""
    person = await known(context)
    if person.zone != zone:
        held = await store.agenda_of(context.tx, person.attendee, context.now)
        items = [_item(context, item.session, item.lead, zone) for item in held]
        await _set_anew(context, replace(person, zone=zone), items)


async def _set_anew(context: Context, known: Attendance, items: Sequence[AgendaItem]) -> None:
    await store.keep_attendance(context.tx, known)
    await store.set_reminders(context.tx, known.attendee, items)
    await rounds.join_rounds(context.tx, items, context.now)


def _item(context: Context, session: KeptSession, wish: Lead | None, zone: str) -> AgendaItem:
    lead = wish and fitting_lead(wish, session.starts_at, session.zone, context.now, zone)
    return AgendaItem(session, lead, zone)


async def _keep(context: Context, lead: Lead | None, zone: str = "") -> Attendance:
    address = await context.people.keep_address(Purpose.ATTENDANCE, SUBJECT)
    known = Attendance(attendee(context), address, lead, zone, is_reachable=True)
    await store.keep_attendance(context.tx, known)
    return known
