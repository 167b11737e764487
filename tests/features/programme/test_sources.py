"""Feeds as they are configured, and how often they are tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.download import Known
from bot.core.errors import OperatorError
from bot.features.programme.sources import (
    TIMES_SLOWER,
    KeptSource,
    Source,
    adopt_sources,
    due_source,
    find_source,
    keep_source,
    keep_state,
    next_try,
    read_sources,
)
from bot.storage.database import Database
from tests.house import REPOSITORY

WEEK = Source(name="week", url="https://example.org/week.ics", zone="Europe/Vienna", every=10)


def written(folder: Path, text: str) -> Path:
    (folder / "programmes.toml").write_text(text)
    return folder


def test_the_example_in_the_configuration_can_be_read(tmp_path: Path) -> None:
    example = (REPOSITORY / "config" / "programmes.toml").read_text("utf-8").split("\n#\n")[1]
    example = "\n".join(line.removeprefix("# ") for line in example.splitlines())
    (source,) = read_sources(written(tmp_path, example))
    assert (source.zone, source.every) == ("Europe/Vienna", 30)
    assert read_sources(REPOSITORY / "config") == ()
    assert read_sources(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[source]]\nname = "a"\nurl = "http://example.org/"', "https"),
        ('[[source]]\nname = "a"\nurl = "https://example.org/"\nevery = 1', "every"),
        ('[[source]]\nname = "a"\nurl = "https://example.org/"\nzone = "Mars"', "Mars"),
        ('[[source]]\nname = "a"\nurl = "https://example.org/"\ncolour = 1', "colour"),
        ('[[source]]\nurl = "https://example.org/"', "name"),
        (2 * '[[source]]\nname = "a"\nurl = "https://example.org/"\n', "twice"),
        ("[[source", "programmes.toml"),
        ("source = 3", "programmes.toml"),
        ("source = [3]", "programmes.toml"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(OperatorError, match=problem):
        read_sources(written(tmp_path, text))


def test_a_source_that_fails_is_tried_more_rarely_up_to_a_limit() -> None:
    waits = [next_try(KeptSource(WEEK, Known(), "", 0, failures), 0) for failures in range(9)]
    assert waits == sorted(waits)
    assert (waits[0], waits[1], waits[-1]) == (600, 1200, TIMES_SLOWER)
    rare = Source(name="rare", url="https://example.org/", every=24 * 60)
    assert next_try(KeptSource(rare, Known(), "", 0, 5), 0) == 24 * 3600


async def test_sources_come_and_go_with_the_configuration_and_their_state_with_their_address(
    database: Database,
) -> None:
    by_hand = Source(name="by hand", url="https://example.org/a", every=5)
    async with database.transaction() as tx:
        await keep_source(tx, by_hand, is_configured=False)
        await adopt_sources(tx, [WEEK])
        await keep_state(tx, KeptSource(WEEK, Known('"tag"'), "digest", 1000))
        await adopt_sources(tx, [WEEK])
        kept = await find_source(tx, "week")
        assert kept is not None
        assert (kept.known.etag, kept.digest, kept.next_at) == ('"tag"', "digest", 1000)
        due = await due_source(tx, 999)
        assert due is not None
        assert due.source.name == "by hand"
        moved = WEEK.model_copy(update={"url": "https://example.org/new"})
        await adopt_sources(tx, [moved])
        kept = await find_source(tx, "week")
        assert kept is not None
        assert (kept.known, kept.digest, kept.next_at) == (Known(), "", 0)
        await adopt_sources(tx, [])
        assert await find_source(tx, "week") is None
        assert await find_source(tx, "by hand") is not None
