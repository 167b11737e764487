"""Narrowing a list down: switches and choices that say how many entries they leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.core.outcome import Rows, Screen, press
from bot.core.text import Html, Texts
from bot.features.services.finder import Finder, counted, in_pairs, list_button
from bot.features.services.model import Cost
from bot.features.services.rules import AGES, Facet, Query

MOST_LANGUAGES = 16


def choices_screen(finder: Finder, query: Query, facet: Facet) -> Screen:
    """The values of one facet, with how many entries each leaves; what is chosen can be let go."""
    t, without, chosen = finder.t, query.choosing(facet, ""), query.chosen(facet)
    counts = finder.index.choices(without, facet, finder.now)
    buttons = [
        list_button(
            _marked(t, counted(t, _choice_name(t, facet, value), counts[value]), value == chosen),
            query.choosing(facet, value),
        )
        for value in _values(facet, counts)
    ]
    every = list_button(counted(t, t.label(f"services.any.{facet}"), finder.count(without)), without)
    return Screen(t(f"services.ask.{facet}"), (*in_pairs(buttons), (every,)))


def _choice_name(t: Texts, facet: Facet, value: str) -> str:
    if facet is Facet.LANGUAGE:
        return t.language_name(value)
    return t.label(f"services.age.{value}") if facet is Facet.AGE else t.label(f"services.cost.{value}")


def _values(facet: Facet, counts: Mapping[str, int]) -> Iterable[str]:
    match facet:
        case Facet.LANGUAGE:
            return sorted(counts, key=lambda code: (-counts[code], code))[:MOST_LANGUAGES]
        case Facet.AGE:
            return [age for age in AGES if counts.get(age)]
        case Facet.COST:
            return [cost for cost in Cost if counts.get(cost)]


def narrowed(t: Texts, query: Query) -> Iterator[Html]:
    chosen = [_choice_name(t, facet, query.chosen(facet)) for facet in Facet if query.chosen(facet)]
    chosen += [t.label("services.without_name")] if query.is_anonymous else []
    chosen += [t.label("services.open_now")] if query.is_open else []
    if chosen:
        yield t("services.narrowed", choices=t.listed(chosen))


def narrowing(finder: Finder, query: Query) -> Rows:
    """Switches, and choices of their own; what would leave nothing is not offered."""
    t = finder.t
    switches = []
    for key, is_on, turned in (
        ("services.open_now", query.is_open, replace(query, is_open=not query.is_open)),
        ("services.without_name", query.is_anonymous, replace(query, is_anonymous=not query.is_anonymous)),
    ):
        if is_on or finder.count(turned):
            label = t.label(key) if is_on else counted(t, t.label(key), finder.count(turned))
            switches.append(list_button(_marked(t, label, is_on), turned))
    facets = tuple(
        press(
            _marked(t, t.label(f"services.facet.{facet}"), bool(query.chosen(facet))),
            "services.narrow",
            facet[0],
            *query.arguments(),
        )
        for facet in Facet
    )
    return (*((tuple(switches),) if switches else ()), facets)


def _marked(t: Texts, label: str, is_chosen: bool) -> str:
    return t.label("services.chosen", choice=label) if is_chosen else label
