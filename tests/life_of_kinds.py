"""A case in which both sides send every kind of message, with a mark in each; then it changes hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.core.media import MediaKind
from bot.core.roles import Role
from bot.features.concerns.drafts import MOST_ENTRIES
from bot.features.staff import store as staff
from bot.features.staff.rules import Grant
from bot.sandbox import Phone, Sandbox
from bot.sandbox.seen import Message
from tests.child import Child
from tests.every_kind import HARMLESS, HEDGEHOG, Mark, what_can_be_read, what_cannot_go_through
from tests.journeys.watching import press_route
from tests.kept import keyring, opened
from tests.planted import Planted, planted_files
from tests.traces import Identity

MIRA = Mark(
    "quagmirelantern",
    Identity("Ziranthe", "Quolbecker", "zq_wexford_lumen", 4_398_046_579_247, "+43660998877"),
    5_612_340_098_761,
    48.2081743,
    -16.3738189,
)
OLAF = Mark(
    "brindlewharfage",
    Identity("Halvdane", "Ostrekoker", "ostre_halv_pier", 4_398_046_642_113, "+43660112299"),
    5_734_561_209_883,
    47.0707137,
    -15.4395041,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six")
WORDS = [f"{HARMLESS} {each} from the yard." for each in _NUMBERS]
MORE_WORDS = [f"{HARMLESS} {each} from the street." for each in _NUMBERS]
"""The first of them is taken back."""
ANSWERS = [f"{HARMLESS} {each} from the office." for each in _NUMBERS]
TELLING = f"Ask for @{MIRA.who.username} or call {MIRA.who.phone_number}."


@dataclass(slots=True)
class Stage:
    sandbox: Sandbox
    child: Child
    url: str
    mira: Phone
    olaf: Phone
    hanna: Phone
    seen: dict[int, bytearray] = field(default_factory=dict)

    def notice(self, event: dict[str, Any]) -> None:
        """All that ever stood on a phone, but for what its owner sent."""
        if "chat" in event and event.get("message", {"from": {"is_bot": True}})["from"]["is_bot"]:
            self.seen.setdefault(event["chat"], bytearray()).extend(orjson.dumps(event))


async def live(stage: Stage) -> None:
    await enrol(stage, stage.olaf, "police")
    await enrol(stage, stage.hanna, "youth-health")
    files = planted_files(MIRA.word)
    assert {file.kind for file in files} == set(MediaKind)
    await write(stage, files)
    await go_on(stage, files)
    await answer(stage)
    await be_discreet(stage)
    await hand_over(stage)


async def enrol(stage: Stage, phone: Phone, organisation: str) -> None:
    async with opened(stage.url) as database, database.transaction() as tx:
        keys = await keyring(tx, stage.url, stage.child.folder)
        link = await staff.invite(tx, keys, Grant(Role.OFFICER, organisation), stage.sandbox.world.now())
    await phone.opens(link)
    await phone.hears("liaison officer")


async def write(stage: Stage, files: Sequence[Planted]) -> None:
    """A new concern."""
    mira = stage.mira
    await mira.says("/concern")
    await mira.presses("Drugs")
    await mira.presses("Old Town")
    await mira.hears("Write it down")
    for content in what_cannot_go_through(stage.sandbox.world, mira, MIRA).values():
        mira._send(content, None, None)
    stage.sandbox.world.updates.put("message", {"from": MIRA.user, "chat": {**MIRA.user, "type": "private"}})
    for content in what_can_be_read(MIRA, WORDS):
        mira._send(content, None, None)
    await mira.hears(f"{len(WORDS) + 1} messages so far", within=30)
    written = await mira.says(TELLING)
    await mira.hears(f"{len(WORDS) + 2} messages so far")
    await mira.edits(written.message_id, f"{TELLING} Please.")
    await mira.hears("The new words will be sent")
    await sends_file(mira, files[0])
    await mira.presses("See what the officer will see")
    await press_route(mira, "concern.hide")
    await mira.hears("Now it reads")
    await mira.presses("Send")
    await mira.hears("Your case code:")


async def sends_file(phone: Phone, file: Planted, **more: Any) -> Message:
    sent = await phone.sends(
        file.kind.value, content=file.content, file_name=file.name, **MIRA.beside, **more
    )
    answer = await phone.hears()
    if "Send it all the same?" in answer.text:
        await phone.presses("Send it, cleaned", message=answer)
    await phone.hears("all hidden data is gone", within=30)
    return sent


async def go_on(stage: Stage, files: Sequence[Planted]) -> None:
    """The open case: what can't go through, words of every origin, files, an album, edits, unsending."""
    mira, olaf = stage.mira, stage.olaf
    await olaf.hears("Concern")
    await olaf.presses("Take")
    await olaf.hears(HEDGEHOG)
    await mira.hears("has taken")
    for content in what_cannot_go_through(stage.sandbox.world, mira, MIRA).values():
        mira._send(content, None, None)
    for content in what_can_be_read(MIRA, MORE_WORDS):
        mira._send(content, None, None)
    await olaf.hears(MORE_WORDS[-1], within=30)
    await olaf.hears(HEDGEHOG)
    passed = await mira.hears("Passed on to the officer")
    await mira.presses("Take it back", message=passed)
    await mira.hears("Taken back")
    await mira.says(TELLING)
    await mira.hears("Look at it first")
    await mira.presses("See what the officer will see")
    await press_route(mira, "concern.hide")
    await mira.hears("Now it reads")
    await mira.presses("Send")
    await mira.hears("Passed on to the officer")
    for start in range(1, len(files), MOST_ENTRIES):
        sent = [
            await sends_file(mira, file, caption=f"{HARMLESS} under {number}.")
            for number, file in enumerate(files[start : start + MOST_ENTRIES])
        ]
        await mira.presses("See what the officer will see")
        await mira.hears("That was all", within=30)
        await mira.presses("Send")
        await mira.hears("Passed on to the officer")
        await mira.edits(sent[0].message_id, f"{HARMLESS} under it, changed.")
        await olaf.hears("under it, changed")
    await sends_album(mira, files[0])
    await olaf.hears("three of a kind", within=30)


