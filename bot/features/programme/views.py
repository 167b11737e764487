"""How programmes, sessions, reminders and changes look, in the chat and in letters alike."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from functools import partial

from bot.core import pages
from bot.core.incoming import number_in
from bot.core.language import Language
from bot.core.outcome import Button, Rows, press
from bot.core.text import Html, Texts, escape, isolate, lines, paragraphs
from bot.features.programme import quiet
from bot.features.programme.kept import TRACK_KEY, AgendaItem, KeptSession, SessionId
from bot.features.programme.listing import Facet
from bot.features.programme.model import Localized, SessionState
from bot.features.programme.rules import DAY, Lead, shortened, venue_day
from bot.features.programme.snoozes import SnoozeLine

# Telegram takes 4,096 characters of text in all: these, together with the sentences around them, stay below.
TITLE, SUBTITLE, PLACE, NAME, ABSTRACT = 300, 200, 120, 60, 1500
MOST_SPEAKERS = 10
MOST_CLASHES = 3
MOST_OF_DAY = 12
LINE_TITLE, LABEL_TITLE = 110, 48
FROM_AGENDA = "a"
"""Where "back" leads from a session: here, or to a page of its day."""


def brief(t: Texts, text: Localized, limit: int) -> str:
    return shortened(text.best(t.language), limit)


def venue_time(t: Texts, starts_at: int, zone: str, ends_at: int | None = None) -> Html:
    """Day and time in words, as the clocks of the venue show them, with its zone's name."""
    day, city = t.day(venue_day(starts_at, zone)), t.zone_name(zone)
    start = t.clock_time(starts_at, zone)
    if ends_at is None or ends_at == starts_at:
        return t("programme.at_venue", day=day, start=start, city=city)
    return t(
        "programme.at_venue_until", day=day, start=start, end=end_time(t, starts_at, ends_at, zone), city=city
    )


def end_time(t: Texts, starts_at: int, ends_at: int, zone: str) -> str:
    """With its day, where it is not clear that it is the next time the clocks show it."""
    return t.clock_time(ends_at, zone) if ends_at - starts_at < DAY else t.plain_moment(ends_at, zone)


def named(name: str) -> Html:
    """A name on a line of its own, where a button would cut it."""
    return escape(isolate(name))


def room_line(t: Texts, room: Localized | None) -> Html:
    return t("programme.room", room=brief(t, room, PLACE)) if room else Html("")


def day_label(t: Texts, day: date, today: date) -> str:
    return t.label("programme.today", day=t.day(day)) if day == today else t.day(day)


def session_line(t: Texts, session: KeptSession, *, is_full: bool = False) -> Html:
    """A session in a list of its day."""
    about = session.about
    title = t(
        "programme.line",
        start=t.clock_time(session.starts_at, session.zone),
        title=brief(t, about.title, LINE_TITLE),
    )
    line = title
    if session.is_off:
        line = t("programme.line_off", line=title)
    elif session.is_suspected:
        line = t("programme.line_suspected", line=title)
    room = escape(isolate(brief(t, about.room, PLACE))) if about.room else ""
    return Html(" · ".join(filter(None, (line, room, t("places.mark_full") if is_full else ""))))


def session_button(
    t: Texts, session: KeptSession, *back: object, is_chosen: bool = False
) -> tuple[Button, ...]:
    key = "programme.session_button_chosen" if is_chosen else "programme.session_button"
    label = t.label(key, **_start_and_title(t, session))
    return (press(label, "programme.session", session.session_id, *back),)


def door_button(t: Texts, session: KeptSession) -> Button:
    """To let people in."""
    label = t.label("programme.session_button", **_start_and_title(t, session))
    return press(label, "programme.door", session.session_id)


def _start_and_title(t: Texts, session: KeptSession) -> dict[str, str]:
    return {
        "start": t.clock_time(session.starts_at, session.zone),
        "title": brief(t, session.about.title, LABEL_TITLE),
    }


