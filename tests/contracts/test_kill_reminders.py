"""The kill contract for what nobody asked for at that moment: whenever the bot is killed, nobody is reminded
twice, or asked twice how it was, and everybody learns of a cancellation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom

import pytest

from bot.core.clock import FastClock, SystemClock
from bot.engine.keyring import Keyring
from bot.engine.master_key import key_file, master_keys
from bot.engine.outbox import LetterState, Outbox
from bot.engine.people import Registry
from bot.engine.vault import Vault
from bot.features.programme.jobs import ReminderJob
from bot.features.programme.model import SessionState
from bot.sandbox import Phone, Sandbox
from tests.child import Child
from tests.conftest import new_postgres_database
from tests.features.programme.hall import MINUTE, TEXTS, Hall, planned, programme
from tests.kept import opened, rows_after_a_crash

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

ROUNDS = {"sqlite": 8, "postgresql": 3}
PEOPLE = 40
LATENCY = 0.03
"""Seconds Telegram takes to answer: long enough to be killed in."""
LONGEST_LIFE = 0.8
REMINDED, CANCELLED, OVER = "Walking tour", "Open kitchen", "Breakfast"
LETTERS = "SELECT state FROM outbox"
WAITING = (
    "SELECT 1 FROM outbox WHERE state < 2",
    "SELECT 1 FROM rounds WHERE is_done = 0 AND due_at <= :now",
    "SELECT 1 FROM programme_imports WHERE is_told = 0",
    "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM feedback_rounds)",
    "SELECT 1 FROM feedback_rounds WHERE is_done = 0 AND due_at <= :now",
)


@dataclass(slots=True)
class Reckoning:
    """How often each person heard of something, and what was on its way when the bot was killed."""

    phones: list[Phone]
    in_flight: int = 0

    def heard(self, title: str, fragment: str) -> list[int]:
        return [
            sum(title in message.text and fragment in message.text for message in phone.messages)
            for phone in self.phones
        ]


@pytest.mark.parametrize("engine", ROUNDS)
async def test_reminders_come_once_at_most_and_cancellations_once_at_least(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    seed = SystemRandom().randrange(10**9)
    print(f"kill contract of reminders on {engine}: seed={seed}")  # noqa: T201
    moments = Random(seed)
    url = f"sqlite:///{tmp_path}/trustline.db"
    if engine == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_server"))
    async with owing(url, tmp_path) as (child, found):
        for _ in range(ROUNDS[engine]):
            await child.start()
            await child.at_work()
            await asyncio.sleep(moments.uniform(0.0, LONGEST_LIFE))
            await child.kill()
            rows = await rows_after_a_crash(url, LETTERS, tmp_path / "crash")
            found.in_flight += sum(row["state"] == LetterState.CLAIMED for row in rows)
            await _let_leases_end(url)
        await child.start()
        await child.at_work()
        await _until_all_is_told(url)
        assert (await child.stop())[0] == 0
    reminded, told = found.heard(REMINDED, "Start"), found.heard(CANCELLED, "is cancelled")
    asked = found.heard(OVER, "How was it?")
    async with opened(url) as database, database.transaction() as tx:
        letters = await tx.rows(LETTERS, {})
        ledger = await tx.rows("SELECT attendee FROM reminders WHERE outcome <> 'missed'", {})
        asked_of = await tx.rows("SELECT attendee FROM feedback_asked", {})
    given_up = sum(row["state"] == LetterState.UNKNOWN for row in letters)
    print(f"given up {given_up}, on their way at a kill {found.in_flight}, told twice {sum(told) - PEOPLE}")  # noqa: T201
    assert max(reminded) == 1
    assert PEOPLE - given_up <= sum(reminded) <= PEOPLE
    assert max(asked) == 1
    assert PEOPLE - given_up <= sum(asked) <= PEOPLE == len(asked_of)
    assert min(told) >= 1
    assert sum(told) - PEOPLE <= found.in_flight
    assert len(ledger) == len({row["attendee"] for row in ledger}) == PEOPLE


@asynccontextmanager
async def owing(url: str, folder: Path) -> AsyncIterator[tuple[Child, Reckoning]]:
    """A bot that is not running yet, and people whom it owes a reminder, the news of a cancellation, and a
    question about what is over."""
    sandbox = Sandbox(SystemClock())
    await sandbox.start()
    child = Child(sandbox, folder, url)
    try:
        await child.start()
        await child.at_work()
        await child.stop()
        phones = [sandbox.person(f"Person {number}") for number in range(PEOPLE)]
        for phone in phones:
            await phone.says("/start")
        await _owe(url, folder, [phone.chat_id for phone in phones])
        sandbox.faults.latency = LATENCY
        yield child, Reckoning(phones)
    finally:
        await child.end()
        await sandbox.stop()


async def _owe(url: str, folder: Path, people: list[int]) -> None:
    """As if they had done it some time ago."""
    now = int(SystemClock().now())
    zone = _where_it_is_noon(now)
    soon = planned("soon", now + 9 * MINUTE, title=REMINDED)
    async with opened(url) as database:
        async with database.transaction() as tx:
            vault = Vault(master_keys(None, folder / key_file(url)))
            registry = await Registry.load(tx, vault)
        keyring, clock = Keyring(registry), FastClock(0, start=now - 30 * MINUTE)
        outbox = Outbox(registry, keyring, clock)
        job = ReminderJob(database, outbox, TEXTS, clock, wake=lambda _: None)
        hall = Hall(database, registry, keyring, outbox, clock, job)
        on, off = (
            planned("off", now + 50 * MINUTE, title=CANCELLED, state=state)
            for state in (SessionState.SCHEDULED, SessionState.CANCELLED)
        )
        over = planned("over", now - 25 * MINUTE, 5, title=OVER)
        await hall.imports(programme(over, soon, on, zone=zone))
        for person in people:
            await hall.adds(person, "over", "soon", "off")
        hall.at(now)
        await hall.imports(programme(over, soon, off, zone=zone))


def _where_it_is_noon(now: int) -> str:
    """Nobody is reminded at night, whenever this test runs. (The signs of these zones are the other way.)"""
    hours = datetime.fromtimestamp(now, UTC).hour - 12
    return f"Etc/GMT{hours:+d}" if hours else "UTC"


async def _until_all_is_told(url: str) -> None:
    """Asked for rows that wait, as nothing on the phones says that nothing more comes."""
    async with asyncio.timeout(30), opened(url) as database:
        while True:
            async with database.transaction() as tx:
                waiting = [await tx.rows(sql, {"now": int(SystemClock().now())}) for sql in WAITING]
            if not any(waiting):
                return
            await asyncio.sleep(0.1)


async def _let_leases_end(url: str) -> None:
    """Letters that a killed worker had in its hands wait until its lease is over: here, at once."""
    if not url.startswith("sqlite"):
        async with opened(url) as database, database.transaction() as tx:
            await tx.execute("UPDATE outbox SET try_at = 0 WHERE state = 1", {})
