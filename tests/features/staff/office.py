"""A house with staff: the real store, people, journal and router; a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.audit import Line
from bot.core.clock import FastClock
from bot.core.context import Context, StaffMember
from bot.core.directory import Directory
from bot.core.entries import Area, Organisation, Topic
from bot.core.ids import AddressId, MessageId
from bot.core.incoming import Command, Incoming, Press, Text
from bot.core.language import Language
from bot.core.outcome import Letter, Notice, Outcome, Screen
from bot.core.roles import Role
from bot.core.text import FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, Visitor
from bot.engine.router import Router
from bot.engine.vault import Vault, new_key
from bot.features.staff import store
from bot.features.staff.desk import StaffDesk
from bot.features.staff.duty import DutyDesk
from bot.features.staff.inviting import Inviting
from bot.features.staff.leaving import Leaving, StaffKeeper
from bot.features.staff.roster import StaffRoster
from bot.features.staff.rules import LINK_PREFIX, Grant
from bot.i18n import Catalogues
from bot.storage.database import Database

TEXTS = Catalogues(Path(__file__).parents[3] / "locales")
NAMES = {language: f"{language} name" for language in Language}
VIENNA = "Europe/Vienna"


def organisation(name: str, kind: str = "police", **more: object) -> Organisation:
    names = {language: name.capitalize() for language in Language}
    return Organisation.model_validate({"id": name, "kind": kind, "name": names, **more})


def directory(*organisations: Organisation) -> Directory:
    topics = [Topic(id=each, name=NAMES) for each in ("drugs", "online", "safety")]
    areas = [Area(id=each, name=NAMES, country="AT", zone=VIENNA) for each in ("north", "old-town")]
    return Directory(
        topics, areas, organisations or [organisation("police"), organisation("clinic", "health")]
    )


@dataclass(slots=True)
class Office:
    """Everything the staff slice needs around it. People are their chat ids."""

    database: Database
    registry: Registry
    keyring: Keyring
    clock: FastClock
    directory: Directory
    roster: StaffRoster
    journal: ChainedJournal
    left: list[AddressId] = field(default_factory=list)
    """Whose things another slice was asked to let go of."""
    owed: list[Letter] = field(default_factory=list)
    """What that slice owes because of it."""
    letters: list[Letter] = field(default_factory=list)
    """All that was owed after what people did."""

    @classmethod
    async def open(cls, database: Database, now: int, known: Directory) -> Office:
        async with database.transaction() as tx:
            registry = await Registry.load(tx, Vault([new_key()]))
        keyring, clock = Keyring(registry), FastClock(0, start=now)
        roster = StaffRoster(keyring, known, clock)
        return cls(database, registry, keyring, clock, known, roster, ChainedJournal(registry.pepper))

    @property
    def now(self) -> int:
        return int(self.clock.now())

    def at(self, moment: int) -> None:
        self.clock.advance(moment - self.clock.now())

    async def hires(self, chat_id: int, grant: Grant, language: Language = Language.EN) -> StaffMember:
        """Somebody opens a link that was made for them."""
        async with self.database.transaction() as tx:
            payload = await store.invite(tx, self.keyring, grant, self.now)
        await self.does(chat_id, f"/start {payload}", language)
        return await self.member(chat_id)

    async def hires_coordinator(self, chat_id: int = 1, place: str = "police") -> StaffMember:
        return await self.hires(chat_id, Grant(Role.COORDINATOR, place))

    async def member(self, chat_id: int) -> StaffMember:
        found = await self.member_if_any(chat_id)
        assert found is not None
        return found

    async def member_if_any(self, chat_id: int) -> StaffMember | None:
        async with self.database.transaction() as tx:
            return await self.roster.of(tx, self.registry.sender(chat_id).person)

    @asynccontextmanager
    async def visit(
        self, chat_id: int, language: Language = Language.EN
    ) -> AsyncIterator[tuple[Visitor, Context]]:
        sender = self.registry.sender(chat_id)
        async with self.database.transaction(serial=sender.person) as tx:
            visitor = await Visitor.load(tx, self.registry, sender, language, self.now)
            yield (
                visitor,
                Context(
                    tx=tx,
                    now=self.now,
                    person=sender.person,
                    speaks_ours=True,
                    t=TEXTS(visitor.language),
                    texts_for=TEXTS,
                    people=visitor,
                    keys=self.keyring,
                    sent=Outbox(self.registry, self.keyring, self.clock),
                    files=FileStore(self.keyring, self.clock),
                    journal=self.journal,
                    staff=await self.roster.of(tx, sender.person) if visitor.is_staff else None,
                    steps={step.dialogue: step.data for step in visitor.latest_first()},
                ),
            )

    async def does(self, chat_id: int, what: str, language: Language = Language.EN) -> Screen:
        """What the bot shows after a command, a press (`:` and the button's data), or words."""
        async with self.visit(chat_id, language) as (visitor, context):
            incoming = Incoming(context.person, language, _event(what))
            outcome = await self._router().route(context, incoming, visitor.latest_first())
            await self._keep(visitor, context, outcome)
        (answer,) = outcome.replies
        assert not isinstance(answer, Notice)
        return answer.screen

    async def presses(self, chat_id: int, shown: Screen, label: str) -> Screen:
        return await self.does(chat_id, f":{button(shown, label)}")

    async def erases(self, chat_id: int) -> list[Letter]:
        async with self.visit(chat_id) as (visitor, context):
            owed = await StaffKeeper(self._leaving()).erase(context)
            await visitor.forget()
        return owed

    async def blocks(self, chat_id: int) -> None:
        """The postman found that nobody is reached there any more."""
        member = await self.member(chat_id)
        async with self.database.transaction() as tx:
            await tx.execute("DELETE FROM addresses WHERE address_id = :id", {"id": member.address})

    async def deeds(self) -> list[Line]:
        """Oldest first."""
        async with self.database.transaction() as tx:
            return [*reversed(await self.journal.lines(tx, most=100))]

    async def count(self, table: str) -> int:
        async with self.database.transaction() as tx:
            rows = await tx.rows(f"SELECT COUNT(*) AS n FROM {table}", {})
        return int(rows[0]["n"])

    def _router(self) -> Router:
        desk = StaffDesk(self.directory, self.roster, self._leaving())
        duty, inviting = DutyDesk(self.directory, self.roster), Inviting(self.directory, "trustline_bot")
        return Router([desk.feature(), duty.feature(), inviting.feature()])

    def _leaving(self) -> Leaving:
        return Leaving([self._let_go])

    async def _let_go(self, context: Context, address: AddressId) -> list[Letter]:
        """As another slice would, to which the member can still be reached."""
        assert await context.texts_at(address) is not None
        self.left.append(address)
        return self.owed

    async def _keep(self, visitor: Visitor, context: Context, outcome: Outcome) -> None:
        if outcome.ends:
            await visitor.end(outcome.ends)
        if outcome.step:
            await visitor.ask(outcome.step, context.now)
        self.letters += outcome.letters


def button(shown: Screen, label: str) -> str:
    """The data of the first button whose label has these words."""
    found = next((each for row in shown.rows for each in row if label in plain(each.label)), None)
    assert found is not None, (label, labels(shown))
    return found.press or found.copy or ""


def labels(shown: Screen) -> list[str]:
    return [plain(each.label) for row in shown.rows for each in row]


def plain(text: str) -> str:
    """Without the marks that keep directions apart."""
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_DIRECTIONAL_ISOLATE, "")


def payload_of(link: str) -> str:
    payload = link.partition("?start=")[2]
    assert payload.startswith(f"{LINK_PREFIX}-")
    return payload


def addresses(members: Mapping[object, list[StaffMember]]) -> dict[object, list[AddressId]]:
    return {tier: [each.address for each in found] for tier, found in members.items()}


def _event(what: str) -> Command | Press | Text:
    if what.startswith("/"):
        name, _, argument = what[1:].partition(" ")
        return Command(name, argument, MessageId(1))
    if what.startswith(":"):
        name, *arguments = what[1:].split("|")
        return Press(name, tuple(arguments), MessageId(1), query="q")
    return Text(what, MessageId(1))
