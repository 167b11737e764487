"""What is sent to those who wait for a place: an offer, or a last word about their turn."""

from __future__ import annotations

from bot.core.outcome import Screen
from bot.core.places.views import answers_to_offer
from bot.core.text import Texts, lines, paragraphs
from bot.features.programme.kept import KeptSession
from bot.features.programme.letters import open_row
from bot.features.programme.registrations import Registration
from bot.features.programme.views import TITLE, brief, room_line, venue_time


def offer(t: Texts, at: Registration, ends_at: int, *, is_silent: bool) -> Screen:
    """At night it arrives without a sound."""
    session = at.session
    text = paragraphs(
        t("places.offer", title=_title(t, session)),
        lines(
            t.moment(session.starts_at, session.zone),
            venue_time(t, session.starts_at, session.zone, session.ends_at),
            room_line(t, session.room),
        ),
        t("places.offered", until=t.moment(ends_at, session.zone)),
    )
    return Screen(text, answers_to_offer(t, "programme", session.session_id), is_silent=is_silent)


def offer_over(t: Texts, at: Registration) -> Screen:
    return Screen(t("places.offer_over", title=_title(t, at.session)), (open_row(t, at.session),))


def line_closed(t: Texts, at: Registration) -> Screen:
    title = _title(t, at.session)
    text = (
        t("programme.line_dissolved", title=title) if at.is_off else t("programme.line_closed", title=title)
    )
    return Screen(text, (open_row(t, at.session),))


def _title(t: Texts, session: KeptSession) -> str:
    return brief(t, session.about.title, TITLE)
