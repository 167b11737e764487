"""The day itself: a bot, its people, its programme, the weather, and whoever kills it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from bot.commands.programme import Wishes, import_from
from bot.engine.vault import new_key, write_key
from bot.house import open_house
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.storage.database import Database
from tests.bench.day.clock import SharedClock
from tests.bench.day.diary import Diary, OnItsWay
from tests.bench.day.people import People
from tests.bench.day.plan import DayPlan
from tests.bench.day.programme import EARLY, FIRST, HOUR, MINUTE, NAME, VENUE, Feed, moments, versions
from tests.bench.day.reckoning import SETTLES, Reckoning
from tests.bench.day.report import DayReport
from tests.bench.day.weather import STORM, Weather
from tests.bench.processes import REPOSITORY
from tests.child import Child
from tests.kept import opened, rows_after_a_crash

POLL = 5
"""Minutes between two looks at the feed."""
OUTAGE = (1 * MINUTE, 10 * MINUTE)
"""Seconds the bot is away after it was killed: at least, at most."""
AFTERWARDS = 25 * MINUTE
"""Seconds after the last start in which something may still come."""
PATIENCE = 1800.0
"""Real seconds that a day may take longer than it should."""
CLAIMED = "SELECT address_id, kind FROM outbox WHERE state = 1"
IMPORTS = "SELECT imported_at, version FROM programme_imports ORDER BY imported_at"
BUSY = (
    "SELECT 1 FROM outbox WHERE state < 2 AND try_at <= :now LIMIT 1",
    "SELECT 1 FROM rounds WHERE is_done = 0 AND due_at <= :now LIMIT 1",
    """SELECT 1 FROM programme_imports
       WHERE is_told = 0 AND (told_to <> '' OR imported_at <= :settled) LIMIT 1""",
    "SELECT 1 FROM snoozes WHERE outcome IS NULL AND due_at <= :now LIMIT 1",
)
"""What the bot has to do by now."""
NOT_OVER = (
    "SELECT 1 FROM outbox WHERE state < 2 LIMIT 1",
    *BUSY,
    "SELECT 1 FROM programme_imports WHERE is_told = 0 LIMIT 1",
    "SELECT 1 FROM snoozes WHERE outcome IS NULL LIMIT 1",
)
LATENCY = 0.02
"""Real seconds Telegram takes to answer: long enough to be killed in."""
LOOKS_EVERY = 0.02
SLOWER = {10.0: 1.0, 3.0: 5.0, 0.3: 10.0, 0.0: 60.0}
"""The speed of a clock that has waited for the bot for so many real seconds: the longer, the slower."""


class FastChild(Child):
    """By the day's clock, which stands still until the bot is at work."""

    module = "tests.bench.day.fast_bot"


