"""Webhook mode behind a proxy: updates in, and the pages a watchman asks for."""

from __future__ import annotations

import hmac

import orjson
import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.core.errors import OperatorError
from bot.engine.dispatch import Dispatch
from bot.engine.watch import Watch
from bot.gateway.api import Api
from bot.gateway.inbound import ALLOWED_UPDATES, Inbound
from bot.settings import Settings

log = structlog.get_logger(__name__)

PATH = "/telegram"
_LARGEST_UPDATE = 1024 * 1024


class Webhook:
    """Answers 200 only when the update is safe with us; Telegram offers it again otherwise."""

    def __init__(
        self,
        settings: Settings,
        api: Api,
        inbound: Inbound,
        dispatch: Dispatch,
        watch: Watch,
    ) -> None:
        assert settings.webhook_url is not None
        assert settings.webhook_secret is not None
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret.get_secret_value()
        self._listen = settings.listen
        self._api = api
        self._inbound = inbound
        self._dispatch = dispatch
        self._watch = watch
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        application = web.Application(client_max_size=_LARGEST_UPDATE)
        application.add_routes(
            [
                web.post(PATH, self._receive),
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._show_metrics),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        host, _, port = self._listen.rpartition(":")
        try:
            await web.TCPSite(self._runner, host, int(port)).start()
        except OSError as error:
            raise OperatorError(f"BOT_LISTEN: {self._listen}: {error.strerror or error}") from error
        try:
            await self._api.call(
                "setWebhook", url=self._url + PATH, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
            )
        except TelegramError as error:
            raise OperatorError(
                f"BOT_WEBHOOK_URL: the Bot API server did not take it: {error.message}"
            ) from error

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        try:
            update = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            return web.Response(status=400)
        await self._dispatch.take(self._inbound.read_all([update]))
        return web.Response()

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        ready = await self._watch.is_ready()
        return web.Response(text="ready\n" if ready else "not ready\n", status=200 if ready else 503)

    async def _show_metrics(self, _: web.Request) -> web.Response:
        return web.Response(text=await self._watch.metrics(), content_type="text/plain", charset="utf-8")
