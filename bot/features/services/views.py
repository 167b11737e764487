"""From the first question to the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, Screen, press
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.services.card import is_stale, named, shortened
from bot.features.services.checks import ONLINE
from bot.features.services.finder import Finder, counted, in_pairs, list_button
from bot.features.services.model import Cost, Kind
from bot.features.services.narrowing import narrowed, narrowing
from bot.features.services.opening import opening_now
from bot.features.services.rules import EVERYWHERE, PAGE, Query
from bot.features.services.store import Listed

LABEL = 48


def areas_screen(finder: Finder) -> Screen:
    t = finder.t
    if not len(finder.index):
        return Screen(t("services.none_yet"), _help_rows(t))
    areas = [
        press(area.named(t.language), "services.kinds", area.id) for area in finder.directory.areas.values()
    ]
    return Screen(
        t("services.ask_area"),
        (
            *in_pairs(areas),
            (press(t.label("services.online"), "services.kinds", ONLINE),),
            (press(t.label("services.everywhere"), "services.kinds", EVERYWHERE),),
            (to_menu(t),),
        ),
    )


def kinds_screen(finder: Finder, area: str) -> Screen:
    """Those of which there is something."""
    t, here = finder.t, Query(area)
    counts = finder.index.choices(here, "kind", finder.now)
    kinds = [
        list_button(counted(t, t.label(f"services.kind.{kind}"), counts[kind]), replace(here, kind=kind))
        for kind in Kind
        if counts[kind]
    ]
    where = t("services.where", area=_area_name(finder, area))
    back = press(t.label("services.other_area"), "services.start")
    if not kinds:
        everywhere = press(t.label("services.everywhere"), "services.kinds", EVERYWHERE)
        return Screen(paragraphs(where, t("services.nothing_here")), ((everywhere,), (back, to_menu(t))))
    everything = list_button(counted(t, t.label("services.all_kinds"), finder.count(here)), here)
    rows = (*((kind,) for kind in kinds), (everything,), (back, to_menu(t)))
    return Screen(paragraphs(where, t("services.ask_kind")), rows)


def list_screen(finder: Finder, query: Query, page: int, found: Sequence[Listed]) -> Screen:
    t, number = finder.t, finder.count(query)
    text = paragraphs(
        lines(
            t("services.where", area=_area_name(finder, query.area)),
            t.count("services.found", number, kind=_kind_name(t, query)),
            *narrowed(t, query),
        ),
        *(_entry(finder, n, listed) for n, listed in enumerate(found, page * PAGE + 1)),
        Html() if found else t("services.nothing_fits"),
    )
    entries = (_entry_button(t, n, each, query, page) for n, each in enumerate(found, page * PAGE + 1))
    rows = (*entries, *_turning(t, query, page, number), *narrowing(finder, query))
    return Screen(text, (*rows, *_ways_back(t, query)))


def _entry(finder: Finder, n: int, listed: Listed) -> Html:
    """Name, and in one line what helps to choose; first whatever makes it doubtful."""
    t, service = finder.t, listed.about
    facts = [opening_now(t, service, finder.now)]
    if service.cost is not Cost.UNKNOWN:
        facts.append(t(f"services.cost.{service.cost}"))
    if service.is_anonymous:
        facts.append(t("services.no_name"))
    doubts = [
        t(key)
        for key, holds in (
            ("services.demonstration", service.is_demonstration),
            ("services.stale", is_stale(service, finder.now)),
            ("services.doubted", listed.is_doubted),
        )
        if holds
    ]
    return lines(
        t("services.entry", n=n, name=named(t, service)),
        t("services.facts", facts=Html(" · ".join([*doubts, *facts]))),
    )


def _entry_button(t: Texts, n: int, listed: Listed, query: Query, page: int) -> tuple[Button, ...]:
    label = t.label("services.entry_button", n=n, name=shortened(named(t, listed.about), LABEL))
    return (press(label, "services.card", listed.code, *query.arguments(), page),)


def _turning(t: Texts, query: Query, page: int, number: int) -> Rows:
    before = (list_button(t.label("services.previous"), query, page - 1),) if page else ()
    after = (list_button(t.label("services.next"), query, page + 1),) if (page + 1) * PAGE < number else ()
    return ((*before, *after),) if before or after else ()


def _ways_back(t: Texts, query: Query) -> Rows:
    return (
        (
            press(t.label("services.other_kind"), "services.kinds", query.area),
            press(t.label("services.other_area"), "services.start"),
        ),
        (to_menu(t),),
    )


def _help_rows(t: Texts) -> Rows:
    return (
        (press(t.label("start.help_now"), "support.now"),),
        (press(t.label("start.talk"), "concern.new"),),
        (to_menu(t),),
    )


def _area_name(finder: Finder, area: str) -> str:
    if area in (ONLINE, EVERYWHERE):
        return finder.t.label("services.online" if area else "services.everywhere")
    return finder.directory.area_name(area, finder.t.language)


def _kind_name(t: Texts, query: Query) -> str:
    return t.label(f"services.kind.{query.kind}") if query.kind else t.label("services.all_kinds")
