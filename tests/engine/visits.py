"""One event's context on a real database, without a bot around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.clock import FastClock
from bot.core.context import Context
from bot.core.language import Language
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, Visitor
from bot.engine.vault import Vault, new_key
from bot.house import LOCALES
from bot.i18n import Catalogues
from bot.storage.database import Database

KEY = new_key()
TEXTS = Catalogues(LOCALES)
NOW = 1_800_000_000


@asynccontextmanager
async def visiting(database: Database, chat_id: int = 42, now: int = NOW) -> AsyncIterator[Context]:
    async with database.transaction() as tx:
        registry = await Registry.load(tx, Vault([KEY]))
        keyring, clock = Keyring(registry), FastClock(0, start=now)
        visitor = await Visitor.load(tx, registry, registry.sender(chat_id), Language.EN, now)
        yield Context(
            tx=tx,
            now=now,
            person=visitor.sender.person,
            speaks_ours=True,
            t=TEXTS(visitor.language),
            texts_for=TEXTS,
            people=visitor,
            keys=keyring,
            sent=Outbox(registry, keyring, clock),
            files=FileStore(keyring, clock),
            journal=ChainedJournal(registry.pepper),
            staff=None,
            steps={step.dialogue: step.data for step in visitor.latest_first()},
        )
