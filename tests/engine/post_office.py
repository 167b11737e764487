"""Letters on their way: the real outbox and postman, carried over HTTP to the sandbox's Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.core.clock import FastClock
from bot.core.context import Purpose
from bot.core.ids import AddressId, Ref
from bot.core.language import Language
from bot.core.outcome import Lane, Letter, Loss, Post, Screen
from bot.core.text import escape
from bot.core.writers import Writer
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import LetterState, Outbox
from bot.engine.pacing import Pace
from bot.engine.people import Registry, Visitor
from bot.engine.postman import Postman
from bot.engine.scheduler import Supervisor
from bot.engine.vault import Vault, new_key
from bot.engine.veil import Veils
from bot.engine.workshop import Workshop
from bot.gateway.api import Api
from bot.gateway.outbound import Outbound
from bot.sandbox import Phone, Sandbox
from bot.storage.database import Database, Transaction
from tests.engine.visits import TEXTS

PATIENCE = 30.0


@dataclass(slots=True)
class PostOffice:
    """Everything a letter needs, and no bot around it."""

    database: Database
    sandbox: Sandbox
    clock: FastClock
    registry: Registry
    keyring: Keyring
    outbox: Outbox
    files: FileStore
    api: Api
    supervisor: Supervisor
    undelivered: list[tuple[str, Ref | None]] = field(default_factory=list)
    owed_for_undelivered: list[Letter] = field(default_factory=list)
    postman: Postman | None = None
    per_second: int = 30
    writers: dict[str, Writer] = field(default_factory=dict)

    @property
    def workshop(self) -> Workshop:
        journal = ChainedJournal(self.registry.pepper)
        return Workshop(self.database, self.keyring, self.outbox, self.files, journal, TEXTS, self.clock)

    async def opens(self) -> None:
        """The postman begins his rounds."""
        self.supervisor = Supervisor(self.clock)
        carrier = Outbound(self.api, self.clock)
        self.postman = Postman(
            self.workshop,
            self.registry,
            carrier,
            self.supervisor,
            Veils(self.workshop, self.registry),
            self._told,
            Pace(self.clock, self.per_second),
            self.writers,
        )
        await self.postman.start()

    async def closes(self, within: float = 1.0) -> None:
        await self.supervisor.stop(within)

    async def reader(self, name: str = "Mira") -> tuple[Phone, AddressId]:
        """Somebody who has written to the bot, and an address of theirs."""
        phone = self.sandbox.person(name)
        await phone.says("hello")
        return phone, await self.address_of(phone)

    async def address_of(self, phone: Phone, subject: str = "case") -> AddressId:
        async with self.database.transaction() as tx:
            sender = self.registry.sender(phone.chat_id)
            visitor = await Visitor.load(tx, self.registry, sender, Language.EN, self.now)
            return await visitor.keep_address(Purpose.CONCERN, subject)

    async def posts(self, *letters: Letter) -> None:
        async with self.database.transaction() as tx:
            await self.outbox.post(tx, letters)
        self.rings()

    def rings(self) -> None:
        assert self.postman is not None
        self.postman.wake(Lane)

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.clock.advance(seconds)
        self.rings()

    async def until(self, is_so: Callable[[], Awaitable[bool]], *, seconds: float = 0) -> None:
        """Waits; each look lets `seconds` of the house's time go by."""
        async with asyncio.timeout(PATIENCE):
            while not await is_so():
                await asyncio.sleep(0.02)
                if seconds:
                    self.passes(seconds)

    async def until_all_is_sent(self, *, seconds: float = 0) -> None:
        async def nothing_is_owed() -> bool:
            return not [row for row in await self.letters() if row["state"] < LetterState.SENT]

        await self.until(nothing_is_owed, seconds=seconds)

    async def until_none_is_on_its_way(self, faults: int) -> None:
        """So many times something went wrong, and that is written down."""

        async def is_written_down() -> bool:
            in_hand = [row for row in await self.letters() if row["state"] == LetterState.CLAIMED]
            return self.sandbox.faults.happened == faults and not in_hand

        await self.until(is_written_down)

    async def letters(self) -> Sequence[Any]:
        async with self.database.transaction() as tx:
            return await tx.rows("SELECT * FROM outbox ORDER BY position", {})

    async def addresses(self) -> list[str]:
        async with self.database.transaction() as tx:
            return [row["address_id"] for row in await tx.rows("SELECT address_id FROM addresses", {})]

    @property
    def now(self) -> int:
        return int(self.clock.now())

    async def _told(self, _: Transaction, kind: str, ref: Ref | None, _loss: Loss) -> Sequence[Letter]:
        self.undelivered.append((kind, ref))
        return self.owed_for_undelivered


@asynccontextmanager
async def post_office(database: Database) -> AsyncIterator[PostOffice]:
    clock = FastClock()
    sandbox = Sandbox(clock)
    await sandbox.start()
    async with database.transaction() as tx:
        registry = await Registry.load(tx, Vault([new_key()]))
    keyring, api = Keyring(registry), Api(sandbox.url, sandbox.token)
    await api.open()
    outbox, files = Outbox(registry, keyring, clock), FileStore(keyring, clock)
    office = PostOffice(database, sandbox, clock, registry, keyring, outbox, files, api, Supervisor(clock))
    await office.opens()
    try:
        yield office
    finally:
        await office.closes()
        await api.close()
        await sandbox.stop()


def written(text: str) -> Screen:
    return Screen(escape(text))


def post(to: AddressId, text: str, **more: Any) -> Letter:
    return Letter(to, more.pop("kind", "tests.note"), Post(written(text)), **more)


def texts(phone: Phone) -> list[str]:
    """What the bot has written to somebody, in order."""
    return [message.text for message in phone.messages if message.is_from_bot and message.text]
