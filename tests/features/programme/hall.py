"""A conference hall: the real store, people and outbox, a clock that stands still until it is put forward."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.clock import FastClock
from bot.core.context import Context
from bot.core.ids import AddressId, MessageId
from bot.core.incoming import Command, Event, Incoming, Press, Text
from bot.core.language import Language
from bot.core.outcome import Lane, Outcome, Post, Revise, Screen, Show, Step, Turn, Unwritten
from bot.core.text import FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE, Html
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.letters import read_body
from bot.engine.outbox import Outbox
from bot.engine.people import OpenStep, Registry, Visitor, forget_address
from bot.engine.router import Router
from bot.engine.vault import Vault, new_key
from bot.features.programme import attendance, store
from bot.features.programme.flow import ProgrammeFlow
from bot.features.programme.importer import Imported, import_programme
from bot.features.programme.jobs import ReminderJob
from bot.features.programme.kept import KeptSession
from bot.features.programme.model import Localized, Programme, ScheduledSession, SessionState
from bot.features.programme.reminders import ReminderWriter
from bot.features.programme.rules import SETTLING, Lead
from bot.house import LOCALES
from bot.i18n import Catalogues
from bot.storage.database import Database

VIENNA = "Europe/Vienna"
TEXTS = Catalogues(LOCALES)
MINUTE, HOUR, DAY = 60, 3600, 86400


def vienna(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(VIENNA)).timestamp())


def planned(
    key: str,
    starts_at: int,
    minutes: int = 60,
    *,
    title: str = "",
    room: str = "Hall A",
    track: str = "",
    state: SessionState = SessionState.SCHEDULED,
) -> ScheduledSession:
    return ScheduledSession(
        key=key,
        code=None,
        starts_at=starts_at,
        ends_at=starts_at + minutes * MINUTE,
        title=Localized.of(title or f"Session {key}"),
        room=Localized.of(room),
        track=Localized.of(track) if track else None,
        state=state,
    )


def programme(*sessions: ScheduledSession, title: str = "Prevention days", zone: str = VIENNA) -> Programme:
    tracks = tuple(dict.fromkeys(session.track for session in sessions if session.track))
    return Programme(Localized.of(title), zone, None, tracks, (), tuple(sessions))


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter in the outbox, as its reader would see it."""

    chat_id: int
    kind: str
    text: str
    screen: Screen
    lane: Lane
    is_at_most_once: bool
    expires_at: int
    is_revision: bool


class NotYet(Exception):
    """Nothing has happened."""


