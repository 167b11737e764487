"""One call of the Bot API from its raw parameters to Telegram's answer."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.described import check_described
from bot.sandbox.methods import PLAYED
from bot.sandbox.receiving import RECEIVING
from bot.sandbox.wire import Call, Json, Upload

if TYPE_CHECKING:
    from bot.sandbox.limits import Limits
    from bot.sandbox.webhook import Webhook
    from bot.sandbox.world import World

LOGGED_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """A call as the bot made it, and whether it was carried out."""

    method: str
    chat_id: int | str | None
    params: Json
    error: str = ""


class Calls:
    """Carries out calls on the world, and remembers the last ones for tests to look at."""

    def __init__(self, world: World, limits: Limits, webhook: Webhook) -> None:
        self._world = world
        self._limits = limits
        self._webhook = webhook
        self.log: deque[LoggedCall] = deque(maxlen=LOGGED_CALLS)
        webhook.carry_out = self._carry_out_answer

    async def carry_out(self, name: str, params: Json, uploads: dict[str, Upload]) -> object:
        """The result, or an ApiError in Telegram's words."""
        key = name.lower()
        method = PLAYED.get(key)
        if method is not None:
            call = Call(method.name, method.fields.read(params), uploads)
            if method.is_sending and self._limits.enabled:
                self._limits.take(self._world.chat(call.given["chat_id"]).id)
            return method.action(self._world, call)
        receiving = RECEIVING.get(key)
        if receiving is not None:
            fields, action = receiving
            return await action(self._world, self._webhook, Call(key, fields.read(params), uploads))
        await asyncio.to_thread(check_described, key, params)  # its first use takes seconds
        return None

    async def _carry_out_answer(self, answer: Json) -> None:
        """A call that the bot gave as its answer to a posted update."""
        params = {name: value for name, value in answer.items() if name != "method"}
        await self.carry_out(answer["method"], params, {})
