"""The demonstration programme in a test: brought into the house, and a session of it added to an agenda."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.features.programme.formats import read_programme
from bot.features.programme.importer import import_programme
from bot.features.programme.model import shift_to
from bot.features.programme.registering import set_places
from bot.house import House
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from bot.storage.database import Database
from tests.house import REPOSITORY


async def bring_programme(database: Database, now: float) -> None:
    """Its first day is tomorrow."""
    file = REPOSITORY / "config" / "programme" / "demonstration.json"
    tomorrow = datetime.fromtimestamp(now, UTC).date() + timedelta(days=1)
    async with database.transaction() as tx:
        await import_programme(tx, shift_to(read_programme(file.read_bytes()), tomorrow), int(now))


async def add_to_agenda(phone: Phone) -> None:
    """The first session of the first day."""
    phone.skips()
    await phone.says("/programme")
    days = await phone.hears("Choose a day")
    await phone.presses(days.buttons[0], message=days)
    day = await phone.hears("Vienna")
    session = next(data for data in _routes(day) if data.startswith("programme.session"))
    await phone.presses_data(session, day.message_id)
    await phone.presses("Add to my agenda")


async def give_places(house: House, capacity: int, sessions: int = 1) -> None:
    """To the first sessions there are."""
    async with house.database.transaction() as tx:
        sql = "SELECT session_id FROM sessions ORDER BY starts_at, session_id LIMIT :most"
        for row in await tx.rows(sql, {"most": sessions}):
            await set_places(house.workshop.work_in(tx), row["session_id"], capacity)


async def register(phone: Phone, session: str) -> None:
    """Gets a place, or a turn."""
    phone.skips()
    await phone.opens(f"s-{session}")
    await phone.hears("Places:")
    await phone.presses_data(f"programme.role|{session}|youth", phone.last.message_id)
    await phone.hears("You take part as")


def _routes(message: Message) -> list[str]:
    return [button.get("callback_data", "") for row in message.rows for button in row]
