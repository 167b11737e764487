"""The kill contract: whatever moment the bot is killed at, nothing is lost and nothing happens twice.

Only the Bot API makes one thing unavoidable: a message that was on its way when the bot was killed may have
arrived, and is sent again. Such copies are counted, printed, and each must be explained by such a moment.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

import pytest

from bot.core.clock import SystemClock
from bot.core.ids import AddressId, MessageId
from bot.core.language import Language
from bot.core.outcome import Letter, Post, Screen
from bot.core.roles import Role
from bot.core.text import Html
from bot.engine.keyring import Keyring
from bot.engine.people import Registry
from bot.engine.postman import LEASE
from bot.engine.vault import Vault, new_key
from bot.features.concerns import messages, store
from bot.features.concerns.drafts import Draft
from bot.features.concerns.rules import Urgency
from bot.features.staff import store as staff
from bot.features.staff.rules import Grant
from bot.sandbox import Sandbox
from bot.sandbox.updates import FIRST_UPDATE
from bot.storage.database import Database, Row
from tests.child import STOP_SECONDS, Child, enrolled
from tests.conftest import new_postgres_database
from tests.crowd import OFFICERS, YOUNG_PEOPLE, Crowd, topics_of
from tests.house import playing
from tests.kept import opened, rows_after_a_crash
from tests.reckoning import reckon

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

ROUNDS = {"sqlite": 20, "postgresql": 5}
LATENCY = 0.015
"""Seconds Telegram takes to answer: long enough to be killed in."""
LONGEST_LIFE = 1.5
"""Seconds the bot is at work before it is killed: time for officers to take cases and to answer."""
IN_FLIGHT = "SELECT ref, kind, address_id FROM outbox WHERE state = 1"


@dataclass(slots=True)
class Play:
    """The bot, the crowd, and what was on its way whenever the bot was killed."""

    sandbox: Sandbox
    child: Child
    crowd: Crowd
    url: str
    scratch: Path
    in_flight: list[Row] = field(default_factory=list)

    @property
    def updates(self) -> int:
        """How many there were until now."""
        return self.sandbox.world.updates._next - FIRST_UPDATE

    async def note_in_flight(self) -> int:
        found = await rows_after_a_crash(self.url, IN_FLIGHT, self.scratch)
        self.in_flight += found
        return len(found)


@pytest.mark.parametrize("engine", ROUNDS)
async def test_nothing_is_lost_and_nothing_happens_twice(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    seed = SystemRandom().randrange(10**9)
    _report(f"kill contract on {engine}: seed={seed}")
    moments = Random(seed)
    url = _url(engine, tmp_path, request)
    async with acting(url, tmp_path, seed) as play:
        for _ in range(ROUNDS[engine]):
            await play.child.start()
            if moments.random() < 0.8:
                await play.child.at_work()
            await asyncio.sleep(moments.uniform(0.0, LONGEST_LIFE))
            await play.child.kill()
            await play.note_in_flight()
            if engine == "postgresql":
                await _let_leases_end(play.url)
        await play.child.start()
        await play.child.at_work()
        await asyncio.sleep(3.0)
        await _until_quiet(play)
    copies = await reckon(url, tmp_path, play.crowd, play.in_flight)
    people = OFFICERS + YOUNG_PEOPLE
    kinds = Counter(said.mark[0] for said in play.crowd.said.values())
    _report(
        f"kill contract on {engine}: {ROUNDS[engine]} kills, {people} people, {play.updates} updates,"
        f" {kinds['Y']} messages to officers, {kinds['O']} answers, {kinds['H']} held; lost 0,"
        f" handled twice 0, sent twice {copies} (on their way at a kill: {len(play.in_flight)})"
    )


async def test_a_graceful_stop_under_load_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10**9)
    _report(f"graceful stop: seed={seed}")
    url = f"sqlite:///{tmp_path}/trustline.db"
    async with acting(url, tmp_path, seed) as play:
        for _ in range(2):
            await play.child.start()
            await play.child.at_work()
            await asyncio.sleep(1.2)
            code, seconds = await play.child.stop()
            assert code == 0, play.child.log
            assert seconds < STOP_SECONDS
            assert await play.note_in_flight() == 0, "letters were left behind half sent"
            _report(f"graceful stop: {seconds:.2f} s")
        await play.child.start()
        await play.child.at_work()
        await _until_quiet(play)
    assert await reckon(url, tmp_path, play.crowd, []) == 0
    assert "task_failed" not in play.child.log


async def test_a_letter_that_another_worker_left_behind_is_sent_when_its_lease_is_over(
    database_url: str,
) -> None:
    """Several workers may share a database: one that starts may not take what another is just sending."""
    async with playing(database_url) as play:
        officer = await play.officer()
        async with play.house.database.transaction() as tx:
            reader = (await staff.everyone(tx))[0].address
            await play.house.outbox.post(tx, [Letter(reader, "test", Post(Screen(Html("Left behind"))))])
            left_at = int(play.clock.now()) + LEASE
            claim = "UPDATE outbox SET state = 1, tries = 1, try_at = :at WHERE kind = 'test'"
            await tx.execute(claim, {"at": left_at})
        await officer.hears_nothing(1.5)
        play.clock.advance(LEASE + 1)
        await officer.hears("Left behind", within=5.0)


async def test_words_written_while_a_case_is_being_taken_are_seen_by_whoever_takes_it(
    database: Database,
) -> None:
    """Two people of one case are handled side by side: neither may overlook what the other has just done."""
    keys = Keyring(await _registry(database))
    async with database.transaction() as tx:
        about = (AddressId("youth"), Draft("drugs", "old-town"), Language.EN, Urgency.NORMAL, 0, 60, "", None)
        opened_case, _ = await store.open_concern(tx, keys, "case", *about)
        await messages.add_message(tx, keys, opened_case, "First.", MessageId(1), from_officer=False)

    async def take() -> list[str]:
        async with database.transaction(serial="officer") as tx:
            concern = await store.find_concern(tx, "case")
            assert concern is not None
            await store.take(tx, "case", AddressId("officer"), "police", now=1)
            return [written.text for written in await messages.messages_of(tx, keys, concern)]

    async with asyncio.TaskGroup() as tasks, database.transaction(serial="youth") as tx:
        concern = await store.find_concern(tx, "case")
        assert concern == opened_case
        assert concern.officer is None, "so no letter is owed: whoever takes the case must find the words"
        await messages.add_message(tx, keys, concern, "Second.", MessageId(2), from_officer=False)
        taking = tasks.create_task(take())
        await asyncio.sleep(0.3)
    assert taking.result() == ["First.", "Second."]


@asynccontextmanager
async def acting(url: str, folder: Path, seed: int) -> AsyncIterator[Play]:
    """The crowd acts inside; when the block is left, everyone has left and the bot is stopped."""
    sandbox = Sandbox(SystemClock(), topics_can_be_closed=False)
    await sandbox.start()
    child = Child(sandbox, folder, url)
    try:
        await child.start()
        await child.at_work()
        grants = [Grant(Role.OFFICER, "police", topics=topics_of(number)) for number in range(OFFICERS)]
        crowd = Crowd(sandbox, await enrolled(sandbox, child, url, grants), seed)
        await child.stop()
        sandbox.faults.latency = LATENCY
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(crowd.act())
            try:
                yield Play(sandbox, child, crowd, url, folder / "crash")
            finally:
                crowd.leaves()
        assert (await child.stop())[0] == 0
    finally:
        await child.end()
        await sandbox.stop()


def _url(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if engine == "postgresql":
        return new_postgres_database(request.getfixturevalue("postgres_server"))
    return f"sqlite:///{folder}/trustline.db"


async def _registry(database: Database) -> Registry:
    async with database.transaction() as tx:
        return await Registry.load(tx, Vault([new_key()]))


async def _until_quiet(play: Play) -> None:
    await play.crowd.all_have_begun.wait()
    play.crowd.falls_silent()
    await play.crowd.settled()


async def _let_leases_end(url: str) -> None:
    """A letter that a killed worker had in its hands waits until its lease is over: here, at once."""
    async with opened(url) as database, database.transaction() as tx:
        await tx.execute("UPDATE outbox SET try_at = 0 WHERE state = 1", {})


def _report(line: str) -> None:
    """Shown when the test fails, or with `-rP`."""
    print(line)  # noqa: T201
