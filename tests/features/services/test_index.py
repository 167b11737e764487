"""What is found, counted and in which order, held against looking through all services one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days_off import public_holidays
from bot.core.outcome import press
from bot.features.services.checks import ONLINE
from bot.features.services.importer import contents
from bot.features.services.index import Entry, Index
from bot.features.services.model import Code, Cost, Kind, Service, Status, code_of
from bot.features.services.rules import AGES, EVERYWHERE, Facet, Query, fresh_until
from tests.features.services.places import TODAY, VIENNA, at, service

AREAS = ("north", "riverside", ONLINE)
HOURS = ("", "Mon-Fri 08:00-12:00", "Wed 20:00-02:00", "00:00-24:00", "Thu 00:00-04:00")
public_holidays("AT")  # it takes a while the first time
ages = st.none() | st.integers(0, 60)


@st.composite
def services(draw: st.DrawFn) -> list[Service]:
    return [
        service(
            str(number),
            kinds=draw(st.lists(st.sampled_from(Kind), min_size=1, max_size=2, unique=True)),
            areas=draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True)),
            languages=draw(st.lists(st.sampled_from(["de", "uk"]), max_size=2, unique=True)),
            minimum_age=draw(ages),
            cost=draw(st.sampled_from(Cost)),
            is_anonymous=draw(st.none() | st.booleans()),
            hours=draw(st.sampled_from(HOURS)),
            zone=draw(st.sampled_from([VIENNA, "Asia/Tokyo"])),
            holidays=draw(st.sampled_from(["", "AT"])),
            closed=draw(st.sampled_from([(), (TODAY,)])),
            status=draw(st.sampled_from(Status)),
            checked_on=draw(st.none() | st.dates(date(2025, 9, 1), TODAY)),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


queries = st.builds(
    Query,
    st.sampled_from([EVERYWHERE, *AREAS]),
    st.none() | st.sampled_from(Kind),
    st.sampled_from(["", "de", "uk"]),
    st.sampled_from(["", *AGES]),
    st.none() | st.sampled_from(Cost),
    st.booleans(),
    st.booleans(),
)
moments = st.integers(at(0), at(0, day=TODAY + timedelta(days=40)))


def index_of(found: Sequence[Service]) -> Index:
    return Index(Entry.read(code, content) for code, content in contents(found).items())


def is_open(each: Service, now: int) -> bool:
    is_there = bool(each.hours) and each.status is Status.ACTIVE
    return is_there and each.week.is_on(now, each.zone, each.days_off)


def fits(each: Service, query: Query, now: int) -> bool:
    low, high = AGES.get(query.age, (0, 120))
    return (
        (not query.area or query.area in each.areas or ONLINE in each.areas)
        and (query.kind is None or query.kind in each.kinds)
        and (not query.language or query.language in each.languages)
        and (each.minimum_age or 0) <= high
        and (each.maximum_age or 120) >= low
        and (query.cost is None or query.cost is each.cost)
        and (not query.is_anonymous or each.is_anonymous is True)
        and (not query.is_open or is_open(each, now))
    )


def place_in_list(each: Service, now: int) -> tuple[Any, ...]:
    today = datetime.fromtimestamp(now, UTC).date()
    is_stale = fresh_until(each.checked_on, each.expires_on) < today
    age = (TODAY - (each.checked_on or date.min)).days
    return is_stale, not is_open(each, now) and not is_stale, age, each.code


def by_hand(found: Sequence[Service], query: Query, now: int) -> list[Code]:
    fitting = [each for each in found if fits(each, query, now)]
    return [each.code for each in sorted(fitting, key=lambda each: place_in_list(each, now))]


def pages(index: Index, query: Query, now: int) -> Iterator[Code]:
    skipped = 0
    while page := index.page(query, now, skipped, 2):
        yield from page
        skipped += len(page)


@given(services(), queries, moments)
def test_the_same_is_found_in_the_same_order_as_by_hand(found: list[Service], query: Query, now: int) -> None:
    index, wanted = index_of(found), by_hand(found, query, now)
    assert list(pages(index, query, now)) == wanted
    assert index.count(query, now) == len(wanted)


@given(services(), queries, moments)
def test_every_choice_says_how_many_it_leaves(found: list[Service], query: Query, now: int) -> None:
    index = index_of(found)
    for facet in Facet:
        without = query.choosing(facet, "")
        for value, count in index.choices(without, facet, now).items():
            assert count == index.count(query.choosing(facet, value), now) > 0


@given(queries)
def test_a_button_says_again_what_was_looked_for(query: Query) -> None:
    assert Query.read(query.arguments()) == query


def test_the_longest_query_fits_into_every_button() -> None:
    query = Query("a" * 16, Kind.LEGAL, "arz", "14", Cost.PAID, is_anonymous=True, is_open=True)
    for route, *before in (("services.card", code_of("x")), ("services.narrow", "l"), ("services.list",)):
        assert press("", route, *before, *query.arguments(), 9999)
    for forged in ("a" * 17, "🙈"):
        assert Query.read((forged, "", forged)) == Query()


@pytest.mark.parametrize("arguments", [(), ("north",), ("north", "?", "", "99", "?", "", ""), ("", "c") * 9])
def test_a_button_of_another_version_narrows_nothing_down_by_mistake(arguments: tuple[str, ...]) -> None:
    assert replace(Query.read(arguments), kind=None, area="", language="").age == ""


def test_a_year_after_it_was_checked_nothing_can_be_relied_on() -> None:
    assert fresh_until(date(2026, 1, 1), None) == date(2027, 1, 1)
    assert fresh_until(date(2026, 1, 1), date(2026, 2, 1)) == date(2026, 2, 1)
    assert fresh_until(None, date(2026, 2, 1)) == date.min
