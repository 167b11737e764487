"""A coordinator, a roster and a journal, all real, and no bot around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.core.clock import FastClock
from bot.core.context import Context, Purpose
from bot.core.directory import read_directory
from bot.core.ids import AddressId, MessageId
from bot.core.incoming import Command, Incoming, Press
from bot.core.journal import Deed, Entry
from bot.core.language import Language
from bot.core.outcome import Screen, Show, Turn
from bot.core.roles import Role
from bot.core.text import FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, Visitor
from bot.engine.router import Router
from bot.engine.vault import Vault, new_key
from bot.features.audit.desk import AuditDesk, FoundCase
from bot.features.staff import store as staff_store
from bot.features.staff.roster import StaffRoster
from bot.features.staff.rules import Grant
from bot.house import LOCALES
from bot.i18n import Catalogues
from bot.storage.database import Database
from tests.house import REPOSITORY

NOW = 1_800_000_000
TEXTS = Catalogues(LOCALES)


@dataclass(slots=True)
class AuditRoom:
    database: Database
    registry: Registry
    journal: ChainedJournal
    roster: StaffRoster
    router: Router
    cases: dict[str, str] = field(default_factory=dict)
    """What each is called, by case."""

    @classmethod
    async def open(cls, database: Database) -> AuditRoom:
        async with database.transaction() as tx:
            registry = await Registry.load(tx, Vault([new_key()]))
        directory = read_directory(REPOSITORY / "config")
        journal = ChainedJournal(registry.pepper)
        roster = StaffRoster(Keyring(registry), directory, FastClock(0, start=NOW))
        room = cls(database, registry, journal, roster, Router([]))
        room.router = Router([AuditDesk(directory, roster, journal, room.find_cases).feature()])
        return room

    async def find_cases(self, _: Context, typed: str) -> list[FoundCase]:
        return [FoundCase(case, label) for case, label in self.cases.items() if typed in label]

    async def enrol(self, chat_id: int, role: Role, name: str, organisation: str = "police") -> AddressId:
        async with self.visiting(chat_id) as context:
            address = await context.people.keep_address(Purpose.STAFF, "staff")
            alias = context.people.alias(Purpose.STAFF)
            grant = Grant(role, organisation, name=name)
            await staff_store.enrol(context.tx, context.keys, alias, address, grant)
        return address

    async def notes(self, *deeds: tuple[Deed, Role | None, AddressId | None, str, str]) -> None:
        """Entries, a minute apart: deed, role, member, case, detail."""
        async with self.database.transaction() as tx:
            for minute, (deed, role, member, case, detail) in enumerate(deeds):
                organisation = "police" if role else ""
                entry = Entry(NOW + 60 * minute, deed, role, organisation, member, case, detail)
                await self.journal.write(tx, entry)

    async def says(self, chat_id: int, command: str, language: Language = Language.EN) -> Screen:
        name, _, argument = command.removeprefix("/").partition(" ")
        return await self._shown(chat_id, Command(name, argument, MessageId(1)), language)

    async def presses(self, chat_id: int, data: str | None, language: Language = Language.EN) -> Screen:
        assert data is not None
        name, *arguments = data.split("|")
        return await self._shown(chat_id, Press(name, tuple(arguments), MessageId(1), "1"), language)

    async def _shown(self, chat_id: int, event: Command | Press, language: Language) -> Screen:
        async with self.visiting(chat_id, language) as context:
            outcome = await self.router.route(context, Incoming(context.person, None, event), [])
        (reply,) = outcome.replies
        assert isinstance(reply, Show | Turn)
        return reply.screen

    @asynccontextmanager
    async def visiting(self, chat_id: int, language: Language = Language.EN) -> AsyncIterator[Context]:
        keyring, clock = Keyring(self.registry), FastClock(0, start=NOW)
        async with self.database.transaction() as tx:
            visitor = await Visitor.load(tx, self.registry, self.registry.sender(chat_id), None, NOW)
            yield Context(
                tx=tx,
                now=NOW,
                person=visitor.sender.person,
                speaks_ours=True,
                t=TEXTS(language),
                texts_for=TEXTS,
                people=visitor,
                keys=keyring,
                sent=Outbox(self.registry, keyring, clock),
                files=FileStore(keyring, clock),
                journal=self.journal,
                staff=await self.roster.of(tx, visitor.sender.person),
                steps={},
            )


def plain(text: str) -> str:
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_DIRECTIONAL_ISOLATE, "")


def labels(screen: Screen) -> dict[str, str | None]:
    """What each button does, by what it says."""
    return {plain(button.label): button.press for row in screen.rows for button in row}
