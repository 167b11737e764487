"""The queue of updates: what happened and is not confirmed yet, for one poll at a time or the webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from bot.sandbox.wire import ApiError, Json, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_UPDATE = 700_000_001
MOST_AT_ONCE = 100
LONGEST_POLL = 50
QUEUE_LENGTH = 100_000
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """Updates are handed over in order and kept until the bot asks for later ones."""

    def __init__(self) -> None:
        self.waiting: deque[Json] = deque(maxlen=QUEUE_LENGTH)
        self.allowed: list[str] = []
        self.deliver: Callable[[Json], None] | None = None
        """Set while a webhook is: takes every update at once."""
        self._next = FIRST_UPDATE
        self._poll: asyncio.Future[ApiError | None] | None = None

    def put(self, kind: str, happened: Json) -> None:
        """Something happened. Updates the bot did not ask for are dropped, as Telegram does."""
        if kind not in self.allowed if self.allowed else kind in ONLY_WHEN_ASKED:
            return
        update = {"update_id": self._next, kind: happened}
        self._next += 1
        if self.deliver is not None:
            self.deliver(update)
            return
        self.waiting.append(update)
        self._finish_poll(None)

    async def get(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[Json]:
        """What `getUpdates` answers; waits in real time. A second poll ends the first one with a conflict."""
        if self.deliver is not None:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                " the webhook first",
            )
        self._finish_poll(
            _conflict("other getUpdates request; make sure that only one bot instance is running")
        )
        if allowed is not None:
            self.allow(allowed)
        self._confirm(offset)
        if not self.waiting and timeout > 0:
            await self._wait(min(timeout, LONGEST_POLL))
        wanted = limit if 0 < limit <= MOST_AT_ONCE else MOST_AT_ONCE
        return list(islice(self.waiting, wanted))

    def allow(self, kinds: list[str]) -> None:
        if not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed_updates: must be an Array of String")
        self.allowed = [kind.lower() for kind in kinds]

    def forget(self) -> None:
        self.waiting.clear()

    def end_poll(self, by: str) -> None:
        self._finish_poll(_conflict(by))

    def close(self) -> None:
        """The server goes down: a poll that waits is answered with what there is."""
        self._finish_poll(None)

    def _confirm(self, offset: int) -> None:
        waiting = self.waiting
        if offset < 0:
            while len(waiting) > -offset:
                waiting.popleft()
            return
        while waiting and waiting[0]["update_id"] < offset:
            waiting.popleft()

    async def _wait(self, timeout: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                error = await poll
        except TimeoutError:
            error = None
        finally:
            if self._poll is poll:
                self._poll = None
        if error is not None:
            raise error

    def _finish_poll(self, error: ApiError | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(error)
        self._poll = None


def _conflict(by: str) -> ApiError:
    return ApiError(409, f"Conflict: terminated by {by}")
