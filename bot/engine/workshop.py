"""Makes what anything is done with inside a transaction, where no person is at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.clock import Clock
from bot.core.context import TextsFor, Work
from bot.core.journal import Journal
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal, DeferredJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.storage.database import Database, Transaction


class Workshop:
    """Made once; lends itself to jobs, to the command line and to whoever hears of undelivered letters."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        outbox: Outbox,
        files: FileStore,
        journal: ChainedJournal,
        texts_for: TextsFor,
        clock: Clock,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._outbox = outbox
        self._files = files
        self._journal = journal
        self._texts_for = texts_for
        self._clock = clock

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Work]:
        """A transaction of its own; what is written into the journal is written last."""
        async with self._database.transaction() as tx:
            journal = DeferredJournal(self._journal)
            yield self.work_in(tx, journal)
            await journal.flush(tx)

    def work_in(self, tx: Transaction, journal: Journal | None = None) -> Work:
        """In somebody else's transaction."""
        return Work(
            tx=tx,
            now=int(self._clock.now()),
            texts_for=self._texts_for,
            keys=self._keyring,
            sent=self._outbox,
            files=self._files,
            journal=journal or self._journal,
        )
