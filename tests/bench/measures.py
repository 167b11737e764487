"""The measurements: loads side by side, start-up, memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.clock import SystemClock
from bot.engine.vault import new_key, write_key
from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.bench import scenes
from tests.bench.crowd import Crowd, reminding
from tests.bench.finder import Found, finding
from tests.bench.growth import Grown, growing, photo_beside_presses
from tests.bench.load import Deed, Measured, at_a_pace, at_saturation, beside
from tests.bench.photos import large_photo
from tests.bench.plan import Plan
from tests.bench.processes import REPOSITORY, BotProcess, our_bot, running
from tests.bench.searching import search_times
from tests.bench.things_to_do import looks

LOOKS = 21
"""Times each look for something to do is taken."""
PACE = 30.0
"""Updates a second of the rows for information: a busy evening."""
CROWD = 100.0
"""Presses a second of those beside whom somebody needs help."""
CALLS_EVERY = 0.05
"""Seconds between two presses of "Help now"."""

FINDER_ROUNDS = 20

RAISED = 100.0
"""By which the limits are raised, so that a crowd is reminded in minutes."""

Progress = Callable[[str], None]


@dataclass(slots=True)
class Series:
    """One bot under one load; a round of each in turn, so that all see the same machine."""

    name: str
    bot: BotProcess
    deed: Deed
    updates: int
    """In each round."""
    rounds: list[Measured] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the bots keep what they need."""

    plan: Plan
    folder: Path
    postgres_url: str
    progress: Progress
    master_key: str = field(default_factory=lambda: write_key(new_key()))

    def sqlite_url(self, name: str) -> str:
        return f"sqlite:///{self.folder}/{name}.db"

    async def loads(self) -> list[Series]:
        """At saturation, in turns; then the first three at a pace."""
        async with AsyncExitStack() as bots:
            series = [await bots.enter_async_context(self._echo())]
            for engine, url in (("sqlite", self.sqlite_url("load")), ("postgresql", self.postgres_url)):
                series += await bots.enter_async_context(self._ours(engine, url))
            for number in range(self.plan.rounds):
                self.progress(f"round {number + 1} of {self.plan.rounds}")
                for each in series:
                    each.rounds.append(
                        await at_saturation(each.bot, each.deed, self.plan.chats, each.updates)
                    )
            self.progress(f"{PACE:g} updates a second")
            return series + [await self._paced(each) for each in series[:3]]

    async def start_ups(self) -> list[float]:
        """Seconds from starting the process to its first `getUpdates`, on a database that exists."""
        seconds = []
        async with _telegram() as sandbox:
            await scenes.invitations(self.sqlite_url("start"), self.master_key, sandbox, 1)
            environment = our_bot(sandbox, self.sqlite_url("start"), self.master_key)
            for number in range(self.plan.starts):
                self.progress(f"start {number + 1} of {self.plan.starts}")
                sandbox.world.updates.allowed = []
                began = time.perf_counter()
                async with running("bot", "run", log=self.folder / "start.log", **environment):
                    while not sandbox.world.updates.allowed:  # noqa: ASYNC110 the first getUpdates names them
                        await asyncio.sleep(0.001)
                    seconds.append(time.perf_counter() - began)
        return seconds

    async def memory(self) -> int:
        """Resident bytes after many people have been there."""
        self.progress(f"{self.plan.people} visitors")
        async with _telegram() as sandbox:
            environment = our_bot(sandbox, self.sqlite_url("memory"), self.master_key)
            async with running("bot", "run", log=self.folder / "memory.log", **environment) as bot:
                await scenes.visit(sandbox, self.plan.people, self.plan.chats)
                await bot.comes_to_rest()
                return bot.memory()

    async def growth(self) -> list[Grown]:
        """What deeds cost where there are many cases."""
        plan = self.plan
        self.progress(f"houses with {', '.join(map(str, plan.open_cases))} open cases")
        return await growing(self.folder, self.master_key, plan.open_cases, plan.deeds, plan.turns)

    async def looks(self) -> dict[str, float]:
        """Milliseconds each way to look for something to do takes, on the slower engine."""
        self.progress(f"{self.plan.activities} activities")
        found = [
            await looks(url, self.plan.activities, LOOKS)
            for url in (self.sqlite_url("looks"), self.postgres_url)
        ]
        return {name: max(each[name] for each in found) for name in found[0]}

    async def photo(self) -> tuple[list[float], list[float]]:
        """Seconds of somebody else's presses, without and while a photo of ten megabytes is cleaned."""
        self.progress("a large photo")
        return await photo_beside_presses(self.folder, self.master_key, large_photo())

    async def finder(self) -> list[Found]:
        """What is looked for among thousands of services, on each engine."""
        self.progress(f"a list of {self.plan.services} services")
        found = []
        for url in (self.sqlite_url("finder"), self.postgres_url):
            settings = Settings(
                database_url=url,  # type: ignore[arg-type]
                master_key=self.master_key,  # type: ignore[arg-type]
                config=REPOSITORY / "config",
            )
            found.append(await finding(settings, self.plan.services, FINDER_ROUNDS))
        return found

    async def help_now(self) -> Sequence[float]:
        """Seconds from pressing "Help now" to the card, while many others press menus."""
        plan = self.plan
        self.progress(f"help now, while {plan.readers} others press menus")
        async with _telegram() as sandbox:
            environment = our_bot(sandbox, self.sqlite_url("help"), self.master_key)
            async with running("bot", "run", log=self.folder / "help.log", **environment):
                pressing = await scenes.people_with_menus(sandbox, plan.readers)
                calling = await scenes.somebody_who_needs_help(sandbox)
                return await beside(calling, plan.calls_for_help, CALLS_EVERY, pressing, plan.readers, CROWD)

    def searches(self) -> list[float]:
        """CPU seconds of each."""
        self.progress(f"searches among {self.plan.items} items")
        return search_times(self.plan.items, self.plan.rounds)

    async def crowds(self) -> list[Crowd]:
        """Under Telegram's limits for a while; under raised ones until everybody is reminded."""
        found = []
        for factor, seconds in ((1.0, self.plan.crowd_seconds), (RAISED, None)):
            self.progress(f"{self.plan.crowd} people to be reminded, limits times {factor:g}")
            found.append(await reminding(self.folder, self.master_key, self.plan.crowd, factor, seconds))
        return found

    @asynccontextmanager
    async def _echo(self) -> AsyncIterator[Series]:
        async with _telegram() as sandbox:
            environment = {"ECHO_API_URL": sandbox.url, "ECHO_TOKEN": sandbox.token}
            async with running("tests.bench.echo_bot", log=self.folder / "echo.log", **environment) as bot:
                echoing = await scenes.people_who_echo(sandbox, self.plan.chats)
                yield Series("bare echo", bot, echoing, self.plan.echoes)

    @asynccontextmanager
    async def _ours(self, engine: str, url: str) -> AsyncIterator[list[Series]]:
        plan = self.plan
        async with _telegram() as sandbox:
            self.progress(f"people, officers and cases ({engine})")
            invited = await scenes.invitations(url, self.master_key, sandbox, plan.chats)
            environment = our_bot(sandbox, url, self.master_key)
            async with running("bot", "run", log=self.folder / f"{engine}.log", **environment) as bot:
                pressing = await scenes.people_with_menus(sandbox, plan.chats)
                writing = await scenes.people_with_cases(sandbox, invited, plan.chats)
                yield [
                    Series(f"menu press, {engine}", bot, pressing, plan.presses),
                    Series(f"relayed message, {engine}", bot, writing, plan.relays),
                ]

    async def _paced(self, of: Series) -> Series:
        round_ = await at_a_pace(of.bot, of.deed, self.plan.chats, PACE, self.plan.paced_seconds)
        return Series(f"{of.name}, {PACE:g}/s", of.bot, of.deed, round_.updates, [round_])


@asynccontextmanager
async def _telegram() -> AsyncIterator[Sandbox]:
    """A Bot API server for one bot."""
    sandbox = Sandbox(SystemClock())
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()
