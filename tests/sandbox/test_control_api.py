"""The control API of the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.clock import FastClock, SystemClock
from bot.sandbox import Phone, Sandbox

if TYPE_CHECKING:
    import aiohttp

    from tests.sandbox.bare_api import Api


async def post(session: aiohttp.ClientSession, sandbox: Sandbox, path: str, **body: object) -> dict[str, Any]:
    async with session.post(f"{sandbox.url}/sandbox/{path}", json=body) as response:
        answer: dict[str, Any] = await response.json()
        assert answer["ok"] == (response.status == 200)
        return answer


async def state(session: aiohttp.ClientSession, sandbox: Sandbox) -> dict[str, Any]:
    async with session.get(f"{sandbox.url}/sandbox/state") as response:
        assert response.headers["Cache-Control"] == "no-store"
        shown: dict[str, Any] = await response.json()
        return shown


async def test_the_state_shows_everything(
    session: aiohttp.ClientSession, sandbox: Sandbox, api: Api, ann: Phone
) -> None:
    await api.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    thread = (await api.call("createForumTopic", chat_id=ann.chat_id, name="Case"))["message_thread_id"]
    shown = await state(session, sandbox)
    assert shown["bot"] == {"name": "Trustline", "username": "trustline_demo_bot"}
    assert shown["people"] == [
        {"id": ann.chat_id, "name": "Ann Ámbar", "label": "Ann", "language": "es", "blocked": False}
    ]
    chat = shown["chats"][str(ann.chat_id)]
    assert chat["messages"][0]["text"] == "/start"
    assert chat["topics"] == [{"thread": thread, "name": "Case", "closed": False}]
    assert chat["commands"] == [{"command": "help", "description": "Help"}]


async def test_acting_for_a_person(session: aiohttp.ClientSession, sandbox: Sandbox, api: Api) -> None:
    ben = (await post(session, sandbox, "people", name="Ben", language="ar", label="young person"))["id"]
    for act in (
        {"act": "open", "payload": "welcome"},
        {"act": "say", "text": "مرحبا"},
        {"act": "send", "kind": "photo", "caption": "look"},
        {"act": "press", "message_id": 1, "data": "x"},
        {"act": "edit", "message_id": 2, "text": "hi"},
        {"act": "react", "message_id": 2, "emoji": "👍"},
        {"act": "block"},
        {"act": "unblock"},
    ):
        assert await post(session, sandbox, "act", person=ben, **act) == {"ok": True}
    kinds = [next(iter(set(update) - {"update_id"})) for update in await api.call("getUpdates")]
    expected = ["message"] * 3 + ["callback_query", "edited_message"] + ["my_chat_member"] * 2
    assert kinds == expected


@pytest.mark.parametrize(
    "act",
    [
        {"person": 1, "act": "say", "text": "x"},
        {"act": "say"},
        {"act": "say", "text": ""},
        {"act": "edit", "message_id": 999, "text": "x"},
        {"act": "send", "kind": "telepathy"},
        {"act": "fly"},
    ],
)
async def test_what_cannot_be_done(
    session: aiohttp.ClientSession, sandbox: Sandbox, ann: Phone, act: dict[str, Any]
) -> None:
    answer = await post(session, sandbox, "act", **{"person": ann.chat_id, **act})
    assert answer["error"]


async def test_events_tell_what_happens(
    session: aiohttp.ClientSession, sandbox: Sandbox, api: Api, ann: Phone
) -> None:
    async with session.get(f"{sandbox.url}/sandbox/events") as response:
        assert response.content_type == "text/event-stream"
        await response.content.readuntil(b"\n\n")
        sent = await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")
        place = {"chat_id": ann.chat_id, "message_id": sent["message_id"]}
        await api.call("editMessageText", **place, text="Ho")
        await api.call("deleteMessage", **place)
        await api.call("sendChatAction", chat_id=ann.chat_id, action="typing")
        await api.call("createForumTopic", chat_id=ann.chat_id, name="Case")
        await ann.presses_data("x", 1, wait=False)
        query = (await api.call("getUpdates", offset=-1))[0]["callback_query"]["id"]
        await api.call("answerCallbackQuery", callback_query_id=query, text="Noted", show_alert=True)
        await post(session, sandbox, "clock", speed=60, advance=3600)
        ann.blocks()
        await post(session, sandbox, "people", name="Ben")
        events = [
            json.loads((await response.content.readuntil(b"\n\n")).removeprefix(b"data: ")) for _ in range(10)
        ]
    assert [event["type"] for event in events] == [
        "message", "edit", "delete", "typing", "message", "topic", "toast", "clock", "blocked", "person",
    ]  # fmt: skip
    assert events[0]["message"]["text"] == "Hi"
    assert events[6] == {"type": "toast", "chat": ann.chat_id, "text": "Noted", "alert": True}


async def test_the_clock_is_run(session: aiohttp.ClientSession, sandbox: Sandbox, clock: FastClock) -> None:
    before = clock.now()
    answer = await post(session, sandbox, "clock", speed=60, advance=86400)
    assert answer["speed"] == clock.speed == 60
    assert clock.now() - before >= 86400
    assert "speed" in (await post(session, sandbox, "clock", speed=0))["error"]
    assert "forward" in (await post(session, sandbox, "clock", advance=-1))["error"]


async def test_a_real_clock_is_left_alone(session: aiohttp.ClientSession) -> None:
    sandbox = Sandbox(SystemClock())
    await sandbox.start()
    assert "cannot be changed" in (await post(session, sandbox, "clock", speed=60))["error"]
    await sandbox.stop()


async def test_only_the_page_is_served(session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    for path in ("/nothing.html", "/../sandbox.py", "/%2e%2e/sandbox.py"):
        async with session.get(sandbox.url + path) as response:
            assert response.status == 404


async def test_a_taken_port_is_told_and_leaves_nothing_behind(sandbox: Sandbox, clock: FastClock) -> None:
    second = Sandbox(clock)
    with pytest.raises(OSError, match="address already in use"):
        await second.start(port=int(sandbox.url.rpartition(":")[2]))