def session_text(
    t: Texts,
    session: KeptSession,
    item: AgendaItem | None,
    overlapping: Sequence[KeptSession],
    near: Sequence[KeptSession],
    now: int,
) -> Html:
    """All there is to know about a session, and what the person who reads it has planned."""
    about = session.about
    abstract = escape(brief(t, about.abstract, ABSTRACT))
    return paragraphs(
        lines(
            t("programme.title", title=brief(t, about.title, TITLE)),
            escape(isolate(brief(t, about.subtitle, SUBTITLE))) if about.subtitle else "",
            state_line(t, session),
        ),
        lines(
            t.moment(session.starts_at, session.zone),
            venue_time(t, session.starts_at, session.zone, session.ends_at),
        ),
        lines(*_facts(t, session)),
        f"<blockquote expandable>{abstract}</blockquote>" if abstract else "",
        _plan(t, item, now) if item else "",
        noted(t, "programme.clash", overlapping),
        noted(t, "programme.hurried", near),
    )


def noted(t: Texts, key: str, sessions: Sequence[KeptSession]) -> Html:
    """A sentence above some of the sessions it is about; nothing where there are none."""
    return lines(t(key), session_lines(t, sessions[:MOST_CLASHES])) if sessions else Html("")


def session_lines(
    t: Texts, sessions: Iterable[KeptSession], full: Container[SessionId] = frozenset()
) -> Html:
    return lines(*(session_line(t, session, is_full=session.session_id in full) for session in sessions))


def sessions_by_day(
    t: Texts, sessions: Iterable[KeptSession], full: Container[SessionId] = frozenset()
) -> Html:
    """Sessions under the days they are on, in each venue's own time; those that are full are marked."""
    by_day: dict[tuple[date, str], list[KeptSession]] = {}
    for session in sessions:
        day = venue_day(session.starts_at, session.zone), session.zone
        by_day.setdefault(day, []).append(session)
    return paragraphs(
        *(
            lines(
                t("programme.agenda_day", day=t.day(day), city=t.zone_name(zone)),
                session_lines(t, theirs, full),
            )
            for (day, zone), theirs in by_day.items()
        )
    )


def day_agenda(t: Texts, day: date, sessions: Sequence[KeptSession]) -> Html:
    """An agenda that stands in a chat: every time by the reader's clocks, and by the venue's."""
    heading = t("programme.day_agenda", day=t.day(day))
    if not sessions:
        return paragraphs(heading, t("programme.day_agenda_empty"))
    shown = sessions[:MOST_OF_DAY]
    more = (
        t.count("programme.day_agenda_more", len(sessions) - len(shown)) if len(sessions) > len(shown) else ""
    )
    return paragraphs(
        heading,
        *(lines(session_line(t, each), t.moment(each.starts_at, each.zone)) for each in shown),
        more,
        t("programme.day_agenda_kept"),
    )


def day_agenda_rows(t: Texts) -> Rows:
    return (
        (
            press(t.label("programme.agenda_button"), "programme.open_agenda"),
            press(t.label("programme.calendar_button"), "programme.calendar"),
        ),
    )


def facet_value(t: Texts, facet: Facet, value: Localized) -> str:
    return language_name(t, value.untagged) if facet is Facet.LANGUAGE else brief(t, value, NAME)


def facet_line(t: Texts, facet: Facet, value: Localized) -> Html:
    shown = facet_value(t, facet, value)
    return t("programme.room", room=shown) if facet is Facet.ROOM else t("programme.language", language=shown)


def coming_reminders(
    t: Texts, items: Iterable[AgendaItem], waiting: Iterable[SnoozeLine], now: int, most: int
) -> Html:
    """The next reminders under a sentence that says so, by the moment they come."""
    coming = [(item.due_at, item.session, item.zone) for item in items if not item.session.is_off]
    again = [(line.due_at, line.session, "") for line in waiting if line.is_coming]
    due = sorted(
        ((at, session, zone) for at, session, zone in (*coming, *again) if at and at > now),
        key=lambda each: each[0],
    )
    if not due:
        return t("programme.nothing_coming")
    return lines(
        t("programme.coming"),
        *(
            t(
                "programme.coming_reminder",
                moment=t.moment(at, zone or session.zone),
                title=brief(t, session.about.title, LINE_TITLE),
            )
            for at, session, zone in due[:most]
        ),
    )


