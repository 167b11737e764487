"""Why a reminder came or did not: from what was decided about it, and from what somebody has chosen."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.text import Html, Texts
from bot.features.programme import rounds, snoozes, store, views
from bot.features.programme.kept import AgendaItem
from bot.features.programme.rounds import LedgerLine
from bot.features.programme.snoozes import SnoozeLine
from bot.features.programme.store import Attendance

LAST = 10


async def said(context: Context, person: Attendance) -> list[Html]:
    """A line each, the latest first; then what will not come at all."""
    t = context.t
    ledger = await rounds.ledger_of(context.tx, person.attendee, LAST)
    again = await snoozes.snoozes_of(context.tx, person.attendee, LAST)
    decided = [(line.decided_at, _of_reminder(t, line, person.zone)) for line in ledger]
    decided += [(line.decided_at, _of_snooze(t, line, person.zone)) for line in again if line.outcome]
    latest = sorted(decided, key=lambda each: each[0], reverse=True)[:LAST]
    reminded = await rounds.decided_of(context.tx, person.attendee)
    held = await store.agenda_of(context.tx, person.attendee, context.now)
    silent = [_of_silence(t, item, context.now) for item in held if item.session.session_id not in reminded]
    return [*(text for _, text in latest), *(text for text in silent[:LAST] if text)]


def _of_reminder(t: Texts, line: LedgerLine, zone: str) -> Html:
    return t(
        f"programme.why_{line.outcome}",
        title=views.brief(t, line.session.about.title, views.LINE_TITLE),
        moment=t.moment(line.decided_at, zone or line.session.zone),
        lead=views.lead_words(t, line.lead),
    )


def _of_snooze(t: Texts, line: SnoozeLine, zone: str) -> Html:
    return t(
        f"programme.why_again_{line.outcome}",
        title=views.brief(t, line.session.about.title, views.LINE_TITLE),
        moment=t.moment(line.decided_at, zone or line.session.zone),
    )


def _of_silence(t: Texts, item: AgendaItem, now: int) -> Html:
    """Nothing, where a reminder will come."""
    title = views.brief(t, item.session.about.title, views.LINE_TITLE)
    if item.session.is_off:
        return t("programme.why_off", title=title)
    if item.due_at is None:
        return t("programme.why_unwanted", title=title)
    return t("programme.why_late", title=title) if item.due_at <= now else Html("")
