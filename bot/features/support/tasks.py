"""What a coordinator sees of numbers that did not work."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, Screen, press
from bot.core.text import Html, Texts, paragraphs
from bot.features.support.cards import services
from bot.features.support.places import Places
from bot.features.support.store import Doubt


def task_screen(t: Texts, places: Places, doubt: Doubt) -> Screen:
    """What is to be looked up, what became of the number meanwhile, and the two ways to decide."""
    words = paragraphs(_what(t, places, doubt), _meanwhile(t, places, doubt), t("support.task_how"))
    return Screen(words, (*_deciding(t, places, doubt), (list_button(t),)))


def list_screen(t: Texts, doubts: Sequence[Doubt]) -> Screen:
    rows = tuple((_task_button(t, doubt),) for doubt in doubts)
    words = t("support.tasks") if rows else t("support.no_tasks")
    return Screen(words, (*rows, (to_menu(t),)))


def list_button(t: Texts) -> Button:
    return press(t.label("support.all_tasks"), "support.tasks")


def _what(t: Texts, places: Places, doubt: Doubt) -> Html:
    place = places.without_doubts(doubt.country)
    whom: list[str] = [services(t, line) for line in place.lines if line.number == doubt.number]
    whom += [each.name[t.language] for each in place.helplines if each.dialled == doubt.number]
    country = t.country_name(doubt.country)
    return t("support.task", number=doubt.number, country=country, whom=t.listed(whom))


def _meanwhile(t: Texts, places: Places, doubt: Doubt) -> Html:
    if places.at(doubt.country).shows(doubt.number):
        return t("support.task_stays")
    return t("support.task_kept_out" if doubt.is_decided else "support.task_out")


def _deciding(t: Texts, places: Places, doubt: Doubt) -> Rows:
    which = (doubt.country, doubt.number)
    works = press(t.label("support.works"), "support.works", *which, style="success")
    if doubt.is_decided:
        return ((works,),)
    stays = places.at(doubt.country).shows(doubt.number)
    keep = t.label("support.keep_warning" if stays else "support.keep_out")
    return ((works,), (press(keep, "support.keep_out", *which),))


def _task_button(t: Texts, doubt: Doubt) -> Button:
    country = t.country_name(doubt.country)
    key = "support.task_button_decided" if doubt.is_decided else "support.task_button"
    label = t.label(key, number=doubt.number, country=country)
    return press(label, "support.task", doubt.country, doubt.number)
