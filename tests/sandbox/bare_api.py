"""The Bot API over HTTP, without a library in between."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from bot.sandbox import Sandbox

Value = Any
"""Whatever JSON can hold."""


class Api:
    """Calls methods of one sandbox."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self._session = session
        self.base = f"{sandbox.url}/bot{sandbox.token}"

    async def answer(self, method: str, **params: Value) -> dict[str, Any]:
        """The whole answer, whatever it says."""
        async with self._session.post(f"{self.base}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] == (response.status == 200)
            assert answer["ok"] or answer["error_code"] == response.status
            return answer

    async def call(self, method: str, **params: Value) -> Value:
        """The result of a call that must go well."""
        answer = await self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Value) -> str:
        """What Telegram says against a call."""
        answer = await self.answer(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"]).removeprefix("Bad Request: ")

    async def upload(self, method: str, files: dict[str, bytes], **params: Value) -> dict[str, Any]:
        form = aiohttp.FormData()
        for name, value in params.items():
            form.add_field(name, str(value))
        for name, content in files.items():
            form.add_field(name, io.BytesIO(content), filename=f"{name}.bin")
        async with self._session.post(f"{self.base}/{method}", data=form) as response:
            answer: dict[str, Any] = await response.json()
            return answer
