"""How long closed cases are kept: the shortest that applies, and every mistake in the file is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.context import Tier
from bot.core.directory import read_directory
from bot.core.errors import OperatorError
from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.features.concerns.retention import DAY, Retention, read_retention
from bot.features.concerns.rules import Concern, Result, State, Urgency
from tests.house import REPOSITORY

NOW = 1_800_000_000
TOPICS = ("drugs", "safety")


def about(topic: str) -> Concern:
    return Concern(
        case_id="case",
        key=KeyId("key"),
        reference="ABCD",
        name_number=0,
        topic=topic,
        area="north",
        language=Language.EN,
        kinds=frozenset(),
        is_about_staff=False,
        state=State.TAKEN,
        urgency=Urgency.NORMAL,
        tier=Tier.DUTY,
        outcome=None,
        reporter=AddressId("youth"),
        officer=AddressId("officer"),
        organisation="police",
        opened_at=NOW,
        call_at=None,
        answer_by_at=None,
        is_late=False,
        seen_at=NOW,
        unseen=0,
        labels=(),
        training=None,
        is_rated=False,
        expires_at=None,
    )


def days(retention: Retention, topic: str, outcome: Result) -> float:
    return (retention.expires_at(about(topic), outcome, NOW) - NOW) / DAY


@pytest.mark.parametrize(
    ("topic", "outcome", "expected"),
    [
        ("drugs", Result.ACTED, 90),
        ("drugs", Result.ADVISED, 60),
        ("safety", Result.ADVISED, 45),
        ("safety", Result.NO_ANSWER, 30),
        ("safety", Result.REFERRED, 45),
        ("a topic that is gone", Result.ACTED, 90),
    ],
)
def test_the_shortest_that_applies_is_kept_to(topic: str, outcome: Result, expected: int) -> None:
    retention = Retention(closed=90, outcome={Result.ADVISED: 60, Result.NO_ANSWER: 30}, topic={"safety": 45})
    assert days(retention, topic, outcome) == expected


def test_no_outcome_or_topic_keeps_a_case_longer_than_all_closed_ones() -> None:
    retention = Retention(closed=10, outcome={Result.ADVISED: 60}, topic={"safety": 45})
    assert days(retention, "safety", Result.ADVISED) == 10


def test_without_a_file_the_usual_days_hold(tmp_path: Path) -> None:
    usual = read_retention(tmp_path, TOPICS)
    assert (usual.closed, usual.silent) == (90, 60)


def test_the_file_that_comes_with_the_bot_is_in_order() -> None:
    config = REPOSITORY / "config"
    retention = read_retention(config, read_directory(config).topics)
    assert all(1 <= days(retention, "drugs", outcome) <= retention.closed for outcome in Result)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("closed = 0", "closed"),
        ("closed = 4000", "closed"),
        ("closed = '90'\nsilent = -1", "silent"),
        ("forever = true", "forever"),
        ("[outcome]\nbored = 3", "outcome.bored"),
        ("[outcome]\nadvised = 0", "outcome.advised"),
        ("[topic]\nsafety = 0", "topic.safety"),
        ("[topic]\nknitting = 3", "topic: knitting is no topic"),
        ("closed = ", "retention.toml"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, written: str, named: str) -> None:
    (tmp_path / "retention.toml").write_text(written, "utf-8")
    with pytest.raises(OperatorError) as refused:
        read_retention(tmp_path, TOPICS)
    assert any(line.startswith("retention.toml: ") and named in line for line in refused.value.problems)


def test_all_mistakes_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "retention.toml").write_text("closed = 0\nsilent = 0\n[topic]\nsafety = 0", "utf-8")
    with pytest.raises(OperatorError) as refused:
        read_retention(tmp_path, TOPICS)
    assert len(refused.value.problems) == 3
