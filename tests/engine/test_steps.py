"""Questions that wait for an answer: one per dialogue, the latest first, none for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.outcome import Step
from bot.engine.people import Registry, Visitor, queries
from bot.engine.vault import Unreadable, Vault, new_key
from bot.storage.database import Database

KEY = new_key()
NOW = 1_800_000_000


@asynccontextmanager
async def _visit(database: Database, now: int = NOW) -> AsyncIterator[Visitor]:
    async with database.transaction() as tx:
        registry = await Registry.load(tx, Vault([KEY]))
        yield await Visitor.load(tx, registry, registry.sender(1), None, now)


async def test_the_question_asked_last_is_answered_first(database: Database) -> None:
    for seconds, name in enumerate(("concerns.topic", "learn.query", "resume.code")):
        async with _visit(database) as visitor:
            await visitor.ask(Step(name), NOW + seconds)
    async with _visit(database) as visitor:
        assert [step.name for step in visitor.latest_first()] == [
            "resume.code",
            "learn.query",
            "concerns.topic",
        ]


async def test_a_dialogue_has_one_question_and_the_next_takes_its_place(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.ask(Step("concerns.topic", {"a": 1}), NOW)
    async with _visit(database) as visitor:
        await visitor.ask(Step("concerns.text", {"words": ["ünï", 2, None]}), NOW + 1)
    async with _visit(database) as visitor:
        (step,) = visitor.latest_first()
        assert (step.name, step.data) == ("concerns.text", {"words": ["ünï", 2, None]})


async def test_a_question_that_has_expired_is_not_asked_and_goes(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.ask(Step("learn.query", expires_in=60), NOW)
        await visitor.ask(Step("concerns.text", expires_in=61), NOW)
    async with _visit(database, NOW + 59) as visitor:
        assert set(visitor.steps) == {"learn", "concerns"}
    async with _visit(database, NOW + 60) as visitor:
        assert set(visitor.steps) == {"concerns"}
        assert await queries.drop_expired_steps(visitor.tx, now=NOW + 60) == 1


async def test_the_end_of_a_dialogue_leaves_the_others(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.ask(Step("learn.query"), NOW)
        await visitor.ask(Step("concerns.text"), NOW)
    async with _visit(database) as visitor:
        await visitor.end("concerns")
        await visitor.end("programme")
    async with _visit(database) as visitor:
        assert set(visitor.steps) == {"learn"}


async def test_what_waits_in_a_step_cannot_be_moved_to_another(database: Database) -> None:
    async with _visit(database) as visitor:
        await visitor.ask(Step("learn.query", {"q": "x"}), NOW)
        await visitor.tx.execute("UPDATE steps SET dialogue = 'concerns'", {})
    with pytest.raises(Unreadable, match="cannot open step"):
        async with _visit(database):
            pass
