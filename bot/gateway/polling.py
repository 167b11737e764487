"""Long polling that confirms an update only when it is safe with us.

The library's own polling asks for the next updates, and so confirms these, before they are handled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.core.clock import Clock
from bot.engine.dispatch import Dispatch
from bot.gateway.api import Api
from bot.gateway.inbound import ALLOWED_UPDATES, Inbound
from bot.logs import log_failure

log = structlog.get_logger(__name__)

AGAIN_AFTER = 1.0
"""Seconds until updates that could not be kept are asked for again."""
SAFE_WITHIN = 5.0
"""Seconds the house has to write updates down: whoever needs help next is not to wait for it any longer."""


class Polling:
    """Runs until cancelled. Always begins without an offset: what is known already is not taken twice."""

    def __init__(self, api: Api, inbound: Inbound, dispatch: Dispatch, clock: Clock) -> None:
        self._api = api
        self._inbound = inbound
        self._dispatch = dispatch
        self._clock = clock

    async def run(self) -> None:
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await self._api.poll(offset, ALLOWED_UPDATES)
            except TelegramError as error:
                failures += 1
                await self._wait(error, failures)
                continue
            failures = 0
            if not await self._are_safe(updates):
                await self._clock.sleep(AGAIN_AFTER)
            elif updates:
                offset = updates[-1]["update_id"] + 1

    async def _are_safe(self, updates: Sequence[dict[str, Any]]) -> bool:
        """If not, they are asked for again, with those that came since: help among them is answered."""
        try:
            async with asyncio.timeout(SAFE_WITHIN):
                await self._dispatch.take(self._inbound.read_all(updates))
        except Exception as error:  # noqa: BLE001 whatever the reason, nothing is confirmed
            log_failure(log, "updates_not_kept", error)
            return False
        return True

    async def _end_webhook(self) -> None:
        """This bot used to be told of updates at an address; what waits there comes by polling now."""
        log.warning("webhook_ended")
        try:
            await self._api.call("deleteWebhook")
        except TelegramError as error:
            log_failure(log, "webhook_not_ended", error)

    async def _wait(self, error: TelegramError, failures: int) -> None:
        seconds = min(2.0 ** min(failures, 5) / 4, 8.0)
        match error:
            case RetryAfter(retry_after=retry_after):
                seconds = float(retry_after if isinstance(retry_after, int) else retry_after.total_seconds())
            case InvalidToken():
                log.error("token_refused")
                seconds = 30.0
            case Conflict() if "webhook" in error.message.lower():
                await self._end_webhook()
            case Conflict():
                log.error("another_bot_polls", hint="one token, one bot: stop the other one")
            case _:
                log_failure(log, "poll_failed", error)
        await self._clock.sleep(seconds)
