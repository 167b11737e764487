"""Damaged files never crash the reader and never become half a programme."""

from __future__ import annotations

import contextlib
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.importer import import_programme
from bot.storage.database import Database

SAMPLES = {path.name: path.read_bytes() for path in (Path(__file__).parent / "samples").iterdir()}
# A rule of repetition with another number in it is a good rule: how many sessions it makes says nothing.
COUNTABLE = sorted(SAMPLES.keys() - {"training.ics", "own_zone.ics"})


@settings(max_examples=600, deadline=None)
@given(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_a_piece_replaced_by_anything(name: str, data: st.DataObject) -> None:
    original = SAMPLES[name]
    start = data.draw(st.integers(0, len(original)))
    length = data.draw(st.integers(0, 40))
    piece = data.draw(
        st.one_of(st.binary(max_size=20), st.sampled_from([b"[]", b"{}", b"null", b"1e999", b'"', b"\n"]))
    )
    with contextlib.suppress(ProgrammeFileError):
        programme = read_programme(original[:start] + piece + original[start + length :])
        assert programme.sessions
        assert len({session.key for session in programme.sessions}) == len(programme.sessions)
        assert all(session.starts_at <= session.ends_at and session.title for session in programme.sessions)


@pytest.mark.parametrize("name", COUNTABLE)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_one_changed_byte_leaves_all_sessions_or_none(name: str, data: st.DataObject) -> None:
    original = SAMPLES[name]
    place = data.draw(st.integers(0, len(original) - 1))
    byte = data.draw(st.one_of(st.sampled_from(b' "<>{}[],:;\n\r\\/!?'), st.integers(0, 255)))
    with contextlib.suppress(ProgrammeFileError):
        programme = read_programme(original[:place] + bytes([byte]) + original[place + 1 :])
        assert len(programme.sessions) == len(read_programme(original).sessions)


JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**40), 2**40),
        st.floats(allow_nan=False),
        st.text(max_size=20),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("name", ["hub-v2.json", "pretalx-v1.json", "frab-v1.json"])
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_value_of_any_kind_in_any_place_of_the_json(name: str, data: st.DataObject) -> None:
    document = orjson.loads(SAMPLES[name])
    spot = document
    while isinstance(spot, dict | list) and spot:
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.integers(0, 3)) == 0:
            spot[key] = data.draw(JSON_VALUES)
            break
        spot = spot[key]
    with contextlib.suppress(ProgrammeFileError):
        assert read_programme(orjson.dumps(document)).sessions


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(COUNTABLE), data=st.data())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_damaged_file_is_imported_whole_or_not_at_all(
    database: Database, name: str, data: st.DataObject
) -> None:
    original = SAMPLES[name]
    place = data.draw(st.integers(0, len(original) - 1))
    damaged = original[:place] + data.draw(st.binary(max_size=6)) + original[place + 1 :]
    async with database.transaction() as tx:
        await import_programme(tx, read_programme(original), 0, name, is_final=True)
        before = {row["session_key"] for row in await tx.rows("SELECT session_key FROM sessions", {})}
    with contextlib.suppress(ProgrammeFileError, OperatorError):
        programme = read_programme(damaged)
        async with database.transaction() as tx:
            done = await import_programme(tx, programme, 0, name)
        assert done.new + done.changed + done.unchanged == len(programme.sessions)
        return
    async with database.transaction() as tx:
        assert before == {row["session_key"] for row in await tx.rows("SELECT session_key FROM sessions", {})}
