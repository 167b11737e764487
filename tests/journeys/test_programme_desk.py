"""A coordinator looks after a programme: a feed, its doubts and breakdowns, a file, a change in the chat."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.core.roles import Role
from bot.features.programme import registrations, store
from bot.features.programme.rules import SETTLING
from bot.features.programme.sources import Source, find_source, keep_source
from bot.sandbox import Phone
from tests.features.programme.hall import plain
from tests.gateway.server import serving
from tests.house import Play
from tests.journeys.test_programme import attends, session_id

VIENNA = ZoneInfo("Europe/Vienna")
USUAL = {"Opening": 9, "Schools": 11, "Families": 13, "Clubs": 15, "Closing": 17}


@dataclass
class Feed:
    """A calendar on the web."""

    play: Play
    sessions: dict[str, int] = field(default_factory=lambda: dict(USUAL))
    status: int = 200
    visits: int = 0
    served: bytes = b""

    def content(self) -> bytes:
        day = datetime.fromtimestamp(self.play.clock.now(), VIENNA) + timedelta(days=3)
        events = (
            f"BEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\nLOCATION:Blue Room\r\n"
            f"DTSTART;TZID=Europe/Vienna:{day:%Y%m%d}T{hour:02}0000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
            for title, hour in self.sessions.items()
        )
        head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nX-WR-CALNAME:Prevention week\r\n"
        return f"{head}X-WR-TIMEZONE:Europe/Vienna\r\n{''.join(events)}END:VCALENDAR\r\n".encode()

    async def answer(self, _: web.Request) -> web.Response:
        self.visits += 1
        self.served = self.content().replace(b"END:VCALENDAR", b"X-VISIT:%d\r\nEND:VCALENDAR" % self.visits)
        return web.Response(status=self.status, body=self.served)

    async def is_visited(self) -> None:
        """The next time; returns when it is decided what comes of it."""
        visits = self.visits
        while self.visits == visits:
            self.play.clock.advance(60)
            await asyncio.sleep(0.02)
        async with asyncio.timeout(20):
            while not await self._is_taken_in():  # noqa: ASYNC110 nobody rings a bell
                await asyncio.sleep(0.05)
        self.play.clock.advance(10)

    async def _is_taken_in(self) -> bool:
        async with self.play.house.database.transaction() as tx:
            kept = await find_source(tx, "week")
        assert kept is not None
        return kept.failures > 0 or kept.digest == hashlib.sha256(self.served).hexdigest()


@asynccontextmanager
async def fed(play: Play) -> AsyncIterator[Feed]:
    feed = Feed(play)
    async with serving(feed.answer) as url:
        source = Source(name="week", url=f"{url}/week.ics", zone="Europe/Vienna", every=5, private=True)
        async with play.house.database.transaction() as tx:
            await keep_source(tx, source, is_configured=False)
        yield feed


async def arrives(play: Play) -> Phone:
    return await play.officer("Carla", organisation="city", role=Role.COORDINATOR)


async def opens_desk(coordinator: Phone) -> None:
    coordinator.skips()
    await coordinator.says("/programme")
    await coordinator.presses("Manage the programme")
    await coordinator.hears("you look after this programme")


async def test_a_feed_that_loses_much_is_held_until_the_coordinator_decides(play: Play) -> None:
    coordinator, participant = await arrives(play), play.person("Pavel")
    async with fed(play) as feed:
        await feed.is_visited()
        await attends(participant, play, "Opening")
        feed.sessions = {"Families": 13, "Clubs": 15, "Closing": 17}
        await feed.is_visited()
        await coordinator.hears("waits for your word")
        await feed.is_visited()
        await coordinator.hears_nothing(0.5)
        await opens_desk(coordinator)
        await coordinator.presses("See what would change")
        shown = plain((await coordinator.hears("this would change")).text)
        assert "No longer in the programme: Opening" in shown
        assert "2 sessions that were still to come are missing" in shown
        await participant.hears_nothing(0.2)
        await coordinator.presses("Yes, apply it")
        await coordinator.hears("Done.")
        play.clock.advance(SETTLING)
        assert "no longer in the programme" in (await participant.hears("on your agenda has changed")).text
        await feed.is_visited()
        await participant.hears_nothing(0.2)


async def test_what_may_be_cancelled_is_decided_by_a_tap(play: Play) -> None:
    coordinator, participant = await arrives(play), play.person("Pavel")
    async with fed(play) as feed:
        await feed.is_visited()
        await attends(participant, play, "Opening")
        del feed.sessions["Opening"]
        await feed.is_visited()
        await participant.opens(f"s-{await session_id(play, 'Opening')}")
        await participant.hears("may be cancelled")
        await opens_desk(coordinator)
        await coordinator.presses("Opening")
        await coordinator.presses("Cancel the session")
        await coordinator.presses("Yes, cancel it")
        play.clock.advance(SETTLING)
        await participant.hears("no longer in the programme")
        feed.sessions["Opening"] = 9
        await feed.is_visited()
        await participant.hears_nothing(0.2)
        await feed.is_visited()
        play.clock.advance(SETTLING)
        await participant.hears("takes place after all")


async def test_a_change_in_the_chat_stands_until_the_feed_changes_the_same(play: Play) -> None:
    coordinator, participant = await arrives(play), play.person("Pavel")
    async with fed(play) as feed:
        await feed.is_visited()
        await attends(participant, play, "Opening")
        coordinator.skips()
        await coordinator.opens(f"s-{await session_id(play, 'Opening')}")
        await coordinator.presses("Change this session")
        await coordinator.presses("Time")
        await coordinator.says("half past ten")
        await coordinator.hears("can’t be read as a time")
        await coordinator.says("10:30-11:30")
        await coordinator.hears("Changed.")
        play.clock.advance(SETTLING)
        assert "10:30" in (await participant.hears("has moved")).text
        feed.sessions["Schools"] = 12
        await feed.is_visited()
        await participant.hears_nothing(0.2)
        await opens_desk(coordinator)
        await coordinator.presses("Versions")
        await coordinator.presses("(1)")
        assert "Moved: Schools" in plain((await coordinator.hears("Version of")).text)
        feed.sessions["Opening"] = 8
        await feed.is_visited()
        play.clock.advance(SETTLING)
        assert "08:00" in (await participant.hears("has moved")).text
        await coordinator.says("/audit")
        journal = plain((await coordinator.hears("The journal")).text)
        assert "changed a session of the programme" in journal
        assert "imported a file" not in journal


async def test_back_from_a_question_about_a_session_closes_it(play: Play) -> None:
    coordinator = await arrives(play)
    async with fed(play) as feed:
        await feed.is_visited()
        for asked, question in (
            ("Title", "title"),
            ("Room", "Where is it now"),
            ("Places", "How many places"),
        ):
            coordinator.skips()
            await coordinator.opens(f"s-{await session_id(play, 'Opening')}")
            await coordinator.presses("Change this session")
            await coordinator.presses(asked)
            await coordinator.hears(question)
            await coordinator.presses("Back")
            await coordinator.hears("Opening")
            coordinator.skips()
            await coordinator.says("25")
            assert "Changed." not in (await coordinator.hears()).text
        session = await session_id(play, "Opening")
        async with play.house.database.transaction() as tx:
            assert await registrations.find(tx, session) is None
            assert (await store.known_session(tx, session)).edits == {}


async def test_a_file_is_shown_before_it_is_applied(play: Play) -> None:
    coordinator, participant = await arrives(play), play.person("Pavel")
    feed = Feed(play)
    await coordinator.says("/programme")
    await coordinator.presses("Manage the programme")
    await coordinator.presses("Send a file")
    await coordinator.hears("Vienna time")
    await coordinator.sends("document", content=b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    await coordinator.hears("can’t be used")
    await participant.sends("document", content=feed.content())
    await participant.hears()
    await coordinator.presses("Send a file")
    await coordinator.sends("document", content=feed.content())
    await coordinator.hears("A new programme with 5 sessions")
    await participant.says("/programme")
    await participant.hears("no programme here yet")
    await coordinator.presses("Yes, apply it")
    await coordinator.hears("Done.")
    await attends(participant, play, "Opening")


async def test_a_source_that_fails_for_a_day_is_told_once(play: Play) -> None:
    coordinator = await arrives(play)
    async with fed(play) as feed:
        feed.status = 500
        await feed.is_visited()
        for _ in range(9):
            play.clock.advance(6 * 3600)
            await feed.is_visited()
        told = await coordinator.hears("could not be fetched")
        assert "127.0.0.1" in told.text
        await coordinator.hears_nothing(0.5)
        feed.status = 200
        play.clock.advance(6 * 3600)
        await feed.is_visited()
