"""Calls to the Bot API as plain data: no objects are built from answers, which is where time goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from telegram import InputFile
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.gateway.request import AiohttpRequest

POLL_SECONDS = 25
"""How long the server may hold a `getUpdates` open."""


class Api:
    """The bot's own door to the Bot API. The token is in the address and nowhere else."""

    def __init__(self, api_url: str, token: str) -> None:
        self._address = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._request = AiohttpRequest()
        self._polling = AiohttpRequest(connections=1, read_timeout=POLL_SECONDS + 10)

    def __repr__(self) -> str:
        return "Api()"

    async def open(self) -> None:
        await self._request.initialize()
        await self._polling.initialize()

    async def close(self) -> None:
        await self._polling.shutdown()
        await self._request.shutdown()

    async def call(self, method: str, **parameters: Any) -> Any:
        """The `result` of a method. Raises telegram.error.TelegramError."""
        return await self._post(self._request, method, parameters)

    async def upload(self, method: str, files: Iterable[InputFile], **parameters: Any) -> Any:
        """The same, with files that `parameters` name by their `attach_uri`."""
        given = [RequestParameter(name, value, None) for name, value in parameters.items()]
        given += [RequestParameter("files", None, list(files))]
        return await self._request.post(self._address + method, RequestData(given))

    async def file(self, path: str) -> bytes:
        """A file that somebody sent, by its `file_path`. Raises telegram.error.TelegramError."""
        return await self._request.retrieve(self._files + path)

    async def poll(self, offset: int | None, allowed: list[str]) -> list[dict[str, Any]]:
        """New updates from `offset` on; those before it are confirmed and gone."""
        parameters = {"offset": offset, "timeout": POLL_SECONDS, "limit": 100, "allowed_updates": allowed}
        updates: list[dict[str, Any]] = await self._post(self._polling, "getUpdates", parameters)
        return updates

    async def _post(self, request: AiohttpRequest, method: str, parameters: dict[str, Any]) -> Any:
        data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
        return await request.post(self._address + method, data)
