"""Posts updates to the bot's address: one person's in order, several people's side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import orjson

from bot.sandbox.wire import ApiError, Json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.sandbox.updates import Updates

PATIENCE = aiohttp.ClientTimeout(total=60)
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    secret: str
    connections: int


class _Lane(deque[Json]):
    """What is still to be posted for one person."""


class Webhook:
    """While a target is set, takes every update from the queue and posts it until the target says 2xx."""

    def __init__(self, updates: Updates, now: Callable[[], int]) -> None:
        self._updates = updates
        self._now = now
        self._target: Target | None = None
        self._lanes: dict[int, _Lane] = {}
        self._posting: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(1)
        self._last_error: Json = {}
        self.carry_out: Callable[[Json], Awaitable[None]] | None = None
        """Takes a method call that the bot gave as its answer to an update."""

    async def start(self) -> None:
        self._posting = await asyncio.TaskGroup().__aenter__()
        self._session = aiohttp.ClientSession(timeout=PATIENCE)

    async def stop(self) -> None:
        await self._cancel()
        if self._session is not None and self._posting is not None:
            await self._session.close()
            await self._posting.__aexit__(None, None, None)
        self._session = self._posting = None

    async def point_at(self, target: Target | None) -> None:
        """What was not posted yet goes to the new target, or back into the queue."""
        await self._cancel()
        unsent = sorted(
            (each for lane in self._lanes.values() for each in lane), key=lambda each: each["update_id"]
        )
        self._lanes.clear()
        self._updates.waiting.extendleft(reversed(unsent))
        self._target, self._last_error = target, {}
        if target is None:
            self._updates.deliver = None
            return
        self._free = asyncio.Semaphore(target.connections)
        self._updates.deliver = self._take
        while self._updates.waiting:
            self._take(self._updates.waiting.popleft())

    def info(self) -> Json:
        pending = len(self._updates.waiting) + sum(map(len, self._lanes.values()))
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": pending}
        if self._target is not None:
            info |= {"url": self._target.url, "max_connections": self._target.connections, **self._last_error}
        return info

    async def _cancel(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take(self, update: Json) -> None:
        person = _person(update)
        lane = self._lanes.get(person)
        if lane is not None:
            lane.append(update)
            return
        lane = self._lanes[person] = _Lane([update])
        assert self._posting is not None
        task = self._posting.create_task(self._post_all(person, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post_all(self, person: int, lane: _Lane) -> None:
        pause = FIRST_PAUSE
        while lane:
            async with self._free:
                error = await self._post(lane[0])
            if not error:
                lane.popleft()
                pause = FIRST_PAUSE
                continue
            self._last_error = {"last_error_date": self._now(), "last_error_message": error}
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        del self._lanes[person]

    async def _post(self, update: Json) -> str:
        """What went wrong, in Telegram's words; empty if the bot took the update."""
        assert self._session is not None
        assert self._target is not None
        headers = {"Content-Type": "application/json"}
        if self._target.secret:
            headers[SECRET_HEADER] = self._target.secret
        try:
            async with self._session.post(
                self._target.url, data=orjson.dumps(update), headers=headers
            ) as response:
                body = await response.read()
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"
        if not response.ok:
            return f"Wrong response from the webhook: {response.status} {response.reason}"
        await self._answer(body)
        return ""

    async def _answer(self, body: bytes) -> None:
        """An answer may itself be a call; Telegram tells nobody how that went."""
        try:
            call = orjson.loads(body or b"null")
            if isinstance(call, dict) and isinstance(call.get("method"), str) and self.carry_out:
                await self.carry_out(call)
        except (orjson.JSONDecodeError, ApiError):
            return


def _person(update: Json) -> int:
    """In whose chat it happened; updates of nobody in particular share one lane."""
    happened = next(value for name, value in update.items() if name != "update_id")
    return int((happened.get("chat") or happened.get("from") or {}).get("id", 0))
