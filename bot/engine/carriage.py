"""The way of one letter to its chat, whatever stands in it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.core.outcome import Body, Post
from bot.engine.carrier import Carried, Carrier, Contents, NotCarried, PlaceGone, Refused, Uncertain
from bot.engine.errands import Errand
from bot.engine.files import FileStore
from bot.engine.letters import files_in
from bot.engine.veil import take_place
from bot.logs import log_failure
from bot.storage.database import Database

log = structlog.get_logger(__name__)

LARGE_AT_ONCE = 3
"""Letters with files that are in memory side by side."""


class Carriage:
    """Carries errands; a topic that is gone, or a file that is, stops none of the others."""

    def __init__(self, database: Database, files: FileStore, carrier: Carrier) -> None:
        self._database = database
        self._files = files
        self._carrier = carrier
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def carry(self, errand: Errand) -> Carried | NotCarried:
        """Whatever fails on the way, the letter is not left behind."""
        try:
            return await self._carry_with_files(errand)
        except Exception as error:  # noqa: BLE001
            log_failure(log, "letter_failed", error, letter_kind=errand.row["kind"])
            return Uncertain()

    async def _carry(self, errand: Errand, contents: Contents) -> Carried | NotCarried:
        try:
            return await self._bring(errand, errand.body, contents)
        except PlaceGone as gone:
            if not isinstance(errand.body, Post) or errand.body.topic is None:
                return gone
        except NotCarried as problem:
            return problem
        try:
            return await self._bring(errand, replace(errand.body, topic=None), contents)
        except NotCarried as problem:
            return problem

    async def _bring(self, errand: Errand, body: Body, contents: Contents) -> Carried:
        if errand.neutral is not None and isinstance(body, Post):
            return await take_place(
                self._carrier, errand.chat_id, body, errand.places, contents, errand.neutral
            )
        return await self._carrier.carry(errand.chat_id, body, errand.places, contents)

    async def _carry_with_files(self, errand: Errand) -> Carried | NotCarried:
        if not (files := files_in(errand.body)):
            return await self._carry(errand, {})
        async with self._large:
            async with self._database.transaction() as tx:
                contents = await self._files.open(tx, files)
            return await self._carry(errand, contents) if contents else Refused("its files are gone")