def quiet_text(t: Texts, zone: str) -> Html:
    """When nothing comes, by whose clocks."""
    hours = {"begin": f"{quiet.BEGIN}:00", "end": f"{quiet.END}:00"}
    if zone:
        return t("programme.quiet_in", city=t.zone_name(zone), **hours)
    return t("programme.quiet_at_venue", **hours)


def place_label(t: Texts, zone: str, now: int) -> str:
    return t.label("programme.place", city=t.zone_name(zone), time=t.clock_time(now, zone))


def lead_words(t: Texts, lead: Lead) -> str:
    """A lead time by itself, as on a button."""
    return t.label(f"programme.lead_{int(lead)}")


def lead_text(t: Texts, lead: Lead | None) -> Html:
    """How long before each session the person is reminded."""
    return t("programme.reminders_at", lead=lead_words(t, lead)) if lead else t("programme.reminders_off")


def lead_buttons(t: Texts, chosen: Lead | None, route: str, *arguments: object) -> Rows:
    """Every lead time, and none; the chosen one is marked. It comes behind the arguments of the route."""
    labels = {int(lead): lead_words(t, lead) for lead in Lead} | {0: t.label("programme.lead_none")}
    marked = int(chosen or 0)
    labels[marked] = t.label("programme.chosen", choice=labels[marked])
    buttons = [press(label, route, *arguments, minutes) for minutes, label in labels.items()]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def way_back(arguments: Sequence[str]) -> tuple[object, ...]:
    """Behind a session in a button's data: a page and a track, if any, whatever somebody may have put
    there; else the agenda."""
    if not arguments or arguments[0] == FROM_AGENDA:
        return (FROM_AGENDA,)
    return number_in(arguments, 0), *(track[:TRACK_KEY] for track in arguments[1:2])


turning = partial(pages.turning, "programme")


def _facts(t: Texts, session: KeptSession) -> list[Html]:
    about = session.about
    facts = [room_line(t, about.room)]
    if about.track:
        facts.append(t("programme.track", track=brief(t, about.track, PLACE)))
    if about.speakers:
        names = [shortened(name, NAME) for name in about.speakers[:MOST_SPEAKERS]]
        facts.append(t("programme.speakers", names=t.listed(names)))
        if len(about.speakers) > MOST_SPEAKERS:
            facts.append(t.count("programme.more_speakers", len(about.speakers) - MOST_SPEAKERS))
    if about.language:
        facts.append(t("programme.language", language=language_name(t, about.language)))
    return facts


def language_name(t: Texts, code: str) -> str:
    """A file may say anything here: what is none of our languages is shown as it stands."""
    known = Language.from_code(code)
    return t.language_name(known) if known else shortened(code, NAME)


def state_line(t: Texts, session: KeptSession) -> Html:
    """Empty for a session of which nothing more is said than that it takes place."""
    if session.is_withdrawn:
        return t("programme.state_withdrawn")
    if session.is_suspected:
        return t("programme.state_suspected")
    if session.about.state is SessionState.SCHEDULED:
        return Html("")
    return t(f"programme.state_{session.about.state}")


def _plan(t: Texts, item: AgendaItem, now: int) -> Html:
    """What the person can count on."""
    if item.session.is_off:
        return t("programme.on_agenda")
    if item.lead is None:
        return t("programme.on_agenda_unreminded")
    if item.due_at is None or item.due_at <= now:
        return t("programme.on_agenda_soon")
    if item.is_early:
        return t("programme.on_agenda_early", moment=t.moment(item.due_at, item.zone or item.session.zone))
    return t("programme.on_agenda_reminded", lead=lead_words(t, item.lead))