async def sends_album(mira: Phone, file: Planted) -> None:
    group = {"media_group_id": str(MIRA.number)}
    for caption in (f"{HARMLESS}, three of a kind", "", ""):
        more = {"caption": caption, **group} if caption else group
        await mira.sends("photo", content=file.content, **MIRA.beside, **more)
    await mira.hears("A picture can show who you are")
    await mira.presses("Send it, cleaned")
    await mira.hears("all hidden data is gone", within=30)
    await mira.presses("See what the officer will see")
    await mira.hears("That was all")
    await mira.presses("Send")
    await mira.hears("Passed on to the officer")


async def answer(stage: Stage) -> None:
    """The officer sends every kind too, in the case's topic; notes, a summary and a ready answer."""
    mira, olaf = stage.mira, stage.olaf
    (thread,) = olaf.topics
    for content in what_cannot_go_through(stage.sandbox.world, olaf, OLAF).values():
        olaf._send(content, thread, None)
    for file in planted_files(OLAF.word)[:3]:
        await olaf.sends(
            file.kind.value, content=file.content, file_name=file.name, thread=thread, **OLAF.beside
        )
    for content in what_can_be_read(OLAF, ANSWERS):
        olaf._send({**content, "is_topic_message": True, "message_thread_id": thread}, thread, None)
    await mira.hears(ANSWERS[-1], within=30)
    await mira.hears(HEDGEHOG)
    said = await olaf.says("Come when you like.", thread=thread)
    await mira.hears("Come when you like.")
    await olaf.edits(said.message_id, "Come when you can.")
    await mira.hears("Come when you can.")
    await olaf.says(f"/note {OLAF.word} was there.", thread=thread)
    await olaf.hears("Noted on")
    await press_route(olaf, "case.canned")
    await press_route(olaf, "case.say")
    await press_route(olaf, "case.said")
    await mira.hears("Community police")
    await press_again(olaf, "case.summary")
    for number in range(1, 5):
        await olaf.hears(f"{number} of 4")
        await olaf.says(f"{HARMLESS} of part {number}.", thread=thread)
    await olaf.hears("part 4")


async def be_discreet(stage: Stage) -> None:
    mira, olaf = stage.mira, stage.olaf
    await mira.says("/settings")
    await mira.presses("Discreet mode")
    await mira.presses("All on")
    mira.skips()
    await olaf.says("Behind a neutral message.", thread=next(iter(olaf.topics)))
    await press_route(mira, "privacy.unveil")
    await mira.hears("Behind a neutral message.")
    await press_route(mira, "privacy.veil")


async def hand_over(stage: Stage) -> None:
    """All of it, to another organisation: files too."""
    mira, olaf, hanna = stage.mira, stage.olaf, stage.hanna
    await press_again(olaf, "case.hand_over")
    await olaf.presses("Youth health")
    await olaf.presses("Ask the young person")
    await mira.presses("Yes: all of it, files too")
    await hanna.hears("asks you to take it over")
    await hanna.presses("Accept")
    await hanna.hears("three of a kind", within=30)
    await hanna.hears("Behind a neutral message.", within=30)
    await hanna.says("We take it from here.", thread=next(iter(hanna.topics)))
    await mira.hears("We take it from here.", within=15)


async def press_again(phone: Phone, route: str) -> None:
    """A button that stood there once."""
    buttons = [button for raw in reversed(ever(phone)) for row in Message(raw).rows for button in row]
    found = [each["callback_data"] for each in buttons if each.get("callback_data", "").startswith(route)]
    await phone.presses_data(found[0], phone.last.message_id)


def ever(phone: Phone) -> list[Any]:
    return [raw for _, raw in phone._chat.heard]
