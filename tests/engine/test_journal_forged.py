"""Whatever somebody without the key does to the journal's tables is found, where it begins."""

from __future__ import annotations

from contextlib import suppress
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.journal import Deed, Entry
from bot.core.roles import Role
from bot.engine.journal import ChainedJournal
from bot.storage.database import Database
from tests.engine.chronicle import (
    NOW,
    OLGA,
    Rows,
    all_rows,
    forge,
    forge_end,
    open_journal,
    renumbered,
    write,
)

ENTRIES = 12
INTEGERS = st.integers(-(2**63), 2**63 - 1)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "done_at": INTEGERS,
    "deed": WORDS,
    "role": st.none() | st.integers(-(2**15), 2**15 - 1),
    "organisation": WORDS,
    "member": st.none() | WORDS,
    "subject": st.none() | WORDS,
    "detail": WORDS,
    "link": st.binary(max_size=40),
}
PLACES = st.integers(0, ENTRIES - 1)


class Undone(Exception):
    """So that each example begins with the same journal."""


@pytest.fixture
async def journal(database: Database) -> ChainedJournal:
    opened = await open_journal(database)
    deeds = list(Deed)[:ENTRIES]
    entries = [
        Entry(NOW + number, deed, Role(number % 4), "police", OLGA, f"case {number % 3}", deed.value)
        for number, deed in enumerate(deeds)
    ]
    await write(database, opened, *entries)
    return opened


def changed(data: st.DataObject, rows: Rows) -> Rows:
    place, field = data.draw(PLACES), data.draw(st.sampled_from(sorted(VALUES)))
    value = data.draw(VALUES[field].filter(lambda value: value != rows[place][field]))
    return [*rows[:place], {**rows[place], field: value}, *rows[place + 1 :]]


def swapped(data: st.DataObject, rows: Rows) -> Rows:
    """Whole entries, or all but their links."""
    one, other = sorted(data.draw(st.lists(PLACES, min_size=2, max_size=2, unique=True)))
    kept = data.draw(st.sampled_from([("position",), ("position", "link")]))
    forged = list(rows)
    forged[one] = {**rows[other], **{field: rows[one][field] for field in kept}}
    forged[other] = {**rows[one], **{field: rows[other][field] for field in kept}}
    return forged


def taken_out(data: st.DataObject, rows: Rows) -> Rows:
    gone = data.draw(st.sets(PLACES, min_size=1))
    left = [row for place, row in enumerate(rows) if place not in gone]
    return renumbered(left) if data.draw(st.booleans()) else left


def put_in(data: st.DataObject, rows: Rows) -> Rows:
    """A copy of an entry or an invented one, in the middle or at the end."""
    place, copied = data.draw(st.integers(0, ENTRIES)), rows[data.draw(PLACES)]
    invented = {field: data.draw(values) for field, values in VALUES.items()}
    new = {**copied, **(invented if data.draw(st.booleans()) else {})}
    return renumbered([*rows[:place], new, *rows[place:]])


def put_outside(data: st.DataObject, rows: Rows) -> Rows:
    position = data.draw(INTEGERS.filter(lambda number: not 1 <= number <= ENTRIES))
    return [*rows, {**rows[data.draw(PLACES)], "position": position}]


def cut_off(data: st.DataObject, rows: Rows) -> Rows:
    return rows[: data.draw(PLACES)]


@pytest.mark.parametrize("how", [changed, swapped, taken_out, put_in, put_outside, cut_off])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(data=st.data())
async def test_a_forgery_is_found_where_it_begins(
    database: Database, journal: ChainedJournal, how: Any, data: st.DataObject
) -> None:
    with suppress(Undone):
        async with database.transaction() as tx:
            rows = await all_rows(tx)
            assert (await journal.verify(tx)).broken is None
            forged = how(data, rows)
            await forge(tx, forged)
            if forged and data.draw(st.booleans(), "count anew"):
                await forge_end(tx, forged)
            found = (await journal.verify(tx)).broken
            assert found is not None
            assert found.position == _first_difference(rows, forged)
            raise Undone


def _first_difference(rows: Rows, forged: Rows) -> int:
    ordered = sorted(forged, key=lambda row: row["position"])
    pairs = enumerate(zip_longest(rows, ordered), 1)
    return next(position for position, (real, found) in pairs if real != found)
