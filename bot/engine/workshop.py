"""Makes what anything is done with inside a transaction, where no person is at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.context import TextsFor, Work
from bot.core.journal import Journal
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal, DeferredJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.storage.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class Workshop:
    """Made once; lends itself to updates, jobs, the command line and whoever hears of undelivered letters."""

    database: Database
    keyring: Keyring
    outbox: Outbox
    files: FileStore
    journal: ChainedJournal
    texts_for: TextsFor
    clock: Clock

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Work]:
        """A transaction of its own; what is written into the journal is written last."""
        async with self.database.transaction() as tx:
            journal = DeferredJournal(self.journal)
            yield self.work_in(tx, journal)
            await journal.flush(tx)

    def work_in(self, tx: Transaction, journal: Journal | None = None) -> Work:
        """In somebody else's transaction."""
        return Work(
            tx=tx,
            now=int(self.clock.now()),
            texts_for=self.texts_for,
            keys=self.keyring,
            sent=self.outbox,
            files=self.files,
            journal=journal or self.journal,
        )
