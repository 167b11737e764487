"""A bot whose only slices are start and privacy, over HTTP, that can be stopped and started again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.core.clock import FastClock
from bot.core.context import Context, Purpose, StaffMember
from bot.core.directory import Directory, read_directory
from bot.core.ids import AddressId, Ref
from bot.core.language import Language
from bot.core.media import CannotClean, CleanFile, Refusal
from bot.core.outcome import Lane, Letter, Loss, Post, Screen, press
from bot.core.roles import Role
from bot.core.text import escape
from bot.engine.discreet import DiscreetMode
from bot.engine.dispatch import Dispatch
from bot.engine.files import FileStore
from bot.engine.inbox import Inbox
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import LetterState, Outbox
from bot.engine.pacing import Pace
from bot.engine.people import Registry, Visitor
from bot.engine.postman import Postman
from bot.engine.router import Router
from bot.engine.scheduler import Lanes, Lines, Supervisor
from bot.engine.vault import Vault, new_key
from bot.engine.veil import Veils
from bot.engine.wiping import AutoWipe
from bot.engine.workshop import Workshop
from bot.features.privacy.discreet import DiscreetFlow, DiscretionKeeper
from bot.features.privacy.flow import PrivacyFlow
from bot.features.start.flow import StartFlow
from bot.gateway.api import Api
from bot.gateway.inbound import Inbound
from bot.gateway.outbound import Outbound
from bot.gateway.polling import Polling
from bot.i18n import Catalogues
from bot.sandbox import Phone, Sandbox
from bot.storage.database import Database, Transaction
from tests.board import KIND, Board
from tests.roster import FewWorkHere

REPOSITORY = Path(__file__).parents[3]
TEXTS = Catalogues(REPOSITORY / "locales")
BOARD = Board()
PATIENCE = 30.0
_SUBJECTS = count(1)


class NothingToFetch:
    """Files are refused at the door."""

    async def fetch(self, *_: object, **__: object) -> CleanFile:
        raise CannotClean(Refusal.BROKEN)


@dataclass(slots=True)
class Household:
    database: Database
    sandbox: Sandbox
    clock: FastClock
    registry: Registry
    keyring: Keyring
    outbox: Outbox
    files: FileStore
    directory: Directory
    veils: Veils
    roster: FewWorkHere
    api: Api
    supervisor: Supervisor
    postman: Postman
    wiping: AutoWipe
    lanes: Lanes

    @classmethod
    async def opens(cls, database: Database, sandbox: Sandbox, clock: FastClock, key: bytes) -> Household:
        """The bot starts, and takes up what an earlier one left."""
        async with database.transaction() as tx:
            registry = await Registry.load(tx, Vault([key]))
        keyring, api, supervisor = Keyring(registry), Api(sandbox.url, sandbox.token), Supervisor(clock)
        await api.open()
        outbox, files = Outbox(registry, keyring, clock), FileStore(keyring, clock)
        journal, carrier = ChainedJournal(registry.pepper), Outbound(api, clock)
        workshop = Workshop(database, keyring, outbox, files, journal, TEXTS, clock)
        veils = Veils(workshop, registry)
        ways = (carrier, supervisor, veils, _nobody_waits, Pace(clock, 30), {KIND: BOARD})
        postman = Postman(workshop, registry, *ways)
        wiping = AutoWipe(database, outbox, registry, clock, postman.wake)
        directory = read_directory(REPOSITORY / "config")
        house = cls(
            database,
            sandbox,
            clock,
            registry,
            keyring,
            outbox,
            files,
            directory,
            veils,
            FewWorkHere(),
            api,
            supervisor,
            postman,
            wiping,
            Lanes(supervisor),
        )
        await house._work(workshop, carrier)
        return house

    async def _work(self, workshop: Workshop, carrier: Outbound) -> None:
        dispatch = Dispatch(
            workshop,
            Inbox(self.database, self.registry.vault, self.clock),
            self.postman,
            self.registry,
            self.roster,
            self._router(),
            carrier,
            NothingToFetch(),
            Lines(self.lanes, self.lanes, self.lanes),
        )
        await self.postman.start()
        await dispatch.resume()
        self.supervisor.keep_running("polling", Polling(self.api, Inbound(), dispatch, self.clock).run)

    def _router(self) -> Router:
        mode, start = DiscreetMode(), StartFlow()
        privacy = PrivacyFlow([DiscretionKeeper(mode)], _proof)
        discreet = DiscreetFlow(mode, self.directory)
        return Router([start.feature(), privacy.feature(), discreet.feature(), start.last_resort()])

    async def closes(self) -> None:
        await self.supervisor.stop(within=1.0)
        await self.api.close()

    async def youth(self, name: str = "Mira", language: str = "en") -> Phone:
        """Somebody about whom something is kept, because they chose a language."""
        phone = self.sandbox.person(name, language=language)
        await phone.says("/start")
        await phone.hears()
        await phone.says("/language")
        await phone.presses("English")
        return phone

    async def discreet(self, phone: Phone, *buttons: str) -> None:
        """Opens the screen of discreet mode and presses these."""
        await phone.says("/settings")
        settings = await phone.hears("Settings")
        await phone.presses("Discreet mode", message=settings)
        for button in buttons:
            await phone.presses(button)

    async def address_of(self, phone: Phone, purpose: Purpose = Purpose.CONCERN) -> AddressId:
        async with self.database.transaction() as tx:
            return await (await self._visitor(tx, phone)).keep_address(purpose, str(next(_SUBJECTS)))

    async def becomes_staff(self, phone: Phone) -> None:
        async with self.database.transaction() as tx:
            visitor = await self._visitor(tx, phone)
            await visitor.mark_staff(is_staff=True)
            address = await visitor.keep_address(Purpose.STAFF, "staff")
            member = StaffMember(address, Role.OFFICER, "police", frozenset(), frozenset())
            self.roster.members[visitor.sender.person] = member

    async def _visitor(self, tx: Transaction, phone: Phone) -> Visitor:
        sender = self.registry.sender(phone.chat_id)
        return await Visitor.load(tx, self.registry, sender, Language.EN, int(self.clock.now()))

    async def posts(self, *letters: Letter) -> None:
        async with self.database.transaction() as tx:
            await self.outbox.post(tx, letters)
        self.postman.wake(Lane)

    async def rows(self, table: str) -> list[dict[str, Any]]:
        async with self.database.transaction() as tx:
            return [dict(row) for row in await tx.rows(f"SELECT * FROM {table}", {})]

    async def until(self, is_so: Callable[[], bool], *, seconds: float = 0) -> None:
        """Waits; each look lets `seconds` of the house's time go by."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(0.02)
                self.clock.advance(seconds)

    async def until_nothing_is_owed(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while [row for row in await self.rows("outbox") if row["state"] < LetterState.SENT]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def passes(self, seconds: float) -> None:
        """What was begun is done; then time goes by, and the jobs that it is time for are done."""
        await self.lanes.drained()
        self.clock.advance(seconds)
        await self.wiping.run()
        await self.postman.let_go()
        self.postman.wake(Lane)


@asynccontextmanager
async def household(database: Database) -> AsyncIterator[Household]:
    clock = FastClock()
    sandbox = Sandbox(clock)
    await sandbox.start()
    house = await Household.opens(database, sandbox, clock, KEY)
    try:
        yield house
    finally:
        await house.closes()
        await sandbox.stop()


KEY = new_key()


def letter(to: AddressId, text: str, **more: Any) -> Letter:
    screen = Screen(escape(text), ((press("Answer", "start.menu"),),))
    return Letter(to, more.pop("kind", "tests.note"), Post(screen), **more)


async def _nobody_waits(_: Transaction, __: str, ___: Ref | None, ____: Loss) -> Sequence[Letter]:
    return ()


async def _proof(context: Context) -> Letter:
    screen = Screen(escape("Proof"))
    return Letter(await context.people.parting_address(), "tests.proof", Post(screen), is_last=True)
