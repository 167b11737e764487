"""Several workers share one database, and whoever steals its files looks how its rows were written."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.context import Purpose
from bot.core.directory import read_directory
from bot.core.language import Language
from bot.core.outcome import Letter
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.workshop import Workshop
from bot.features.staff.roster import StaffRoster
from bot.features.voice import store
from bot.features.voice.jobs import Piece, VoiceJobs
from bot.features.voice.rules import DAY, KEPT, Consultation, ConsultationId, Form, WhatCame, Wording
from bot.storage.connect import open_database
from bot.storage.database import Database
from tests.conftest import new_postgres_database
from tests.features.programme.hall import TEXTS, Hall, vienna
from tests.house import REPOSITORY

NOON = vienna(2026, 6, 2, 12)
PEOPLE = range(101, 131)
HERE = ConsultationId("consultation")
DIRECTORY = read_directory(REPOSITORY / "config")


async def asked(database: Database) -> Hall:
    """Everybody has answered, is known to have, and waits to hear what comes of it."""
    hall = await Hall.open(database, NOON)
    wordings = {Language.EN: Wording("Where do you like to be?")}
    consultation = Consultation(HERE, "city", Form.WORDS, "", "", wordings, NOON, NOON + DAY)
    async with database.transaction() as tx:
        await store.open_consultation(tx, hall.keyring, consultation)
    for person in PEOPLE:
        async with hall.visit(person) as context:
            alias = context.people.alias(Purpose.VOICE)
            assert await store.take(context.tx, context.keys, consultation, alias, NOON)
            await store.count(context.tx, HERE, 0)
            await store.write(context.tx, context.keys, HERE, f"In the park, says {person}.")
            address = await context.people.keep_address(Purpose.VOICE, HERE)
            await store.listen(context.tx, HERE, address)
    return hall


async def jobs_at_once(hall: Hall, workers: int) -> list[Letter]:
    """What is owed after each of them did all that is due."""
    files, journal = FileStore(hall.keyring, hall.clock), ChainedJournal(hall.registry.pepper)
    workshop = Workshop(hall.database, hall.keyring, hall.outbox, files, journal, TEXTS, hall.clock)
    letters: list[Letter] = []

    async def run(piece: Piece) -> None:
        more = True
        while more:
            async with workshop.working() as work:
                more, owed = await piece(work)
            letters.extend(owed)

    jobs = VoiceJobs(DIRECTORY, StaffRoster(hall.keyring, DIRECTORY, hall.clock), run)
    await asyncio.gather(*(jobs.run() for _ in range(workers)))
    await asyncio.gather(*(jobs.tidy() for _ in range(workers)))
    return letters


async def test_each_hears_once_what_came_of_it(database: Database) -> None:
    hall = await asked(database)
    async with database.transaction() as tx:
        assert await store.close(tx, HERE, NOON)
        assert not await store.close(tx, HERE, NOON), "whoever comes later calls nobody"
        await store.keep_outcome(tx, HERE, {Language.EN: WhatCame("The park.", "A bench.")}, NOON)
    letters = await jobs_at_once(hall, workers=4)
    assert len(letters) == len({letter.to for letter in letters}) == len(PEOPLE)


async def test_nobody_is_reached_for_what_is_long_over(database: Database) -> None:
    hall = await asked(database)
    hall.clock.advance(KEPT + 2 * DAY)
    await jobs_at_once(hall, workers=1)
    async with database.transaction() as tx:
        for table in ("consultations", "voice_words", "voice_listeners", "addresses"):
            assert not await tx.rows(f"SELECT * FROM {table}", {}), table


@pytest.mark.parametrize("table", ["voice_words", "voice_counts"])
async def test_who_wrote_what_is_not_told_by_postgresql(postgres_server: object, table: str) -> None:
    database = await open_database(new_postgres_database(postgres_server))
    await asked(database)
    async with database.transaction() as tx:
        await store.close(tx, HERE, NOON)
    async with database.transaction() as tx:
        answers = {row["xmin"] for row in await tx.rows(f"SELECT xmin FROM {table}", {})}
        people = {row["xmin"] for row in await tx.rows("SELECT xmin FROM links", {})}
    await database.close()
    assert len(answers) == 1
    assert not answers & people
