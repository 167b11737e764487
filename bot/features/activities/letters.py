"""What is sent without being asked for: offers, reminders, changes, and a last word."""

from __future__ import annotations

from bot.core.outcome import Button, Screen, below
from bot.core.places.views import answers_to_offer
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.activities.kept import KeptActivity
from bot.features.activities.model import Wording
from bot.features.activities.rules import News
from bot.features.activities.views import PLACE, TITLE, place_line, when, when_at, wording


def offer(t: Texts, activity: KeptActivity, ends_at: int, *, is_silent: bool) -> Screen:
    """At night it arrives without a sound."""
    text = paragraphs(
        t("places.offer", title=wording(t, activity.about.title, TITLE)),
        _facts(t, activity),
        t("places.offered", until=t.moment(ends_at, activity.zone)),
    )
    return Screen(text, answers_to_offer(t, "activities", activity.activity_id), is_silent=is_silent)


def reminder(t: Texts, activity: KeptActivity, *, is_tomorrow: bool, is_silent: bool) -> Screen:
    title = wording(t, activity.about.title, TITLE)
    text = paragraphs(
        t("activities.reminder_day" if is_tomorrow else "activities.reminder_soon", title=title),
        _facts(t, activity),
        t("activities.bring", bring=wording(t, activity.about.bring, PLACE)) if activity.about.bring else "",
    )
    return Screen(text, (_open(t, activity),), is_silent=is_silent)


def news(
    t: Texts, activity: KeptActivity, kind: News, before_at: int, before_place: Wording, *, is_silent: bool
) -> Screen:
    """What has changed, from where it stood when they last heard of it."""
    title = wording(t, activity.about.title, TITLE)
    if kind is not News.MOVED:
        text = paragraphs(t(f"activities.news_{kind}", title=title), _facts(t, activity))
        return Screen(text, (_open(t, activity),), is_silent=is_silent)
    before = lines(when_at(t, before_at, activity.zone), place_line(t, before_place))
    text = paragraphs(
        t("activities.news_moved", title=title),
        t("activities.news_before", before=before),
        t("activities.news_now", now=_facts(t, activity)),
    )
    return Screen(text, (_open(t, activity),), is_silent=is_silent)


def offer_over(t: Texts, activity: KeptActivity) -> Screen:
    return _parting(t, activity, "places.offer_over")


def line_closed(t: Texts, activity: KeptActivity) -> Screen:
    return _parting(t, activity, "activities.line_closed")


def _parting(t: Texts, activity: KeptActivity, key: str) -> Screen:
    """They are not signed up any more."""
    return Screen(t(key, title=wording(t, activity.about.title, TITLE)), (_open(t, activity),))


def _facts(t: Texts, activity: KeptActivity) -> Html:
    return lines(
        t.moment(activity.starts_at, activity.zone), when(t, activity), place_line(t, activity.about.place)
    )


def _open(t: Texts, activity: KeptActivity) -> tuple[Button, ...]:
    return (below(t.label("activities.open"), "activities.show", activity.activity_id),)
