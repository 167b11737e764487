"""Agendas that stand in a chat: a message for each day somebody wants there, kept up to date in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.core.context import Context
from bot.core.ids import AddressId, Ref, random_id
from bot.core.outcome import Lane, Letter, Outcome, Post, Revise, Screen
from bot.core.text import Texts
from bot.features.programme import attendance, store, views
from bot.features.programme.kept import Attendee, KeptSession
from bot.features.programme.rules import DAY
from bot.features.programme.store import DAY_FORMAT, day_key, queries
from bot.storage.database import Transaction

KIND = "programme.agenda"
KEPT_DAYS = 2
"""Days after which a message is left as it stands."""


@dataclass(frozen=True, slots=True)
class DayMessage:
    """A day, as sessions are listed under it, and the name of the letter that shows it."""

    day: str
    ref: Ref


async def between(tx: Transaction, reached: str, last: str | None) -> Mapping[Attendee, list[DayMessage]]:
    """Those of a stretch of attendees."""
    found: dict[Attendee, list[DayMessage]] = {}
    for row in await queries.agenda_messages_between(tx, reached=reached, last=last):
        found.setdefault(Attendee(row["attendee"]), []).append(DayMessage(row["day"], Ref(row["ref"])))
    return found


async def drop_past(tx: Transaction, now: int) -> list[Ref]:
    """What need not be kept up to date any more."""
    before = datetime.fromtimestamp(now, UTC).date() - timedelta(days=KEPT_DAYS)
    rows = await queries.drop_past_agenda_messages(tx, before=before.strftime(DAY_FORMAT))
    return [Ref(row["ref"]) for row in rows]


async def placed(context: Context, day: str) -> list[Letter]:
    """The agenda of a day comes anew into the chat; the message that showed it before says so."""
    known = await attendance.present(context)
    if known is None:
        return []
    old = [each for each in await _of(context.tx, known.attendee) if each.day == day]
    new = DayMessage(day, Ref(random_id()))
    await queries.keep_agenda_message(context.tx, attendee=known.attendee, day=day, ref=new.ref)
    screen = _screen(context.t, day, await _sessions(context, known.attendee))
    further_down = Screen(context.t("programme.day_further_down", day=context.t.day(_date(day))))
    return [
        *(Letter(known.address, KIND, Revise(each.ref, further_down, is_final=True)) for each in old),
        Letter(known.address, KIND, Post(screen), ref=new.ref),
    ]


async def brought_up(context: Context, session: KeptSession, outcome: Outcome) -> Outcome:
    """After a session came onto the agenda or off it: with the message of its day, if one stands."""
    known = await attendance.present(context)
    if known is None:
        return outcome
    day = day_key(session.starts_at, session.zone)
    standing = [each for each in await _of(context.tx, known.attendee) if each.day == day]
    sessions = await _sessions(context, known.attendee) if standing else []
    revised = [revision(context.t, known.address, each, sessions) for each in standing]
    return replace(outcome, letters=(*outcome.letters, *revised))


def revision(t: Texts, to: AddressId, message: DayMessage, agenda: Iterable[KeptSession]) -> Letter:
    """In the lane of reminders always, so that what was written later is shown later."""
    return Letter(to, KIND, Revise(message.ref, _screen(t, message.day, agenda)), lane=Lane.REMINDERS)


def _screen(t: Texts, day: str, agenda: Iterable[KeptSession]) -> Screen:
    sessions = [session for session in agenda if day_key(session.starts_at, session.zone) == day]
    return Screen(views.day_agenda(t, _date(day), sessions), views.day_agenda_rows(t), is_silent=True)


async def _sessions(context: Context, attendee: Attendee) -> Sequence[KeptSession]:
    items = await store.agenda_of(context.tx, attendee, context.now - DAY)
    return [item.session for item in items]


async def _of(tx: Transaction, attendee: Attendee) -> list[DayMessage]:
    rows = await queries.agenda_messages_of(tx, attendee=attendee)
    return [DayMessage(row["day"], Ref(row["ref"])) for row in rows]


def _date(day: str) -> date:
    return date.fromisoformat(day)
