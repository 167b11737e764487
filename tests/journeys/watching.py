"""Looking over somebody's shoulder: buttons by what they do, all there ever were, and what the bot logs."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.house import REPOSITORY, Play

_OUR_FAULT = re.compile(r"(update|work|task|letter|job|poll)_failed|update_unreadable|Traceback")


def all_is_calm(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing failed on our side, whatever went wrong elsewhere."""
    out, err = capsys.readouterr()
    assert not _OUR_FAULT.search(out + err), out + err


async def press_route(phone: Phone, route: str) -> str | None:
    """Presses the newest button whose data begins so, once it is there: labels are in many languages."""
    for _ in range(1000):
        if found := find_route(phone, route):
            return await phone.presses_data(*found)
        await asyncio.sleep(0.005)
    raise AssertionError(f"no button {route}")


def find_route(phone: Phone, route: str) -> tuple[str, int] | None:
    """The newest button whose data begins so, and the number of its message."""
    for message in reversed(phone.messages):
        for data in pressable(message):
            if data.startswith(route):
                return data, message.message_id
    return None


async def hears_in_topic(officer: Phone) -> Message:
    """The next words in any topic; that a topic was opened is no words."""
    while (heard := await officer.hears()).thread is None or not heard.text:
        pass
    return heard


def pressable(message: Message) -> list[str]:
    buttons = (button for row in message.rows for button in row)
    return [button["callback_data"] for button in buttons if "callback_data" in button]


def ever_shown(play: Play, phone: Phone) -> list[Message]:
    """Every message of the bot, in every state it was ever in, as far as the sandbox remembers."""
    return [Message(raw) for _, raw in play.sandbox.world.chats[phone.chat_id].heard]


def ever_pressable(play: Play, phone: Phone) -> list[tuple[str, int]]:
    """Each button that ever stood in the chat, with the message it stood under."""
    seen = ((data, shown.message_id) for shown in ever_shown(play, phone) for data in pressable(shown))
    return list(dict.fromkeys(seen))


def all_routes() -> list[str]:
    """What any button of the bot can name."""
    sources = (REPOSITORY / "bot" / "features").rglob("*.py")
    found = (re.findall(r'(?:On|AtOnce)Press\(\s*"([^"]+)"', source.read_text()) for source in sources)
    return sorted({route for routes in found for route in routes})
