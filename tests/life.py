"""Everything one person can do with the bot, as a young person and as a participant, while Telegram fails."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.gateway.inbound import MESSAGE_FIELDS, Treatment
from bot.sandbox import Phone, Sandbox
from bot.sandbox.seen import Message
from tests.child import Child
from tests.journeys.steps import case_code
from tests.kept import opened
from tests.programme import add_to_agenda
from tests.traces import Identity

PLACES = {"location", "venue"}
"""Asked about by area: where exactly somebody is goes through to nobody."""
CONCERN = "The kiosk behind the velvet-turnstile sells to eleven-year-olds."
FOLLOW_UP = "It was the marmalade-coloured van again."
DRAFT = "This quicksilver draft is never sent."
ANSWER = "Stay where the lanterns are; we are on our way."
MIRA = Identity("Ziranthe", "Quolbecker", "zq_wexford_lumen", 4_398_046_579_247, "+43660998877")
TWIN = Identity("Oswintha", "Prellnagel", "op_halberd_nine", 4_398_046_642_113, "+43660112299")
"""The second account of the same person."""


@dataclass(slots=True)
class Stage:
    """Who is there, and all that ever stood on anybody's phone."""

    sandbox: Sandbox
    child: Child
    url: str
    mira: Phone
    twin: Phone
    bystander: Phone
    officers: list[Phone] = field(default_factory=list)
    seen: dict[int, bytearray] = field(default_factory=lambda: defaultdict(bytearray))

    def notice(self, event: dict[str, Any]) -> None:
        if "chat" in event:
            self.seen[event["chat"]] += orjson.dumps(event)


async def live(stage: Stage) -> None:
    """Everything a young person and a participant can do, and what officers do about it."""
    await look_around(stage)
    code = await write_a_concern(stage)
    await talk(stage)
    await attend(stage)
    await go_wrong(stage)
    await come_back(stage, code)
    await leave_a_draft(stage)


async def look_around(stage: Stage) -> None:
    mira = stage.mira
    await ask(mira, "/start")
    await mira.presses("Language")
    await mira.presses("English")
    for command in ("/now", "/learn", "/help", "/menu", "/cases", "/privacy", "/settings", "/cancel"):
        await ask(mira, command)
    await ask(mira, f"/search {MIRA.first_name} police")
    await ask(mira, f"/start {MIRA.username}")
    await ask(mira, f"/{MIRA.username} {MIRA.phone_number}", "I don’t know this command")


async def write_a_concern(stage: Stage) -> str:
    """With every kind of message that cannot go through among those that can. Returns the case's code."""
    mira, sandbox = stage.mira, stage.sandbox
    await mira.says("/concern")
    await mira.presses("Drugs")
    await mira.presses("Old Town")
    await mira.hears("Write it down")
    mention = {"type": "text_mention", "offset": 0, "length": 3, "user": mira.user}
    written = await mira.sends("text", text=CONCERN, entities=[mention])
    await mira.hears("1 message so far")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": MIRA.first_name}
    await mira.sends("forwarded", text="A friend wrote this.", forward_origin=origin)
    await mira.hears("2 messages so far")
    refused = [name for name, given in MESSAGE_FIELDS.items() if given is Treatment.REFUSED]
    contact = {"phone_number": MIRA.phone_number, "first_name": MIRA.first_name, "user_id": MIRA.chat_id}
    for kind in refused:
        more: dict[str, Any] = {"contact": contact} if kind == "contact" else {}
        await mira.sends(kind, caption=f"I am {MIRA.first_name} {MIRA.last_name}", **more)
        await mira.hears("exact place" if kind in PLACES else "not passed on to anybody")
    await mira.edits(written.message_id, f"{CONCERN} Truly.")
    await mira.hears()
    await mira.presses("See what the officer will see")
    await mira.hears(CONCERN)
    sandbox.faults.add("editMessageText", chat_id=mira.chat_id, status=500)
    sandbox.faults.add("sendMessage", chat_id=mira.chat_id, kind="drop_before")
    sandbox.faults.add("sendMessage", chat_id=stage.officers[0].chat_id, retry_after=1)
    sandbox.faults.add("sendMessage", chat_id=stage.officers[1].chat_id, status=502)
    await mira.presses("Send")
    return case_code((await mira.hears("Your case code:")).text)


