"""Faults on demand and rate limits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.core.clock import FastClock
from bot.sandbox.limits import Limits
from bot.sandbox.wire import ApiError

if TYPE_CHECKING:
    from bot.sandbox import Phone, Sandbox
    from tests.sandbox.bare_api import Api


async def test_too_many_requests_then_all_is_well(api: Api, ann: Phone, sandbox: Sandbox) -> None:
    sandbox.faults.add("sendMessage", chat_id=ann.chat_id, times=2, retry_after=7)
    for _ in range(2):
        assert await api.answer("sendMessage", chat_id=ann.chat_id, text="Hi") == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")
    assert sandbox.faults.happened == 2


async def test_a_fault_meets_its_chat_and_method_only(api: Api, ann: Phone, sandbox: Sandbox) -> None:
    sandbox.faults.add("sendMessage", chat_id=1, status=500)
    sandbox.faults.add("deleteMessage", status=403)
    await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")
    assert (await api.answer("deleteMessage", chat_id=ann.chat_id, message_id=1))["error_code"] == 403
    sandbox.faults.clear()
    sandbox.faults.add("*", status=500)
    await api.call("getUpdates")
    assert (await api.answer("getMe"))["description"] == "Internal Server Error"


async def test_a_bad_gateway_is_no_json(api: Api, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add("getMe", status=502)
    async with session.get(f"{api.base}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", []), ("drop_after", ["Hi"])])
async def test_a_dropped_connection(
    api: Api, ann: Phone, sandbox: Sandbox, kind: str, arrived: list[str]
) -> None:
    sandbox.faults.add("sendMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")
    assert [message.text for message in ann.messages if message.is_from_bot] == arrived


async def test_silence_until_the_client_gives_up(api: Api, ann: Phone, sandbox: Sandbox) -> None:
    sandbox.faults.add("sendMessage", kind="hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")
    await ann.hears_nothing(0.1)


async def test_one_message_a_second_in_a_chat(
    api: Api, ann: Phone, sandbox: Sandbox, clock: FastClock
) -> None:
    sandbox.limits.enabled = True
    answers = [await api.answer("sendMessage", chat_id=ann.chat_id, text="Hi") for _ in range(7)]
    assert [answer["ok"] for answer in answers[:5]] == [True] * 5
    assert answers[6]["parameters"] == {"retry_after": 1}
    clock.advance(1)
    await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")


async def test_thirty_messages_a_second_overall(api: Api, sandbox: Sandbox) -> None:
    sandbox.limits.enabled = True
    refused = 0
    for number in range(40):
        phone = sandbox.person(f"Person {number}")
        await phone.says("/start")
        refused += not (await api.answer("sendMessage", chat_id=phone.chat_id, text="Hi"))["ok"]
    assert 0 < refused <= 10


async def test_no_second_has_more_than_thirty_and_all_can_be_raised(
    api: Api, sandbox: Sandbox, clock: FastClock
) -> None:
    people = [sandbox.person(f"Person {number}") for number in range(61)]
    for phone in people:
        await phone.says("/start")
    sandbox.limits.enabled = True
    for phone in people[:30]:
        await api.call("sendMessage", chat_id=phone.chat_id, text="Hi")
    refused = await api.answer("sendMessage", chat_id=people[30].chat_id, text="Hi")
    assert refused["parameters"] == {"retry_after": 1}
    clock.advance(1)
    sandbox.limits.factor = 2.0
    for phone in people[:60]:
        await api.call("sendMessage", chat_id=phone.chat_id, text="Hi")
    assert sandbox.limits.refused == 1


def test_twenty_messages_a_minute_in_a_group() -> None:
    clock = FastClock(0, start=1000.0)
    limits = Limits(clock.now)
    limits.enabled = True
    for _ in range(20):
        limits.take(-1)
    with pytest.raises(ApiError):
        limits.take(-1)
    clock.advance(3)
    limits.take(-1)
