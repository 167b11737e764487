"""What is sent without being asked for: reminders, and what has changed on somebody's agenda."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.outcome import Button, Lane, Letter, Post, Rows, Screen, below, press
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.programme.kept import KeptSession, SessionId
from bot.features.programme.model import Localized
from bot.features.programme.rounds import Recipient
from bot.features.programme.rules import (
    ChangeKind,
    Phase,
    Snooze,
    Standing,
    clashes,
    makes_sound,
    snoozed_until,
    standing,
)
from bot.features.programme.telling import ToldChange
from bot.features.programme.views import (
    FROM_AGENDA,
    LABEL_TITLE,
    LINE_TITLE,
    MOST_CLASHES,
    NAME,
    TITLE,
    brief,
    room_line,
    session_line,
    state_line,
    venue_time,
)

MOST_CHANGES = 8
"""More lines would not fit into one message."""


def reminder(t: Texts, session: KeptSession, now: int, *, is_silent: bool = False) -> Screen:
    return Screen(
        reminder_text(t, session, standing(session.starts_at, session.ends_at, now)),
        (*_snooze_row(t, session, now), open_row(t, session)),
        is_silent=is_silent,
    )


def open_row(t: Texts, session: KeptSession) -> tuple[Button, ...]:
    return (
        below(t.label("programme.open"), "programme.session", session.session_id, FROM_AGENDA),
        below(t.label("questions.ask_button"), "questions.session", session.session_id, 0),
    )


def reminder_text(t: Texts, session: KeptSession, stand: Standing) -> Html:
    about = session.about
    return paragraphs(
        lines(
            t("programme.title", title=brief(t, about.title, TITLE)),
            until_start(t, stand),
            state_line(t, session),
        ),
        lines(
            t.moment(session.starts_at, session.zone),
            venue_time(t, session.starts_at, session.zone, session.ends_at),
            room_line(t, about.room),
        ),
    )


def until_start(t: Texts, stand: Standing) -> Html:
    """How long until the start, or since."""
    if stand.phase is not Phase.AHEAD:
        return t.count("programme.began", stand.minutes) if stand.minutes else t("programme.begins")
    if stand.minutes < 120:
        return t.count("programme.starts_in", stand.minutes)
    return t.count("programme.starts_in_hours", (stand.minutes + 30) // 60)


def notice(
    t: Texts, to: Recipient, changes: Sequence[ToldChange], agenda: Sequence[KeptSession], now: int
) -> Letter:
    """It makes a sound only if somebody may have to hurry or to choose."""
    met = {change.session.session_id: _met(change, agenda) for change in changes}
    is_loud = any(
        makes_sound(
            change.first_moment,
            now,
            to.zone or change.session.zone,
            is_clash=bool(met[change.session.session_id]),
        )
        for change in changes
    )
    return Letter(
        to.address,
        "programme.changed",
        Post(Screen(_news(t, changes, met), _news_rows(t, changes), is_silent=not is_loud)),
        lane=Lane.REMINDERS,
        expires_in=max(change.last_moment for change in changes) - now,
    )


def _news(t: Texts, told: Sequence[ToldChange], met: dict[SessionId, list[KeptSession]]) -> Html:
    shown = told[:MOST_CHANGES]
    more = t.count("programme.more_changes", len(told) - len(shown)) if len(told) > len(shown) else Html("")
    news = (lines(_change(t, each), _clash(t, met[each.session.session_id])) for each in shown)
    return paragraphs(t("programme.changed"), *news, more)


def _news_rows(t: Texts, told: Sequence[ToldChange]) -> Rows:
    """What can be done about it: at once for one session, else behind its title."""
    agenda = (below(t.label("programme.agenda_button"), "programme.agenda"),)
    if len(told) > 1:
        return (*(_titled_button(t, change.session) for change in told[:MOST_CHANGES]), agenda)
    session = told[0].session.session_id
    keep = below(t.label("programme.keep"), "programme.session", session, FROM_AGENDA)
    drop = below(t.label("programme.drop"), "programme.remove", session, FROM_AGENDA)
    others = below(t.label("programme.other_times"), "programme.others", session)
    return ((keep, drop) if told[0].is_on else (drop,), (others,), agenda)


def _change(t: Texts, change: ToldChange) -> Html:
    title = brief(t, change.session.about.title, LINE_TITLE)
    zone = change.session.zone
    before_it = _place(t, change.before_at, change.before_room, zone)
    after_it = _place(t, change.after_at, change.after_room, zone)
    if change.kind is ChangeKind.MOVED and change.before_at == change.after_at:
        when, (before, after) = venue_time(t, change.after_at, zone), _rooms(t, change)
        return t("programme.change_room", title=title, when=when, before=before, after=after)
    if change.kind is ChangeKind.MOVED:
        return t("programme.change_moved", title=title, before=before_it, after=after_it)
    if change.kind is ChangeKind.RESTORED:
        return t("programme.change_restored", title=title, after=after_it)
    return t(f"programme.change_{change.kind}", title=title, before=before_it)


def _rooms(t: Texts, change: ToldChange) -> list[str]:
    """Before and after."""
    rooms = (change.before_room, change.after_room)
    return [brief(t, room, NAME) if room else t.label("programme.no_room") for room in rooms]


def _met(change: ToldChange, agenda: Iterable[KeptSession]) -> list[KeptSession]:
    """What else they want to be at, at a time that is new."""
    if not change.is_on or (change.kind is ChangeKind.MOVED and change.before_at == change.after_at):
        return []
    session = change.session
    return clashes(
        session, (each for each in agenda if each.session_id != session.session_id and not each.is_off)
    )


def _clash(t: Texts, met: Sequence[KeptSession]) -> Html:
    if not met:
        return Html("")
    return lines(t("programme.clash"), *(session_line(t, session) for session in met[:MOST_CLASHES]))


def _place(t: Texts, at: int, room: Localized | None, zone: str) -> Html:
    when = venue_time(t, at, zone)
    return t("programme.when_and_where", when=when, room=brief(t, room, NAME)) if room else when


def _snooze_row(t: Texts, session: KeptSession, now: int) -> Rows:
    """Once more: only where it would come before the start."""
    buttons = tuple(
        press(t.label(f"programme.snooze_{snooze}"), "programme.snooze", session.session_id, snooze)
        for snooze in Snooze
        if snoozed_until(snooze, session.starts_at, now)
    )
    return (buttons,) if buttons else ()


def _titled_button(t: Texts, session: KeptSession) -> tuple[Button, ...]:
    title = brief(t, session.about.title, LABEL_TITLE)
    return (below(title, "programme.session", session.session_id, FROM_AGENDA),)
