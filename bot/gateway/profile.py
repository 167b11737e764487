"""The bot's own account: who it is, what it can do, the commands Telegram offers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.core.context import TextsFor
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.routes import AtOnceCommand, OnCommand
from bot.gateway.api import Api
from bot.logs import log_failure

log = structlog.get_logger(__name__)

_PATIENCE = 5.0
_RETRY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What `getMe` says of the bot."""

    username: str
    has_topics: bool


async def read_profile(api: Api, stop: asyncio.Event) -> Profile | None:
    """Waits for the server to be there; None when `stop` is set before. Raises OperatorError when it does
    not know the token."""
    while not stop.is_set():
        try:
            async with asyncio.timeout(_PATIENCE):
                me = await api.call("getMe")
        except InvalidToken:
            raise OperatorError("BOT_TOKEN: the Bot API server does not know this token") from None
        except (TelegramError, TimeoutError) as error:
            log_failure(log, "server_not_there", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RETRY_SECONDS)
        else:
            return Profile(me["username"], bool(me.get("has_topics_enabled")))
    return None


async def publish_commands(
    api: Api, commands: Iterable[OnCommand | AtOnceCommand], texts_for: TextsFor
) -> None:
    """The menu of commands in every language, help first. Staff's own commands are not advertised."""
    offered = (command for command in commands if command.action is None)
    names = [each.name for each in sorted(offered, key=lambda each: not isinstance(each, AtOnceCommand))]
    for language in Language:
        t = texts_for(language)
        described = [{"command": name, "description": t.label(f"command.{name}")} for name in names]
        scope = {} if language is Language.EN else {"language_code": language.value}
        try:
            await api.call("setMyCommands", commands=described, **scope)
        except TelegramError as error:
            log_failure(log, "commands_not_published", error)
