"""The sandbox over HTTP: the Bot API, its files, the control API and the page on one port."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.calls import Calls, LoggedCall
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.files import LARGEST_DOWNLOAD, Files
from bot.sandbox.wire import ApiError, Json, Upload, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import StreamReader
    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http_parser import RawRequestMessage
    from multidict import MultiMapping

    from bot.sandbox.control import Control

LARGEST_REQUEST = 60 * 1024 * 1024
GATEWAY_STATUS = range(502, 505)
FOREVER = 24 * 3600.0


def large_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """A request that may carry as much as Telegram takes, not just aiohttp's megabyte."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_REQUEST)


class Server:
    """Dispatches by the path itself: a router would cost more than most methods do."""

    def __init__(self, token: str, calls: Calls, faults: Faults, files: Files, control: Control) -> None:
        self._bot_path = f"/bot{token}/"
        self._file_path = f"/file/bot{token}/"
        self._calls = calls
        self._faults = faults
        self._files = files
        self._control = control

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(self._bot_path):
            return await self._bot(request, path[len(self._bot_path) :])
        if path.startswith(self._file_path):
            return self._file(path[len(self._file_path) :])
        if path.startswith(("/bot", "/file/bot")):
            return _refusal(
                ApiError(401, "Unauthorized") if path.count("/") > 1 else ApiError(404, "Not Found")
            )
        return await self._control.handle(request)

    async def _bot(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        try:
            params, uploads = await _parameters(request)
        except ApiError as error:
            return _refusal(error)
        key = method.lower()
        fault = self._faults.next_for(key, params.get("chat_id"))
        if self._faults.latency and key != "getupdates":
            await asyncio.sleep(self._faults.latency)
        if fault is None:
            return await self._answer(method, params, uploads)
        return await self._suffer(fault, request, lambda: self._answer(method, params, uploads))

    async def _answer(self, method: str, params: Json, uploads: dict[str, Upload]) -> web.Response:
        chat, log = params.get("chat_id"), self._calls.log
        try:
            result = await self._calls.carry_out(method, params, uploads)
        except ApiError as error:
            log.append(LoggedCall(method, chat, params, error.description))
            return _refusal(error)
        log.append(LoggedCall(method, chat, params))
        return _json({"ok": True, "result": result})

    async def _suffer(
        self, fault: Fault, request: web.BaseRequest, answer: Callable[[], Any]
    ) -> web.StreamResponse:
        match fault.kind:
            case FaultKind.ERROR:
                return _refusal(fault.error)
            case FaultKind.HANG:
                await asyncio.sleep(FOREVER)
            case FaultKind.DROP_AFTER:
                await answer()
            case FaultKind.DROP_BEFORE:
                pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _file(self, path: str) -> web.Response:
        file = self._files.at(path)
        if file is None or file.size > LARGEST_DOWNLOAD:
            return _refusal(ApiError(404, "Not Found: file not found"))
        return web.Response(body=io.BytesIO(file.content), content_type="application/octet-stream")


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def _refusal(error: ApiError) -> web.Response:
    if error.code in GATEWAY_STATUS:  # these come from the proxy in front, not from the Bot API server
        page = f"<html><head><title>{error.code} {error.description}</title></head><body></body></html>"
        return web.Response(text=page, status=error.code, content_type="text/html")
    response = _json(error.answer(), error.code)
    if "retry_after" in error.parameters:
        response.headers["Retry-After"] = str(error.parameters["retry_after"])
    return response


async def _parameters(request: web.BaseRequest) -> tuple[Json, dict[str, Upload]]:
    """From the query and the body, whichever way the client sends them."""
    given: Json = dict(request.query) if request.query_string else {}
    uploads: dict[str, Upload] = {}
    if not request.can_read_body:
        return given, uploads
    match request.content_type:
        case "application/json":
            given |= _body(await request.read())
        case "multipart/form-data":
            await _read_parts(request, given, uploads)
        case _:
            form: MultiMapping[Any] = await request.post()
            given.update(form)
    return given, uploads


def _body(content: bytes) -> Json:
    try:
        body = orjson.loads(content or b"{}")
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("JSON object expected")
    return body


async def _read_parts(request: web.BaseRequest, given: Json, uploads: dict[str, Upload]) -> None:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart")
        content = bytes(await part.read(decode=True))
        name = part.name or ""
        if part.filename is None:
            given[name] = content.decode(errors="replace")
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            given[name] = uploads[name] = Upload(content, part.filename, mime)
