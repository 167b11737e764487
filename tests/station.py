"""The bot without Telegram: the real dispatch, routes, jobs and letters; phones in memory."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from bot.app.contents import features, writers
from bot.commands.invitations import make_invite
from bot.core.clock import FastClock
from bot.core.ids import AddressId, MessageId, ThreadId
from bot.core.incoming import Attachment, Command, Edited, Event, Press, Text
from bot.core.language import Language
from bot.core.media import MediaKind
from bot.core.outcome import Lane
from bot.core.routes import Route
from bot.engine.clockwork import Clockwork
from bot.engine.dispatch import Dispatch
from bot.engine.inbox import Envelope, Inbox
from bot.engine.outbox import LetterState
from bot.engine.pacing import Pace
from bot.engine.postman import AT_ONCE, Postman
from bot.engine.router import Router
from bot.engine.scheduler import Lanes, Lines, Supervisor
from bot.engine.veil import Veils
from bot.features.concerns.jobs import ConcernJobs
from bot.features.concerns.office import Office
from bot.features.concerns.rules import topic_ref
from bot.features.concerns.undelivered import Undelivered
from bot.features.staff.rules import Grant
from bot.gateway.profile import Profile
from bot.house import House, open_house
from bot.settings import Settings
from bot.storage.connect import open_database
from bot.storage.database import Transaction
from tests.house import REPOSITORY, values_for
from tests.pockets import Camera, Phone, Pockets

NOW = 1_800_000_000
BOT = "station_bot"
_LIVES = count(1)
"""A copy of a house knows the updates of the first."""
_FAILED = "Something went wrong on our side"
_WAITING = """
    SELECT o.kind, o.ref FROM outbox o WHERE o.state < :sent AND o.try_at <= :soon AND NOT EXISTS (
        SELECT 1 FROM outbox e WHERE e.address_id = o.address_id AND e.lane = o.lane
            AND e.state < :sent AND e.position < o.position)
