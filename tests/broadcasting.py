"""A coordinator, a lead and participants, and a message from the one to the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.roles import Role
from bot.features.programme import store
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.house import Play
from tests.programme import bring_programme

NOON = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Europe/Vienna")).timestamp()


@dataclass(slots=True)
class Newsroom:
    """Somebody who writes to many, and somebody who reads it first."""

    play: Play
    session: str
    carla: Phone
    lea: Phone

    @classmethod
    async def opens(cls, play: Play) -> Newsroom:
        await bring_programme(play.house.database, play.clock.now())
        carla = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
        lea = await play.officer("Lea", role=Role.LEAD)
        return cls(play, await _first_session(play), carla, lea)

    async def participant(self, name: str = "Pavel", language: str = "en") -> Phone:
        """Somebody with the programme's first session on their agenda."""
        phone = self.play.person(name, language=language)
        await phone.opens(f"s-{self.session}")
        shown = await phone.hears()
        await phone.presses_data(f"programme.add|{self.session}", shown.message_id)
        await phone.hears()
        return phone

    async def writes(self, readers: str = "Participants", kind: str = "News", **texts: str) -> Message:
        """To the point where it can be handed in. `texts`: by the English name of a language."""
        self.carla.skips()
        await self.carla.says("/broadcast")
        await self.carla.presses("Write a message")
        await self.carla.presses(readers)
        await self.carla.presses("Write to these")
        await self.carla.hears("Which languages")
        await self.carla.presses("Next")
        await self.carla.presses(kind)
        for language, text in texts.items():
            await self.carla.presses(f"Write: {language}")
            await self.carla.says(text)
            shown = await self.carla.hears("Kind:")
        return shown

    async def hands_in(self, readers: str = "Participants", kind: str = "News", **texts: str) -> Message:
        await self.writes(readers, kind, **texts)
        await self.carla.presses("Ask for approval")
        return await self.carla.hears("Handed in")

    async def approves(self) -> Message:
        asked = await self.lea.hears("waits for a second person")
        await self.lea.presses("Show it", message=asked)
        await self.lea.hears("To:")
        await self.lea.presses("Approve and send")
        return await self.lea.hears("going out")


async def _first_session(play: Play) -> str:
    async with play.house.database.transaction() as tx:
        (programme,) = await store.programmes_since(tx, 0)
        sessions = await store.sessions_of(tx, programme.programme_id)
    return min(sessions, key=lambda each: (each.starts_at, each.session_id)).session_id
