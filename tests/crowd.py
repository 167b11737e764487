"""Fifty people at once: young people write and edit, officers take cases and answer; all is written down.

Nobody waits for the bot's replies, which may be lost when it is killed; they act on what is owed to them.
Every text begins with a mark of its own, by which it is found again wherever it arrives.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.sandbox import Phone, Sandbox

MARK = re.compile(r"\b[YOH]\d{1,3}-\d{5}\b")
"""A case code's groups are five characters long: none of them reads as a mark."""
YOUNG_PEOPLE, OFFICERS = 44, 6
TOPICS = ("drugs", "pressure", "someone", "safety", "online", "other")


@dataclass(slots=True)
class Said:
    """Something somebody wrote, and what it says now."""

    mark: str
    author: int
    youth: int
    """Whose case it is about; -1 for what an officer wrote without saying to whom."""
    message_id: int
    text: str


@dataclass(slots=True)
class Arrivals:
    """What the bot sent, as the phones got it: by mark and chat, in the order of arrival."""

    copies: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    """(chat, message) of every message that carried a mark to somebody else."""
    cards: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    """How many cards of a case came to a chat."""
    receipts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    now: dict[tuple[int, int], str] = field(default_factory=dict)
    """What each message says now."""


class Crowd:
    """Acts until it is told to leave. `seed` decides who does what and when."""

    def __init__(self, sandbox: Sandbox, officers: list[Phone], seed: int) -> None:
        self.said: dict[str, Said] = {}
        self.arrived = Arrivals()
        self.officers = officers
        self.youths = [sandbox.person(f"Y{number}") for number in range(YOUNG_PEOPLE)]
        self.all_have_begun = asyncio.Event()
        self._begun: set[int] = set()
        self._random = Random(seed)
        self._sandbox = sandbox
        self._is_over = asyncio.Event()
        self._has_left = asyncio.Event()
        self._cases: dict[int, str] = {}
        """The case of each youth, as their receipt names it."""
        self._events: dict[int, asyncio.Queue[dict[str, Any]]] = {
            officer.chat_id: asyncio.Queue() for officer in officers
        }
        self._youth_of = {phone.chat_id: number for number, phone in enumerate(self.youths)}
        sandbox.world.watchers.append(self._notice)

    async def act(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for number, phone in enumerate(self.youths):
                tasks.create_task(self._live_young(number, phone))
            for number, phone in enumerate(self.officers):
                tasks.create_task(self._live_officer(number, phone))

    def falls_silent(self) -> None:
        """Nobody writes any more; officers still take what comes to them."""
        self._is_over.set()

    def leaves(self) -> None:
        self._is_over.set()
        self._has_left.set()

    async def settled(self, still: float = 1.5, within: float = 180.0) -> None:
        """Until all updates are taken and the bot has made no call for `still` seconds."""
        async with asyncio.timeout(within):
            last = None
            while self._sandbox.world.updates.waiting or self._last_call is not last:
                last = self._last_call
                await asyncio.sleep(still)

    def of(self, kind: str, youth: int) -> list[Said]:
        """What was written in one case, by young people (Y) or officers (O), in order."""
        return [each for each in self.said.values() if each.youth == youth and each.mark.startswith(kind)]

    @property
    def _last_call(self) -> object:
        return self._sandbox.calls[-1] if self._sandbox.calls else None

    # Young people

    async def _live_young(self, number: int, phone: Phone) -> None:
        await self._pause(4.0)
        await phone.says("/concern")
        await self._press(phone, f"concern.topic|{topic_of(number)}")
        await self._press(phone, f"concern.area|{topic_of(number)}|old-town")
        for _ in range(self._random.randint(1, 3)):
            await self._say(phone, "Y", number)
        await self._press(phone, "concern.preview")
        await self._press(phone, "concern.send")
        self._begun.add(number)
        if len(self._begun) == YOUNG_PEOPLE:
            self.all_have_begun.set()
        while await self._pause(2.4):
            await self._do_something(number, phone)

    async def _do_something(self, number: int, phone: Phone) -> None:
        match self._random.random():
            case chance if chance < 0.6:
                await self._say(phone, "Y", number)
            case chance if chance < 0.8:
                await self._edit(phone, self.of("Y", number))
            case chance if chance < 0.9 and is_restless(number) and number in self._cases:
                await self._press(phone, f"concern.close|{self._cases[number]}")
                await self._press(phone, f"concern.reopen|{self._cases[number]}")
            case _:
                await self._press(phone, self._random.choice(["start.menu", "concern.mine", "privacy.show"]))

    # Officers

    async def _live_officer(self, number: int, phone: Phone) -> None:
        events = self._events[phone.chat_id]
        while not self._has_left.is_set():
            try:
                async with asyncio.timeout(0.2):
                    message = await events.get()
            except TimeoutError:
                continue
            if case_id := _case_to_take(message):
                if self._random.random() < 0.2 or _is_first_choice(case_id, number):
                    await self._press(phone, f"case.take|{case_id}", message["message_id"])
            elif found := MARK.search(message["text"]):
                await self._react(phone, self.said[found[0]], message)

    async def _react(self, phone: Phone, read: Said, message: dict[str, Any]) -> None:
        """Answers are given in the case's topic; now and then one without a topic, which must be held."""
        if is_restless(read.youth) or self._is_over.is_set():
            return
        match self._random.random():
            case chance if chance < 0.35:
                await self._say(phone, "O", read.youth, thread=message["message_thread_id"])
            case chance if chance < 0.45:
                await self._edit(phone, [each for each in self.said.values() if each.author == phone.chat_id])
            case chance if chance < 0.5:
                await self._say(phone, "H", -1)

    # What anybody does

    async def _say(self, phone: Phone, kind: str, youth: int, thread: int | None = None) -> None:
        author = phone.chat_id
        mark = f"{kind}{author % 1000}-{len(self.said):05}"
        text = f"{mark} first words"
        sent = await phone.says(text, thread=thread)
        self.said[mark] = Said(mark, author, youth, sent.message_id, text)

    async def _edit(self, phone: Phone, written: Iterable[Said]) -> None:
        latest = [each for each in written if not each.mark.startswith("H")][-5:]
        if latest:
            said = self._random.choice(latest)
            said.text = f"{said.mark} other words {self._random.randrange(10**6)}"
            await phone.edits(said.message_id, said.text)

    async def _press(self, phone: Phone, data: str, message_id: int = 1) -> None:
        await phone.presses_data(data, message_id, wait=False)

    async def _pause(self, longest: float) -> bool:
        """False when the play is over."""
        try:
            async with asyncio.timeout(self._random.uniform(0.0, longest)):
                await self._is_over.wait()
        except TimeoutError:
            return True
        return False

    def _notice(self, event: dict[str, Any]) -> None:
        """Called by the sandbox for everything that appears on any phone."""
        message = event.get("message")
        if event["type"] not in ("message", "edit") or not message["from"]["is_bot"] or "text" not in message:
            return
        chat = event["chat"]
        self.arrived.now[chat, message["message_id"]] = message["text"]
        if event["type"] == "message":
            self._note(chat, message)

    def _note(self, chat: int, message: dict[str, Any]) -> None:
        found = MARK.search(message["text"])
        if chat in self._events:
            self._events[chat].put_nowait(message)
        if (case_id := _case_to_take(message)) is not None:
            self.arrived.cards[case_id, chat] += 1
        elif found and self.said[found[0]].author != chat:
            self.arrived.copies[found[0]].append((chat, message["message_id"]))
        elif chat in self._youth_of and (case_id := _case_of_receipt(message)):
            self.arrived.receipts[chat] += 1
            self._cases[self._youth_of[chat]] = case_id


def is_restless(youth: int) -> bool:
    """Every seventh closes and reopens their case, and is not answered: a closed case takes no answer."""
    return youth % 7 == 0


def topic_of(youth: int) -> str:
    return TOPICS[youth % len(TOPICS)]


def topics_of(officer: int) -> tuple[str, str]:
    """Every topic has two officers."""
    return TOPICS[officer % len(TOPICS)], TOPICS[(officer + 1) % len(TOPICS)]


def _is_first_choice(case_id: str, officer: int) -> bool:
    """Whether this one of the two officers surely presses Take; the other only now and then."""
    return sum(case_id.encode()) % 2 == officer % 2


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button for row in rows for button in row]


def _case_to_take(message: dict[str, Any]) -> str | None:
    data = (button.get("callback_data", "") for button in _buttons(message))
    return next((each.partition("|")[2] for each in data if each.startswith("case.take|")), None)


def _case_of_receipt(message: dict[str, Any]) -> str | None:
    buttons = _buttons(message)
    if not any("copy_text" in button for button in buttons):
        return None
    data = (button.get("callback_data", "") for button in buttons)
    return next((each.split("|")[1] for each in data if each.startswith("concern.show|")), None)