class Day:
    def __init__(
        self, plan: DayPlan, seed: int, folder: Path, url: str, progress: Callable[[str], None]
    ) -> None:
        self._plan, self._folder, self._url, self._progress = plan, folder, url, progress
        self._dice = Random(f"{seed} kills")
        self._key = write_key(new_key())
        self._last = FIRST + plan.hours * HOUR
        self._clock = SharedClock.made(folder / "clock", FIRST - EARLY)
        self.diary = Diary(FIRST - EARLY, versions=versions(plan, Random(f"{seed} programme")))
        self.sandbox = Sandbox(self._clock)
        self.weather = self.sandbox.faults = Weather(self._clock, self._storms(Random(f"{seed} weather")))
        self.weather.latency = LATENCY
        self.sandbox.limits.enabled = True
        self._is_away = False
        self._feed = Feed()
        self._people = People(plan, self.sandbox, self.diary, self._clock, Random(f"{seed} people"))

    def _storms(self, dice: Random) -> list[int]:
        begins = moments(self._plan.storms, (FIRST, self._last - STORM), dice)
        self.diary.storms = [(begin, begin + STORM) for begin in begins]
        return begins

    async def run(self) -> DayReport:
        """Until nothing is owed any more."""
        await self.sandbox.start()
        await self._feed.start()
        settings = {
            "BOT_MASTER_KEY": self._key,
            "BENCH_CLOCK": str(self._folder / "clock"),
            "BENCH_SPEED": str(self._plan.speed),
        }
        bot = FastChild(self.sandbox, self._folder, self._url, **settings)
        try:
            await self._settle_in()
            await bot.start()
            await bot.at_work()
            began = time.monotonic()
            self._clock.runs(self._plan.speed)
            async with asyncio.timeout(PATIENCE + (self._last + AFTERWARDS - FIRST) / self._plan.speed):
                await self._go_on(bot)
                await self._come_to_rest()
            seconds = time.monotonic() - began
            assert (await bot.stop())[0] == 0, bot.log
        finally:
            await bot.end()
            await self._feed.stop()
            await self.sandbox.stop()
        await self._take_down_imports()
        haste = self.sandbox.limits.refused
        return DayReport(self.diary, Reckoning(self.diary), self.weather.refused, haste, seconds)

    async def _settle_in(self) -> None:
        plan = self._plan
        self._progress(f"{plan.people} people choose among {plan.sessions} sessions")
        self._feed.publish(0, self.diary.versions[0])
        settings = Settings(database_url=self._url, master_key=self._key, config=REPOSITORY / "config")  # type: ignore[arg-type]
        house = await open_house(settings, self._clock)
        try:
            await import_from(house, self._feed.url, Wishes(NAME, VENUE, poll=POLL, is_private=True))
            await self._people.settle_in(house, list(self.diary.versions[0].slots))
        finally:
            await house.database.close()

    async def _go_on(self, bot: FastChild) -> None:
        """Everything at once, until the day is over."""
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(self._wait_for_the_bot())
            async with asyncio.TaskGroup() as others:
                others.create_task(self._people.act(self._last))
                others.create_task(self._publish())
                others.create_task(self._kill(bot))
                others.create_task(self._until(self._last + AFTERWARDS))
            waiting.cancel()
        self._clock.runs(self._plan.speed)

    async def _publish(self) -> None:
        for number, version in enumerate(self.diary.versions):
            await self._until(version.published_at)
            self._feed.publish(number, version)

    async def _kill(self, bot: FastChild) -> None:
        for hour in range(self._plan.kills):
            begins = FIRST + hour * HOUR
            await self._until(self._dice.uniform(begins, begins + HOUR))
            await self._until_it_sends()
            await self._kill_now(bot)
            so_far = f"{len(self.diary.reminders)} reminders, {len(self.diary.lines)} changes"
            self._progress(f"killed in hour {hour + 1}: {so_far} so far")

    async def _until_it_sends(self) -> None:
        """A bot that has just sent something has more in its hands; in a storm, one has little to do."""
        hears, until = self._people.hears, self._clock.now() + OUTAGE[1]
        hears.clear()
        while not hears.is_set() and self._clock.now() < until:  # noqa: ASYNC110 or until then
            await asyncio.sleep(0.001)

    async def _kill_now(self, bot: FastChild) -> None:
        """Time stands still while the next one starts: how long it is away is not left to the machine."""
        self._is_away = True
        await bot.kill()
        killed = self._clock.now()
        self._clock.runs(0)
        self._clock.advance(self._dice.uniform(*OUTAGE))
        addresses = self._people.addresses
        for row in await rows_after_a_crash(self._url, CLAIMED, self._folder / "crash"):
            if (person := addresses.get(row["address_id"])) is not None:
                self.diary.on_their_way.append(OnItsWay(killed, person, row["kind"]))
        await bot.start()
        await bot.at_work()
        self.diary.outages.append((killed, self._clock.now()))
        self._clock.runs(self._plan.speed)
        self._is_away = False

    async def _wait_for_the_bot(self) -> None:
        """Telegram is not waited for."""
        async with opened(self._url) as database:
            idle_at = time.monotonic()
            while True:
                is_behind = await self._is_behind(database)
                waited = time.monotonic() - idle_at
                if self._is_away or self.weather.keeps_waiting or not is_behind:
                    idle_at, waited = time.monotonic(), -1.0
                if not self._is_away:
                    self._clock.runs(self._speed_after(waited))
                await asyncio.sleep(LOOKS_EVERY)

    def _speed_after(self, waited: float) -> float:
        """`waited`: real seconds for the bot; less than none: there is nothing to wait for."""
        return next((speed for least, speed in SLOWER.items() if waited >= least), self._plan.speed)

    async def _is_behind(self, database: Database) -> bool:
        patience = self._plan.patience
        has_updates = len(self.sandbox.world.updates.waiting) > patience
        return has_updates or await self._any_of(database, BUSY, self._clock.now() - patience)

    async def _any_of(self, database: Database, queries: Sequence[str], moment: float) -> bool:
        now = int(moment)
        async with database.transaction(is_snapshot=True) as tx:
            found = [await tx.rows(sql, {"now": now, "settled": now - SETTLES}) for sql in queries]
        return any(found)

    async def _come_to_rest(self) -> None:
        async with opened(self._url) as database:
            while await self._any_of(database, NOT_OVER, self._clock.now()):  # noqa: ASYNC110 nobody rings
                await asyncio.sleep(0.2)
        self.diary.ends = self._clock.now()

    async def _take_down_imports(self) -> None:
        async with opened(self._url) as database, database.transaction() as tx:
            rows = await tx.rows(IMPORTS, {})
        self.diary.imports = [(row["imported_at"], int(row["version"])) for row in rows[1:]]

    async def _until(self, moment: float) -> None:
        await self._clock.sleep(moment - self._clock.now())
