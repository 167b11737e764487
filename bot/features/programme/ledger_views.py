"""How the ledger looks: a line for each thing that a version changed."""

from __future__ import annotations

from typing import Any

from bot.core.text import Html, Texts
from bot.features.programme.ledger import Entry, Kind
from bot.features.programme.model import Localized, ScheduledSession
from bot.features.programme.rules import shortened, venue_day
from bot.features.programme.views import LINE_TITLE, NAME, brief, end_time

_CHANGED = {Kind.MOVED, Kind.ROOM, Kind.TITLE, Kind.SPEAKERS}
NOTHING = "–"
"""Where there was no room, or nobody who speaks."""


def ledger_line(t: Texts, entry: Entry, about: ScheduledSession, zone: str) -> Html:
    """`about`: the session as it is now."""
    title, key = brief(t, about.title, LINE_TITLE), f"programme.ledger_{entry.kind}"
    if entry.kind in _CHANGED:
        before, after = (_shown(t, entry.kind, value, zone) for value in (entry.before, entry.after))
        return t(key, title=title, before=before, after=after)
    return t(key, title=title, when=span(t, about.starts_at, about.ends_at, zone))


def span(t: Texts, starts_at: int, ends_at: int, zone: str) -> Html:
    """Day, start and end, by the venue's clocks."""
    return t(
        "programme.span",
        day=t.day(venue_day(starts_at, zone)),
        start=t.clock_time(starts_at, zone),
        end=end_time(t, starts_at, ends_at, zone),
    )


def _shown(t: Texts, kind: Kind, value: Any, zone: str) -> Html | str:
    match kind:
        case Kind.MOVED:
            starts_at, ends_at = value
            return span(t, starts_at, ends_at, zone)
        case Kind.SPEAKERS:
            return t.listed([shortened(name, NAME) for name in value]) or NOTHING
        case _:
            return brief(t, Localized.of(value), LINE_TITLE) or NOTHING