"""
_PATIENCE = 30
"""Times letters are looked for that wait for others, a second apart."""


@dataclass(slots=True)
class Station:
    """People are their chat ids. Whatever somebody does is over, and has arrived, when it returns."""

    house: House
    clock: FastClock
    office: Office
    routes: list[Route]
    dispatch: Dispatch
    postman: Postman
    lanes: Lanes
    jobs: ConcernJobs
    pockets: Pockets = field(default_factory=Pockets)
    updates: count[int] = field(default_factory=lambda: count(next(_LIVES) * 1_000_000))

    @classmethod
    def of(cls, house: House, clock: FastClock, *, uses_topics: bool = True) -> Station:
        office, pockets, supervisor = house.office(uses_topics=uses_topics), Pockets(), Supervisor(clock)
        table = features(house, office, Profile(BOT, has_topics=uses_topics))
        routes = [route for feature in table for route in feature.routes]
        lanes = Lanes(supervisor)
        workshop = replace(house.workshop, clock=clock)
        veils = Veils(workshop, house.registry)
        undelivered = Undelivered(office, house.workshop.work_in).tell
        ways_out = (pockets, supervisor, veils, undelivered, Pace(clock, 30))
        postman = Postman(workshop, house.registry, *ways_out, writers(house))
        inbox = Inbox(house.database, house.registry.vault, clock)
        people = (house.registry, house.roster, Router(table))
        dispatch = Dispatch(workshop, inbox, postman, *people, pockets, Camera(), Lines(lanes, lanes, lanes))
        clockwork = Clockwork(house.workshop, postman)
        jobs = ConcernJobs(office, house.values.retention, clockwork.run)
        return cls(house, clock, office, routes, dispatch, postman, lanes, jobs, pockets)

    @property
    def now(self) -> int:
        return int(self.clock.now())

    def phone(self, chat_id: int) -> Phone:
        return self.pockets.phone(chat_id)

    async def does(self, chat_id: int, event: Event) -> str:
        """All that came to their phone because of it."""
        phone = self.phone(chat_id)
        before = len(phone.came)
        await self.dispatch.take([Envelope(next(self.updates), chat_id, Language.EN, event)])
        await self.lanes.drained()
        await self.deliver()
        said = "\n".join(phone.came[before:])
        assert _FAILED not in said, f"{event} failed: {said}"
        return said

    async def commands(self, chat_id: int, words: str, thread: ThreadId | None = None) -> str:
        name, _, argument = words.removeprefix("/").partition(" ")
        return await self.does(chat_id, Command(name, argument, self.phone(chat_id).number(), thread))

    async def says(self, chat_id: int, text: str, thread: ThreadId | None = None) -> str:
        return await self.does(chat_id, Text(text, self.phone(chat_id).number(), thread))

    async def edits(self, chat_id: int, number: MessageId, text: str) -> str:
        return await self.does(chat_id, Edited(text, number))

    async def photographs(self, chat_id: int, words: str) -> str:
        number = self.phone(chat_id).number()
        return await self.does(chat_id, Attachment(MediaKind.PHOTO, words, "", number))

    async def presses(self, chat_id: int, route: str, *arguments: object) -> str:
        """Any button at all, under a message that is not there any more."""
        data = tuple(map(str, arguments))
        return await self.does(chat_id, Press(route, data, self.phone(chat_id).number(), "query"))

    async def presses_newest(self, chat_id: int, route: str) -> str | None:
        """The newest button of theirs that begins so; None where there never was one."""
        found = self.phone(chat_id).button(route)
        if found is None:
            return None
        data, number = found
        shown = self.phone(chat_id).standing.get(number)
        thread = shown.thread if shown else None
        return await self.does(chat_id, Press.of(data, number, "query", thread))

    async def topic(self, case_id: str, officer: AddressId) -> ThreadId | None:
        """Where an officer talks about a case."""
        async with self.house.database.transaction() as tx:
            found = await self.house.outbox.by_ref(tx, [topic_ref(case_id, officer)])
        return found[0].thread if found else None

    async def joins(self, chat_id: int, grant: Grant) -> AddressId:
        link = await make_invite(self.house, grant, BOT)
        await self.commands(chat_id, f"/start {link.partition('=')[2]}")
        return await self.address(chat_id)

    async def address(self, chat_id: int) -> AddressId:
        async with self.house.database.transaction() as tx:
            member = await self.house.roster.of(tx, self.house.registry.sender(chat_id).person)
        assert member is not None
        return member.address

    async def passes(self, seconds: int) -> None:
        """Time goes by; then what is done by the clock is done."""
        self.clock.advance(seconds)
        await self.deliver()
        await self.jobs.keep_promises()
        await self.jobs.tidy()
        await self.deliver()

    async def deliver(self) -> None:
        """Every letter that may leave by now has left."""
        for _ in range(_PATIENCE):
            while await self._round():
                pass
            if not (waiting := await self._waiting()):
                return
            self.clock.advance(1)
        raise AssertionError(f"letters wait for ever: {waiting}")

    async def _round(self) -> bool:
        """Private methods: the postman's own loops would take real time."""
        errands = [(lane, each) for lane in Lane for each in (await self.postman._claim(lane, AT_ONCE))[0]]
        for lane, errand in errands:
            await self.postman._run(lane, errand)
        return bool(errands)

    async def _waiting(self) -> list[tuple[str, str]]:
        """Letters that wait for one of another lane, and not for the time they may be taken back in."""
        bounds = {"sent": int(LetterState.SENT), "soon": self.now + 1}
        async with self.house.database.transaction() as tx:
            return [(row["kind"], row["ref"]) for row in await tx.rows(_WAITING, bounds)]


@asynccontextmanager
async def station(database_url: str, *, undo_seconds: int = 10) -> AsyncIterator[Station]:
    """With nobody in it yet."""
    clock = FastClock(0, start=NOW)
    settings = Settings(
        database_url=database_url,  # type: ignore[arg-type]
        config=REPOSITORY / "config",
        undo_seconds=undo_seconds,
    )
    house = await open_house(settings, clock, values_for(settings))
    try:
        yield Station.of(house, clock)
    finally:
        await house.database.close()


async def copied(house: House, clock: FastClock, folder: Path, number: int) -> Station:
    """The same house, with a copy of its database as it lies in the folder: reading all values takes long."""
    path = folder / f"copy-{number}.db"
    shutil.copy(folder / "trustline.db", path)
    database = await open_database(f"sqlite:///{path}")
    clock.advance(NOW - clock.now())
    copy = replace(house, database=database, workshop=replace(house.workshop, database=database, clock=clock))
    return Station.of(copy, clock)


async def rows(tx: Transaction, table: str) -> list[Mapping[str, object]]:
    return [dict(row) for row in await tx.rows(f"SELECT * FROM {table}", {})]
