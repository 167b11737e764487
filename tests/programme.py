"""The demonstration programme in a test: brought into the house, and a session of it added to an agenda."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.features.programme.formats import read_programme
from bot.features.programme.importer import import_programme
from bot.features.programme.model import shift_to
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


def _routes(message: Message) -> list[str]:
    return [button.get("callback_data", "") for row in message.rows for button in row]
