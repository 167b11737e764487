"""The bot at work in a test: the real App, over real HTTP, against the sandbox's Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.app import App
from bot.commands.invitations import make_invite
from bot.core.clock import FastClock
from bot.core.directory import read_directory
from bot.core.roles import Role
from bot.features.staff.rules import Grant
from bot.house import House, Values, open_house, read_values, times_of
from bot.sandbox import Phone, Sandbox
from bot.settings import Settings

REPOSITORY = Path(__file__).parent.parent
CONFIG = REPOSITORY / "config"


@dataclass(slots=True)
class Play:
    """A running bot and the people who talk with it."""

    sandbox: Sandbox
    house: House
    clock: FastClock
    numbers: dict[str, int] = field(default_factory=dict)

    def person(self, name: str = "Mira", language: str = "en", **more: str) -> Phone:
        return self.sandbox.person(name, language=language, **more)  # type: ignore[arg-type]

    async def officer(
        self,
        name: str = "Olaf",
        language: str = "en",
        organisation: str = "police",
        *,
        role: Role = Role.OFFICER,
        **granted: Any,
    ) -> Phone:
        """Somebody who has joined by a one-time link. `granted`: fields of `Grant`."""
        phone = self.person(name, language)
        link = await self.invite(organisation, role=role, **{"name": name, **granted})
        await phone.opens(link)
        await phone.hears()
        return phone

    async def invite(self, organisation: str = "police", *, role: Role = Role.OFFICER, **granted: Any) -> str:
        grant = Grant(role, organisation, **granted)
        return await make_invite(self.house, grant, self.sandbox.world.bot["username"])


@cache
def _shipped() -> Values:
    return read_values(Settings(config=CONFIG))


def values_for(settings: Settings) -> Values | None:
    """Those shipped are read once, as it takes long; but for what an import changes. None: others."""
    if settings.config != CONFIG:
        return None
    own = {
        "times": times_of(settings),
        "messages_per_second": settings.messages_per_second,
        "between_rooms": settings.minutes_between_rooms * 60,
    }
    return replace(_shipped(), directory=read_directory(CONFIG), **own)


@asynccontextmanager
async def playing(
    database_url: str,
    *,
    topics: bool = True,
    start: float | None = None,
    undo_seconds: int = 0,
    config: Path = CONFIG,
    maintenance: bool = False,
    minutes_between_rooms: int = 10,
) -> AsyncIterator[Play]:
    """The bot, started and stopped as the command line does it. Answers leave at once by default."""
    clock = FastClock(start=start)
    sandbox = Sandbox(clock, topics=topics, topics_can_be_closed=False)
    await sandbox.start()
    settings = Settings(
        database_url=database_url,  # type: ignore[arg-type]
        config=config,
        undo_seconds=undo_seconds,
        maintenance=maintenance,
        minutes_between_rooms=minutes_between_rooms,
    )
    house = await open_house(settings, clock, values_for(settings))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        work = tasks.create_task(App(settings, house, sandbox.token, sandbox.url).run(stop))
        try:
            yield Play(sandbox, house, clock)
        finally:
            stop.set()
            await work
    await sandbox.stop()
