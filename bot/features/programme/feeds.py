"""Fetches programmes by the clock: what changed is taken in, what looks wrong is asked about."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import structlog

from bot.core.context import Roster, Work
from bot.core.download import CannotDownload, Download, Downloaded, Known
from bot.core.errors import OperatorError
from bot.core.outcome import Lane
from bot.features.programme import asking, proposals, sources
from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.importer import LosesTooMuch, import_programme
from bot.features.programme.jobs import LetterBox
from bot.features.programme.ledger import Cause
from bot.features.programme.model import Programme
from bot.features.programme.sources import WORTH_TELLING, KeptSource, Source
from bot.features.programme.store import queries
from bot.storage.database import Database, Transaction

log = structlog.get_logger(__name__)

KEPT_PROPOSALS = 30 * 24 * 3600
"""Seconds after which a version nobody decided about is dropped."""


class Feeds:
    """One source after the other; what goes wrong with one is not the others' business."""

    def __init__(
        self,
        database: Database,
        work_in: Callable[[Transaction], Work],
        letter_box: LetterBox,
        roster: Roster,
        download: Download,
        configured: Sequence[Source],
        wake: Callable[[Iterable[Lane]], None],
    ) -> None:
        self._database = database
        self._work_in = work_in
        self._letter_box = letter_box
        self._roster = roster
        self._download = download
        self._configured = configured
        self._wake = wake
        self._is_adopted = False

    async def run(self) -> None:
        """Run every minute."""
        if not self._is_adopted:
            async with self._database.transaction() as tx:
                await sources.adopt_sources(tx, self._configured)
            self._is_adopted = True
        while (claimed := await self._claim()) is not None:
            kept, in_doubt = claimed
            await self._visit(kept, in_doubt=in_doubt)

    async def drop_old(self) -> None:
        """Run every hour."""
        async with self._database.transaction() as tx:
            await proposals.drop_old(tx, self._work_in(tx).now - KEPT_PROPOSALS)

    async def _claim(self) -> tuple[KeptSource, bool] | None:
        """The source longest due, which is nobody else's now, and whether its programme is in doubt."""
        async with self._database.transaction() as tx:
            now = self._work_in(tx).now
            due = await sources.due_source(tx, now)
            if due is None:
                return None
            await sources.keep_state(tx, replace(due, next_at=now + due.source.every * 60))
            return due, bool(await queries.has_doubts(tx, name=due.source.name, now=now))

    async def _visit(self, kept: KeptSource, *, in_doubt: bool) -> None:
        """What is in doubt is fetched and counted again, though it may be the same."""
        known = Known() if in_doubt else kept.known
        try:
            came = await self._download(kept.source.url, known, may_be_private=kept.source.private)
            digest = hashlib.sha256(came.content or b"").hexdigest()
            if came.content is None or (digest == kept.digest and not in_doubt):
                await self._succeed(kept, came, kept.digest)
                return
            programme = await asyncio.to_thread(read_programme, came.content, default_zone=kept.source.zone)
            await self._take_in(kept.source, programme)
        except (CannotDownload, ProgrammeFileError, OperatorError) as error:
            log.warning("programme_not_fetched", host=kept.host, reason=type(error).__name__)
            await self._fail(kept)
        else:
            await self._succeed(kept, came, digest)

    async def _take_in(self, source: Source, programme: Programme) -> None:
        try:
            async with self._database.transaction(serial="import") as tx:
                now = self._work_in(tx).now
                await import_programme(tx, programme, now, source.name, cause=Cause.FEED)
                await proposals.let_go(tx, source.name)
        except LosesTooMuch as held:
            async with self._database.transaction(serial="import") as tx:
                work = self._work_in(tx)
                proposal = await proposals.hold(tx, source.name, programme, held.found.lost, work.now)
                if proposal:
                    lost = len(held.found.lost)
                    letters = await asking.about_held(work, self._roster, proposal, programme, lost)
                    await self._letter_box.post(tx, letters)
        self._wake([Lane.ANSWERS])

    async def _succeed(self, kept: KeptSource, came: Downloaded, digest: str) -> None:
        known = came.known if came.content is not None else kept.known
        async with self._database.transaction() as tx:
            now = self._work_in(tx).now
            done = KeptSource(kept.source, known, digest, now + kept.source.every * 60)
            await sources.keep_state(tx, done)

    async def _fail(self, kept: KeptSource) -> None:
        """Rarer each time; after a day of it somebody is told, once."""
        async with self._database.transaction() as tx:
            work = self._work_in(tx)
            failing = replace(kept, failures=kept.failures + 1, failing_since=kept.failing_since or work.now)
            since = failing.failing_since or work.now
            tell = not kept.is_told and work.now - since >= WORTH_TELLING
            await sources.keep_state(
                tx,
                replace(failing, next_at=sources.next_try(failing, work.now), is_told=kept.is_told or tell),
            )
            if tell:
                letters = await asking.about_failing(work, self._roster, failing, since)
                await self._letter_box.post(tx, letters)
        self._wake([Lane.ANSWERS])
