"""Stretches that many journeys begin with."""

from __future__ import annotations

import re

from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.house import Play

_CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z*~$=]")


async def send_concern(youth: Phone, *texts: str, topic: str = "Drugs", area: str = "Old Town") -> str:
    """Writes and sends a concern (in English); returns its code."""
    await youth.says("/concern")
    await youth.presses(topic)
    await youth.presses(area)
    for text in texts:
        await youth.says(text)
        await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    return case_code((await youth.hears("Your case code:")).text)


async def taken_case(play: Play, text: str) -> tuple[Phone, Phone, Message]:
    """An officer and a young person in a case that was taken, and the officer's copy of the text."""
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, text)
    await officer.hears("Concern")
    await officer.presses("Take")
    return officer, youth, await officer.hears(text)


def case_code(text: str) -> str:
    found = _CODE.search(text)
    assert found is not None, text
    return found[0]
