"""What the Bot API server calls the bot."""

from __future__ import annotations

import asyncio

from bot.core.errors import OperatorError
from bot.gateway.api import Api
from bot.gateway.profile import read_profile
from bot.settings import Settings

_PATIENCE = 15.0
"""Seconds the server has to say it."""


async def ask_bot_name(settings: Settings) -> str:
    """Raises OperatorError."""
    if settings.token is None:
        raise OperatorError("BOT_TOKEN: a link leads to a bot: set the token")
    api = Api(settings.api_url, settings.token.get_secret_value())
    await api.open()
    try:
        async with asyncio.timeout(_PATIENCE):
            profile = await read_profile(api, asyncio.Event())
    except TimeoutError:
        raise OperatorError("BOT_API_URL: the Bot API server does not answer") from None
    finally:
        await api.close()
    assert profile is not None, "nothing stops it"
    return profile.username