@dataclass(slots=True)
class Hall:
    """Everything the programme needs around it. People are their chat ids."""

    database: Database
    registry: Registry
    keyring: Keyring
    outbox: Outbox
    clock: FastClock
    job: ReminderJob

    @classmethod
    async def open(cls, database: Database, now: int) -> Hall:
        async with database.transaction() as tx:
            registry = await Registry.load(tx, Vault([new_key()]))
        keyring, clock = Keyring(registry), FastClock(0, start=now)
        outbox = Outbox(registry, keyring, clock)
        job = ReminderJob(database, outbox, TEXTS, clock, wake=lambda _: None)
        return cls(database, registry, keyring, outbox, clock, job)

    @property
    def now(self) -> int:
        return int(self.clock.now())

    def at(self, moment: int) -> None:
        self.clock.advance(moment - self.clock.now())

    async def settles(self) -> None:
        """Long enough that what was imported is told."""
        self.at(self.now + SETTLING)
        await self.job.run()

    async def imports(self, version: Programme, *, is_final: bool = True) -> Imported:
        """A person says that it is right, unless it is not final: then it is one fetch among others."""
        async with self.database.transaction() as tx:
            return await import_programme(tx, version, self.now, is_final=is_final)

    @asynccontextmanager
    async def visit(self, chat_id: int, language: Language = Language.EN) -> AsyncIterator[Context]:
        sender = self.registry.sender(chat_id)
        async with self.database.transaction(serial=sender.person) as tx:
            visitor = await Visitor.load(tx, self.registry, sender, language, self.now)
            yield Context(
                tx=tx,
                now=self.now,
                person=sender.person,
                speaks_ours=True,
                t=TEXTS(visitor.language),
                texts_for=TEXTS,
                people=visitor,
                keys=self.keyring,
                sent=self.outbox,
                files=FileStore(self.keyring, self.clock),
                journal=ChainedJournal(self.registry.pepper),
                staff=None,
                steps={},
            )

    async def acts(self, chat_id: int, what: str, language: Language = Language.EN) -> Outcome:
        """What follows from a command (`/agenda`), or from a press, given by the button's data."""
        event: Event
        if what.startswith("/"):
            name, _, argument = what[1:].partition(" ")
            event = Command(name, argument, MessageId(1))
        else:
            event = Press.of(what, MessageId(1), "q")
        return await self._happens(chat_id, event, language)

    async def does(self, chat_id: int, what: str, language: Language = Language.EN) -> Screen:
        """What the bot shows then."""
        (answer,) = (await self.acts(chat_id, what, language)).replies
        assert isinstance(answer, Show if what.startswith("/") else Turn)
        return answer.screen

    async def writes(
        self, chat_id: int, text: str, question: Step, language: Language = Language.EN
    ) -> Screen:
        """What the bot shows after the answer to a question."""
        outcome = await self._happens(chat_id, Text(text, MessageId(1)), language, question)
        (answer,) = outcome.replies
        assert isinstance(answer, Show)
        return answer.screen

    async def _happens(
        self, chat_id: int, event: Event, language: Language, question: Step | None = None
    ) -> Outcome:
        router = Router([ProgrammeFlow(10 * MINUTE).feature()])
        steps = [OpenStep(question.dialogue, question.name, question.data, self.now)] if question else []
        async with self.visit(chat_id, language) as context:
            context.steps = {step.dialogue: step.data for step in steps}
            outcome = await router.route(context, Incoming(context.person, language, event), steps)
            await self.outbox.post(context.tx, outcome.letters)
        return outcome

    async def session(self, key: str) -> KeptSession:
        async with self.database.transaction() as tx:
            for found in await store.programmes_since(tx, 0):
                for session in await store.sessions_of(tx, found.programme_id):
                    if session.about.key == key:
                        return session
        raise AssertionError(f"no session {key}")

    async def adds(
        self, chat_id: int, *keys: str, lead: Lead | None = Lead.TEN_MINUTES, language: Language = Language.EN
    ) -> None:
        """Somebody chooses their lead time and puts sessions on their agenda."""
        sessions = [await self.session(key) for key in keys]
        async with self.visit(chat_id, language) as context:
            await attendance.choose_lead(context, lead)
            for session in sessions:
                await attendance.add(context, session)

    async def drops(self, chat_id: int, key: str) -> None:
        session = await self.session(key)
        async with self.visit(chat_id) as context:
            await store.take_off_agenda(context.tx, attendance.attendee(context), session.session_id)

    async def blocks(self, chat_id: int) -> None:
        """The postman found that nobody is reached there any more."""
        async with self.visit(chat_id) as context:
            known = await store.attendance_of(context.tx, attendance.attendee(context))
            assert known is not None
            await forget_address(context.tx, known.address)

    async def owed(self) -> list[Owed]:
        """All letters, in the order in which they leave."""
        sql = """SELECT o.letter_id, o.address_id, o.kind, o.lane, o.at_most_once, o.expires_at, o.sealed,
                 a.sealed AS address FROM outbox o JOIN addresses a ON a.address_id = o.address_id
                 ORDER BY o.position"""
        async with self.database.transaction() as tx:
            rows = await tx.rows(sql, {})
        owed = []
        for row in rows:
            body = read_body(self.registry.vault.open(row["sealed"], f"letter:{row['letter_id']}"))
            if isinstance(body, Unwritten):
                (screen,) = await self.writes_now(body)
                body = Post(screen or Screen(Html("")))
            assert isinstance(body, Post | Revise)
            owed.append(
                Owed(
                    self.registry.open_address(AddressId(row["address_id"]), row["address"]),
                    row["kind"],
                    plain(body.screen.text),
                    body.screen,
                    Lane(row["lane"]),
                    bool(row["at_most_once"]),
                    row["expires_at"],
                    isinstance(body, Revise),
                )
            )
        return owed

    async def writes_now(self, *unwritten: Unwritten) -> list[Screen | None]:
        """As they would leave at this moment; none of them does."""
        writer, written = ReminderWriter(TEXTS), list[Screen | None]()
        with suppress(NotYet):
            async with self.database.transaction() as tx:
                written = await writer.write(tx, [each.about for each in unwritten], self.now)
                raise NotYet
        return written

    async def reminded(self) -> list[int]:
        return [letter.chat_id for letter in await self.owed() if letter.kind == "programme.reminder"]

    async def count(self, sql: str) -> int:
        async with self.database.transaction() as tx:
            rows = await tx.rows(f"SELECT COUNT(*) AS n FROM {sql}", {})
        return int(rows[0]["n"])


def plain(text: str) -> str:
    """Without the marks that keep directions apart."""
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_DIRECTIONAL_ISOLATE, "")