async def talk(stage: Stage) -> None:
    mira, officer, sandbox = stage.mira, stage.officers[0], stage.sandbox
    await officer.hears("Concern")
    sandbox.faults.add("createForumTopic", kind="drop_before")
    await officer.presses("Take")
    relayed = await officer.hears(CONCERN, within=20)
    await stage.officers[1].hears("Taken by another officer")
    sandbox.faults.add("sendMessage", chat_id=mira.chat_id, kind="drop_after")
    await officer.says(ANSWER, thread=relayed.thread)
    answer = await mira.hears(ANSWER)
    await mira.says(FOLLOW_UP, reply_to=answer.message_id)
    await officer.hears(FOLLOW_UP)
    await officer.says("Where does this belong?")
    await officer.hears("Not sent")
    await officer.presses("Drugs")
    await mira.hears("Where does this belong?")
    cases = await ask(mira, "/cases", "case")
    await mira.presses("Drugs", message=cases)
    await mira.presses("Close it")
    await officer.hears("closed", within=15)
    await mira.presses("Open it again")
    await officer.hears("open", within=15)
    await ask(stage.bystander, "/start")


async def attend(stage: Stage) -> None:
    mira = stage.mira
    await add_to_agenda(mira)
    await ask(mira, "/agenda")
    await ask(mira, "/reminders", "reminder")
    await mira.presses("30 minutes")


async def go_wrong(stage: Stage) -> None:
    """Updates nobody can read, and mistakes of ours in the middle of words that must not be logged."""
    mira, updates = stage.mira, stage.sandbox.world.updates
    updates.put("message", {"from": mira.user, "chat": {**mira.user, "type": "private"}, "text": CONCERN})
    updates.put(
        "callback_query", {"from": mira.user, "data": CONCERN, "message": {"chat": {"type": "private"}}}
    )
    await mira.presses_data(f"concern.area|{MIRA.username}", mira.last.message_id)
    async with opened(stage.url) as database:
        async with database.transaction() as tx:
            await tx.execute("ALTER TABLE concern_messages RENAME TO concern_messages_away", {})
        await ask(mira, FOLLOW_UP + " Please.", "Something went wrong on our side")
        async with database.transaction() as tx:
            await tx.execute("ALTER TABLE concern_messages_away RENAME TO concern_messages", {})
    stage.sandbox.faults.add("getUpdates", status=500, times=2)
    stage.sandbox.faults.add("getUpdates", kind="drop_before")
    stage.sandbox.faults.add("sendMessage", chat_id=mira.chat_id, status=403)
    await mira.says("/menu")
    await ask(mira, "/help")


async def come_back(stage: Stage, code: str) -> None:
    """From another account, which then blocks the bot while an answer is on its way."""
    twin, officer = stage.twin, stage.officers[0]
    await ask(twin, "/resume")
    await ask(twin, code, "Welcome back")
    await stage.mira.hears("in another account")
    await twin.sends("contact", contact={"phone_number": TWIN.phone_number, "first_name": TWIN.first_name})
    await twin.hears("not passed on to anybody")
    topic = next(iter(officer.topics))
    await officer.says("Are you there?", thread=topic)
    await twin.hears("Are you there?")
    twin.blocks()
    await officer.says("Can you read this?", thread=topic)
    await officer.hears("not", within=15)
    twin.unblocks()
    await ask(twin, "/privacy", "Stored about you now")


async def leave_a_draft(stage: Stage) -> None:
    mira = stage.mira
    await mira.says("/concern")
    await mira.presses("Online")
    await mira.presses("Riverside")
    await ask(mira, DRAFT, "1 message so far")


async def erase(stage: Stage) -> None:
    for phone in (stage.mira, stage.twin):
        await phone.says("/erase")
        await phone.presses("Yes, erase everything")
        await phone.hears("Proof of erasure")
        await ask(phone, "/privacy", "Nothing is stored about you")


async def ask(phone: Phone, words: str, answer: str = "") -> Message:
    """The answer to these words, not to any before them."""
    phone.skips()
    await phone.says(words)
    return await phone.hears(answer)
