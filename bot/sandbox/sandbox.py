"""The sandbox as a whole: a local Telegram to start, people to put into it, and knobs for trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.calls import Calls, LoggedCall
from bot.sandbox.control import Control
from bot.sandbox.faults import Faults
from bot.sandbox.limits import Limits
from bot.sandbox.phones import Phone
from bot.sandbox.server import Server, large_request
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

if TYPE_CHECKING:
    from collections import deque

    from bot.core.clock import Clock
    from bot.sandbox.wire import Json

TOKEN = "7100000001:sandbox-token-that-opens-no-door-00"  # noqa: S105 - opens the sandbox only
FAREWELL = 0.5
"""Real seconds that open connections get when the server stops."""


class Sandbox:
    """A Bot API server on a local port. Tests drive it in their own event loop, the page over HTTP."""

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = TOKEN,
        bot_name: str = "Trustline",
        bot_username: str = "trustline_demo_bot",
        topics: bool = True,
        topics_can_be_closed: bool = True,
    ) -> None:
        bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": topics,
            "allows_users_to_create_topics": False,
        }
        self.token = token
        self.url = ""
        self.people: dict[int, Phone] = {}
        self.faults = Faults()
        self.world = World(clock, bot, topics_can_be_closed=topics_can_be_closed)
        self.limits = Limits(clock.now)
        self._webhook = Webhook(self.world.updates, self.world.now)
        self._calls = Calls(self.world, self.limits, self._webhook)
        self._runner: web.ServerRunner | None = None

    @property
    def calls(self) -> deque[LoggedCall]:
        """The last calls of the bot."""
        return self._calls.log

    def person(
        self,
        first_name: str,
        *,
        last_name: str = "",
        username: str | None = None,
        language: str = "en",
        label: str = "",
    ) -> Phone:
        """Somebody with a phone, who has not written to the bot yet."""
        names = {"first_name": first_name, "last_name": last_name, "username": username}
        chat = self.world.add_person(names, language, label)
        phone = self.people[chat.id] = Phone(self.world, chat)
        return phone

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serves from now on; `url` says where."""
        control = Control(self.world, self.people, self.person)
        server = Server(self.token, self._calls, self.faults, self.world.files, control)
        self._runner = web.ServerRunner(
            web.Server(
                server.handle, request_factory=large_request, handler_cancellation=True, access_log=None
            ),
            shutdown_timeout=FAREWELL,
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:  # the port is taken
            await self.stop()
            raise
        await self._webhook.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.world.updates.close()
        await self._webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None
