"""Load: people who do something and wait for what comes of it, all at once or at a pace."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox import Phone, Sandbox
from tests.bench.processes import BotProcess

HANDS = 2
"""Updates of one chat that are on their way at once: with one, order could not be broken."""
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: seconds, bytes and counts as they are."""

    updates: int
    seconds: float
    cpu: float
    latencies: Sequence[float]
    out_of_order: int


class Deed(Protocol):
    """One kind of thing people do."""

    @property
    def out_of_order(self) -> int:
        """How many effects overtook another one of the same chat, ever."""
        ...

    async def do(self, chat: int, hand: int, /) -> None:
        """Returns when the effect has arrived."""
        ...


class Arrivals:
    """Waits for texts of the bot, and counts those that overtook another one of their lane."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.out_of_order = 0
        self._expected: dict[str, tuple[deque[str], asyncio.Future[None]]] = {}
        self._lanes: dict[int, deque[str]] = {}
        sandbox.world.watchers.append(self._see)

    async def of(self, text: str, lane: int) -> None:
        waiting = self._lanes.setdefault(lane, deque())
        arrived = asyncio.get_running_loop().create_future()
        waiting.append(text)
        self._expected[text] = waiting, arrived
        await asyncio.wait_for(arrived, PATIENCE)

    def _see(self, event: dict[str, Any]) -> None:
        message = event.get("message") or {}
        if event["type"] != "message" or not message["from"]["is_bot"]:
            return
        waiting, arrived = self._expected.pop(message.get("text", ""), (None, None))
        if waiting is not None and arrived is not None:
            self.out_of_order += waiting[0] != message["text"]
            waiting.remove(message["text"])
            arrived.set_result(None)


class Writing:
    """People write; their words arrive again: as an echo, or as the officer's copy."""

    def __init__(self, sandbox: Sandbox, phones: Sequence[Phone]) -> None:
        self._phones = phones
        self._arrivals = Arrivals(sandbox)
        self._numbers = itertools.count(1)

    @property
    def out_of_order(self) -> int:
        return self._arrivals.out_of_order

    async def do(self, chat: int, _hand: int, /) -> None:
        text = f"Nobody has done anything about it yet: message {next(self._numbers)}"
        await self._phones[chat].says(text)
        await self._arrivals.of(text, chat)


class Pressing:
    """People press a button; the message turns into the menu, and the press is answered."""

    def __init__(self, sandbox: Sandbox, phones: Sequence[Phone], menus: Sequence[Sequence[int]]) -> None:
        self.out_of_order = 0
        self._sandbox = sandbox
        self._phones = phones
        self._menus = menus
        """Messages with a menu, one for each hand."""
        self._numbers = itertools.count(1)
        self._latest = [0] * len(phones)
        self._turning: dict[int, asyncio.Future[None]] = {}
        sandbox.world.watchers.append(self._see)

    async def do(self, chat: int, hand: int, /) -> None:
        phone, message = self._phones[chat], self._menus[chat][hand]
        number = next(self._numbers)
        turned = self._turning.setdefault(message, asyncio.get_running_loop().create_future())
        self._shows_something_else(phone, message)
        if answer := await phone.presses_data("start.menu", message):
            raise AssertionError(f"the press was answered with {answer!r}")
        await asyncio.wait_for(turned, PATIENCE)
        self.out_of_order += number < self._latest[chat]
        self._latest[chat] = number

    def _shows_something_else(self, phone: Phone, message: int) -> None:
        """As after a press of another button: Telegram refuses an edit that changes nothing."""
        messages = self._sandbox.world.chats[phone.chat_id].messages
        messages[message] = {**messages[message], "text": "Something else"}

    def _see(self, event: dict[str, Any]) -> None:
        if event["type"] == "edit" and (turned := self._turning.pop(event["message"]["message_id"], None)):
            turned.set_result(None)


class CallingForHelp:
    """Somebody presses "Help now"; the card arrives."""

    out_of_order = 0

    def __init__(self, phone: Phone, menu: int) -> None:
        self._phone = phone
        self._menu = menu

    async def do(self, _chat: int, _hand: int, /) -> None:
        self._phone.skips()
        pressed = await self._phone.presses_data("support.now", self._menu, wait=False)
        assert pressed is None
        await self._phone.hears("112", within=PATIENCE)


async def beside(
    deed: Deed, times: int, every: float, others: Deed, chats: int, per_second: float
) -> Sequence[float]:
    """Seconds each of `deed` took, while others go on at their pace whether or not the bot is ready."""
    latencies: list[float] = []
    is_over = asyncio.Event()

    async def go_on() -> None:
        start = time.perf_counter()
        async with asyncio.TaskGroup() as people:
            for number in itertools.takewhile(lambda _: not is_over.is_set(), itertools.count()):
                await asyncio.sleep(start + number / per_second - time.perf_counter())
                people.create_task(others.do(number % chats, number // chats % HANDS))

    async with asyncio.TaskGroup() as both:
        both.create_task(go_on())
        for _ in range(times):
            await asyncio.sleep(every)
            latencies.append(await _timed(deed, 0, 0))
        is_over.set()
    return latencies


async def at_saturation(bot: BotProcess, deed: Deed, chats: int, updates: int) -> Measured:
    """Everybody goes on at once with what comes next."""
    latencies: list[float] = []
    left = itertools.repeat(None, updates)

    async def go_on(chat: int, hand: int) -> None:
        latencies.extend([await _timed(deed, chat, hand) for _ in left])

    broken, cpu, start = deed.out_of_order, bot.cpu(), time.perf_counter()
    async with asyncio.TaskGroup() as people:
        for chat, hand in itertools.product(range(chats), range(HANDS)):
            people.create_task(go_on(chat, hand))
    seconds = time.perf_counter() - start
    await bot.comes_to_rest()
    return Measured(updates, seconds, bot.cpu() - cpu, latencies, deed.out_of_order - broken)


async def at_a_pace(bot: BotProcess, deed: Deed, chats: int, per_second: float, duration: float) -> Measured:
    """One after the other does something, whether or not the bot is ready."""
    latencies: list[float] = []
    updates = int(per_second * duration)

    async def once(chat: int) -> None:
        latencies.append(await _timed(deed, chat, 0))

    broken, cpu, start = deed.out_of_order, bot.cpu(), time.perf_counter()
    async with asyncio.TaskGroup() as people:
        for number in range(updates):
            await asyncio.sleep(start + number / per_second - time.perf_counter())
            people.create_task(once(number % chats))
    seconds = time.perf_counter() - start
    return Measured(updates, seconds, bot.cpu() - cpu, latencies, deed.out_of_order - broken)


async def _timed(deed: Deed, chat: int, hand: int) -> float:
    start = time.perf_counter()
    await deed.do(chat, hand)
    return time.perf_counter() - start
