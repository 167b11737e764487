"""How activities look: in a list, on a card, on a button."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.core import pages
from bot.core.directory import Directory
from bot.core.language import Language
from bot.core.outcome import Button, press
from bot.core.places.rules import Room, room_in
from bot.core.places.views import room_line
from bot.core.text import Html, Texts, escape, isolate, lines, paragraphs
from bot.features.activities.filters import ACCESSES
from bot.features.activities.kept import KeptActivity, Place
from bot.features.activities.model import FREE, OLDEST, YOUNGEST, Access, Wording, best_wording

# Telegram takes 4,096 characters of text in all: these, together with the sentences around them, stay below.
TITLE, PLACE, ABOUT, LINE_TITLE, LABEL_TITLE = 200, 200, 1200, 90, 40


class Views:
    """Knows what areas and organisations are called."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def line(self, t: Texts, activity: KeptActivity, place: Place | None) -> Html:
        """An activity in a list."""
        about = activity.about
        line = t(
            "activities.line",
            day=t.day(_local(activity.starts_at, activity.zone)),
            start=t.clock_time(activity.starts_at, activity.zone),
            title=wording(t, about.title, LINE_TITLE),
            area=self._directory.area_name(about.area, t.language),
        )
        marks = [
            t("activities.mark_demonstration") if about.is_demonstration else "",
            t("activities.mark_off") if activity.is_off else "",
            t("places.mark_full")
            if room_in(activity) is Room.FULL and not activity.is_off and place is None
            else "",
            t(f"activities.mark_{place.standing.name.lower()}") if place else "",
        ]
        return Html(" · ".join((line, *filter(None, marks))))

    def card(self, t: Texts, activity: KeptActivity, standing: Html) -> Html:
        """All there is to know about it, and how whoever reads stands to it."""
        about = activity.about
        text, language = best_wording(about.about, t.language)
        other = (
            t("activities.only_in", language=t.language_name(language))
            if language not in ("", t.language)
            else ""
        )
        return paragraphs(
            lines(
                t("activities.title", title=wording(t, about.title, TITLE)),
                t("activities.demonstration") if about.is_demonstration else "",
                t(f"activities.state_{activity.state}") if activity.is_off else "",
            ),
            lines(t.moment(activity.starts_at, activity.zone), when(t, activity)),
            lines(*self._facts(t, activity)),
            f"<blockquote expandable>{escape(_short(text, ABOUT))}</blockquote>" if text else "",
            lines(other if text else "", _source(t, activity)),
            standing,
        )

    def _facts(self, t: Texts, activity: KeptActivity) -> list[Html]:
        about = activity.about
        organiser = self._directory.organisation_name(about.organisation, t.language)
        facts = [
            t("activities.where", place=wording(t, about.place, PLACE), area=self._area(t, activity)),
            t("activities.organiser", organiser=organiser),
            _ages(t, activity),
            _cost(t, about.cost),
        ]
        if about.access:
            named = [
                t.label(f"activities.choice.{name}")
                for name in ACCESSES
                if Access[name.upper()] in about.access
            ]
            facts.append(t("activities.access", access=t.listed(named)))
        if about.languages:
            facts.append(
                t("activities.language", languages=t.listed([_language(t, each) for each in about.languages]))
            )
        if about.bring:
            facts.append(t("activities.bring", bring=wording(t, about.bring, PLACE)))
        facts.append(room_line(t, activity))
        return facts

    def _area(self, t: Texts, activity: KeptActivity) -> str:
        return self._directory.area_name(activity.about.area, t.language)


def when(t: Texts, activity: KeptActivity) -> Html:
    """Day and time in words, as the clocks there show them."""
    begin, end = (_local(at, activity.zone) for at in (activity.starts_at, activity.ends_at))
    times = {
        "day": t.day(begin),
        "start": t.clock_time(activity.starts_at, activity.zone),
        "end": t.clock_time(activity.ends_at, activity.zone),
        "city": t.zone_name(activity.zone),
    }
    if begin.date() == end.date():
        return t("activities.when", **times)
    return t("activities.when_days", last_day=t.day(end), **times)


def when_at(t: Texts, at: int, zone: str) -> Html:
    """A start alone, as the clocks there show it."""
    return t(
        "activities.when_at",
        day=t.day(_local(at, zone)),
        start=t.clock_time(at, zone),
        city=t.zone_name(zone),
    )


def place_line(t: Texts, place: Wording) -> Html:
    return t("activities.place", place=wording(t, place, PLACE)) if place else Html("")


def wording(t: Texts, text: Wording, limit: int) -> str:
    return _short(best_wording(text, t.language)[0], limit)


def activity_button(t: Texts, activity: KeptActivity, route: str, *back: object) -> tuple[Button, ...]:
    title = wording(t, activity.about.title, LABEL_TITLE)
    return (press(isolate(title), route, activity.activity_id, *back),)


turning = partial(pages.turning, "activities")


def _ages(t: Texts, activity: KeptActivity) -> Html:
    youngest, oldest = activity.about.youngest, activity.about.oldest
    if (youngest, oldest) == (YOUNGEST, OLDEST):
        return t("activities.ages_all")
    if oldest == OLDEST:
        return t("activities.ages_from", youngest=youngest)
    return t("activities.ages", youngest=youngest, oldest=oldest)


def _cost(t: Texts, cost: str) -> Html:
    if not cost:
        return Html("")
    return t("activities.costs_nothing") if cost == FREE else t("activities.costs", cost=cost)


def _source(t: Texts, activity: KeptActivity) -> Html:
    about = activity.about
    if not about.source:
        return Html("")
    if about.checked_on is None:
        return t("activities.source", source=_short(about.source, PLACE))
    return t("activities.source_checked", source=_short(about.source, PLACE), day=_date(t, activity))


def _date(t: Texts, activity: KeptActivity) -> str:
    assert activity.about.checked_on is not None
    return f"{t.day(activity.about.checked_on)} {activity.about.checked_on.year}"


def _language(t: Texts, code: str) -> str:
    known = Language.from_code(code)
    return t.language_name(known or code)


def _local(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at, ZoneInfo(zone))


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
