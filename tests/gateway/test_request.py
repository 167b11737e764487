"""HTTP to the Bot API: what is sent, what is understood, and what may or may not have arrived."""

from __future__ import annotations

import asyncio
import socket

import orjson
import pytest
from aiohttp import web
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gateway.api import Api
from bot.gateway.request import AiohttpRequest, NeverSent
from tests.gateway.server import Handler, serving

TOKEN = "123456:a-token-that-opens-nothing-at-all-000000"


async def _call(handler: Handler, **parameters: object) -> object:
    async with serving(handler) as url:
        api = Api(f"{url}/", TOKEN)
        await api.open()
        try:
            return await api.call("sendMessage", **parameters)
        finally:
            await api.close()


def _answers(status: int, body: bytes) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    return handler


def _refusal(status: int, description: str, **parameters: object) -> Handler:
    body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return _answers(status, orjson.dumps(body))


async def test_a_call_is_json_under_the_tokens_address() -> None:
    seen: list[tuple[str, str, object]] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append((request.path, request.content_type, orjson.loads(await request.read())))
        return web.Response(body=orjson.dumps({"ok": True, "result": {"message_id": 5}}))

    rows = [[{"text": "ünï", "callback_data": "x"}]]
    result = await _call(handler, chat_id=7, text="hello", reply_markup={"inline_keyboard": rows})
    assert result == {"message_id": 5}
    ((path, kind, body),) = seen
    assert (path, kind) == (f"/bot{TOKEN}/sendMessage", "application/json")
    assert body == {"chat_id": 7, "text": "hello", "reply_markup": {"inline_keyboard": rows}}


@pytest.mark.parametrize(
    ("handler", "error", "words"),
    [
        (_refusal(400, "Bad Request: chat not found"), BadRequest, "Chat not found"),
        (_refusal(401, "Unauthorized"), InvalidToken, "Unauthorized"),
        (_refusal(403, "Forbidden: bot was blocked by the user"), Forbidden, "blocked"),
        (_refusal(404, "Not Found"), InvalidToken, "Not Found"),
        (_refusal(409, "Conflict: terminated"), Conflict, "terminated"),
        (_refusal(429, "Too Many Requests", retry_after=7), RetryAfter, "7"),
        (_refusal(500, "Internal Server Error"), NetworkError, "Internal Server Error"),
        (_answers(502, b"<html>Bad Gateway</html>"), NetworkError, "502"),
        (_answers(504, b""), NetworkError, "504"),
        (_answers(200, b"<html>Welcome to the hotel's network</html>"), TelegramError, "not JSON"),
        (_answers(200, b""), TelegramError, "not JSON"),
    ],
    ids=["400", "401", "403", "404", "409", "429", "500", "502 in HTML", "504 empty", "HTML", "nothing"],
)
async def test_what_a_server_may_answer(handler: Handler, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        await _call(handler)
    assert TOKEN not in str(raised.value)


async def test_a_server_that_is_not_there_has_surely_got_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        api = Api(f"http://127.0.0.1:{free.getsockname()[1]}", TOKEN)
    await api.open()
    with pytest.raises(NeverSent) as raised:
        await api.call("sendMessage")
    assert TOKEN not in str(raised.value)
    await api.close()


async def test_a_name_that_leads_nowhere_has_surely_got_nothing() -> None:
    api = Api("http://nowhere.invalid", TOKEN)
    await api.open()
    with pytest.raises(NeverSent):
        await api.call("sendMessage")
    await api.close()


async def test_a_connection_that_breaks_leaves_it_open_whether_it_arrived() -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    with pytest.raises(NetworkError) as raised:
        await _call(handler)
    assert not isinstance(raised.value, NeverSent | TimedOut)
    assert TOKEN not in str(raised.value)


async def test_an_answer_that_does_not_come_leaves_it_open_too() -> None:
    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with serving(handler) as url:
        request = AiohttpRequest(read_timeout=0.1)
        await request.initialize()
        with pytest.raises(TimedOut):
            await request.post(f"{url}/bot{TOKEN}/sendMessage")
        await request.shutdown()


async def test_a_request_that_was_not_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match="not initialised"):
        await AiohttpRequest().do_request("http://127.0.0.1/", "POST")


async def test_it_can_be_opened_and_closed_twice() -> None:
    request = AiohttpRequest()
    for _ in range(2):
        await request.initialize()
    for _ in range(2):
        await request.shutdown()
    assert request.read_timeout == 20


def test_neither_shows_the_token() -> None:
    assert TOKEN not in repr(Api("http://127.0.0.1", TOKEN))
