"""The page and its control API: see what stands in the chats, hear what happens, act for a person."""

from __future__ import annotations

import asyncio
import mimetypes
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from bot.core.clock import FastClock
from bot.sandbox.shown import shown_world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.sandbox.phones import Phone
    from bot.sandbox.wire import Json
    from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
NO_STORE = {"Cache-Control": "no-store"}
WATCHED_EVENTS = 10_000
"""A page that is this far behind is cut off; it asks for the state again when it comes back."""
HEARTBEAT = 15.0


class MistakeError(Exception):
    """What the page asked for cannot be done."""


class Control:
    def __init__(self, world: World, people: dict[int, Phone], add_person: Callable[..., Phone]) -> None:
        self._world = world
        self._people = people
        self._add_person = add_person
        self._routes: dict[tuple[str, str], Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]] = {
            ("GET", "/sandbox/state"): self._state,
            ("GET", "/sandbox/events"): self._events,
            ("POST", "/sandbox/act"): self._posted(self._act),
            ("POST", "/sandbox/clock"): self._posted(self._clock),
            ("POST", "/sandbox/people"): self._posted(self._person),
        }

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        route = self._routes.get((request.method, request.path))
        if route is not None:
            return await route(request)
        return self._static(request) if request.method in {"GET", "HEAD"} else web.Response(status=404)

    def _static(self, request: web.BaseRequest) -> web.Response:
        path = PurePosixPath(request.path.lstrip("/") or "index.html")
        file = PAGE / path
        if ".." in path.parts or not file.is_file():
            return web.Response(status=404, text="Not Found")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.suffix in {".js", ".mjs"}:
            kind = "text/javascript"  # what browsers demand of modules, whatever the machine's table says
        charset = "utf-8" if kind.startswith("text/") else None
        return web.Response(body=file.read_bytes(), content_type=kind, charset=charset, headers=NO_STORE)

    async def _state(self, _request: web.BaseRequest) -> web.Response:
        return _json(shown_world(self._world))

    async def _events(self, request: web.BaseRequest) -> web.StreamResponse:
        """Server-Sent Events until the page goes away or the server stops."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **NO_STORE})
        await response.prepare(request)
        queue: asyncio.Queue[bytes] = asyncio.Queue(WATCHED_EVENTS)

        def watch(event: Json) -> None:
            if queue.full():
                self._world.watchers.remove(watch)
            else:
                queue.put_nowait(b"data: " + orjson.dumps(event) + b"\n\n")

        self._world.watchers.append(watch)
        try:
            await response.write(b": hello\n\n")
            while watch in self._world.watchers:
                await response.write(await self._next(queue))
        except ConnectionError:
            return response
        finally:
            if watch in self._world.watchers:
                self._world.watchers.remove(watch)
        return response

    async def _next(self, queue: asyncio.Queue[bytes]) -> bytes:
        try:
            return await asyncio.wait_for(queue.get(), HEARTBEAT)
        except TimeoutError:
            return b": still here\n\n"

    def _posted(
        self, act: Callable[[Json], Awaitable[Json]]
    ) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            try:
                body = orjson.loads(await request.read())
                return _json({"ok": True, **await act(body)})
            except (AssertionError, MistakeError) as error:
                return _json({"ok": False, "error": str(error)}, 400)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                return _json({"ok": False, "error": f"{type(error).__name__}: {error}"}, 400)

        return handle

    async def _act(self, body: Json) -> Json:
        phone = self._people.get(body["person"])
        if phone is None:
            raise MistakeError("no such person")
        place = {name: body[name] for name in ("thread", "reply_to") if body.get(name) is not None}
        match body["act"]:
            case "say":
                await phone.says(body["text"], **place)
            case "press":
                await phone.presses_data(body["data"], body["message_id"], wait=False)
            case "edit":
                await phone.edits(body["message_id"], body["text"])
            case "send":
                fields = {
                    k: v for k, v in body.items() if k not in {"person", "act", "kind", "thread", "reply_to"}
                }
                await phone.sends(body["kind"], **place, **fields)
            case "open":
                await phone.opens(body["payload"])
            case "react":
                await phone.reacts(body["message_id"], body.get("emoji"))
            case "vote":
                phone.votes(body["message_id"], *body["options"])
            case "block" | "unblock" as act:
                (phone.blocks if act == "block" else phone.unblocks)()
            case other:
                raise MistakeError(f"no such act: {other}")
        return {}

    async def _clock(self, body: Json) -> Json:
        clock = self._world.clock
        if not isinstance(clock, FastClock):
            raise MistakeError("this clock cannot be changed")
        if "speed" in body:
            if not body["speed"] > 0:
                raise MistakeError("speed must be above 0")
            clock.speed = float(body["speed"])
        if "advance" in body:
            if body["advance"] < 0:
                raise MistakeError("time runs forward only")
            clock.advance(float(body["advance"]))
        self._world.tell({"type": "clock", "now": clock.now(), "speed": clock.speed})
        return {"now": clock.now(), "speed": clock.speed}

    async def _person(self, body: Json) -> Json:
        if not body["name"].strip():
            raise MistakeError("a person needs a name")
        phone = self._add_person(
            body["name"], language=body.get("language", "en"), label=body.get("label", "")
        )
        return {"id": phone.chat_id}


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(body), status=status, content_type="application/json", headers=NO_STORE
    )
