"""Webhooks: updates are posted in order, with the secret, until the bot takes them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox import Phone, Sandbox
    from tests.sandbox.bare_api import Api


class Receiver:
    """A bot's address that can be told to fail."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.failures = 0
        self.answer: dict[str, Any] = {}
        self.arrived = asyncio.Condition()

    async def handle(self, request: web.BaseRequest) -> web.Response:
        async with self.arrived:
            if self.failures:
                self.failures -= 1
                return web.Response(status=500)
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.got.append(await request.json())
            self.arrived.notify_all()
        return web.json_response(self.answer)

    async def has(self, count: int) -> list[str]:
        async with asyncio.timeout(30), self.arrived:
            await self.arrived.wait_for(lambda: len(self.got) >= count)
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.handle))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_posted_in_order_with_the_secret(api: Api, ann: Phone, receiver: Receiver) -> None:
    await api.call("setWebhook", url=receiver.url, secret_token="s3cret", max_connections=5)
    for text in "abc":
        await ann.says(text)
    assert await receiver.has(4) == ["/start", "a", "b", "c"]
    assert set(receiver.secrets) == {"s3cret"}
    info = await api.call("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (receiver.url, 5)


async def test_a_refused_update_comes_again_before_the_next(api: Api, ann: Phone, receiver: Receiver) -> None:
    receiver.failures = 2
    await api.call("setWebhook", url=receiver.url, drop_pending_updates=True)
    await ann.says("a")
    await ann.says("b")
    assert await receiver.has(2) == ["a", "b"]
    assert "500" in (await api.call("getWebhookInfo"))["last_error_message"]


async def test_what_was_not_taken_waits_for_polling(api: Api, ann: Phone) -> None:
    await api.call("setWebhook", url="http://127.0.0.1:9/")
    await ann.says("a")
    answer = await api.answer("getUpdates")
    assert answer["error_code"] == 409
    assert "can't use getUpdates method while webhook is active" in answer["description"]
    await asyncio.sleep(0.1)
    assert (await api.call("getWebhookInfo"))["pending_update_count"] == 2
    await api.call("deleteWebhook")
    assert [update["message"]["text"] for update in await api.call("getUpdates")] == ["/start", "a"]


async def test_one_persons_trouble_does_not_hold_up_another(
    api: Api, ann: Phone, sandbox: Sandbox, receiver: Receiver
) -> None:
    ben = sandbox.person("Ben")
    await api.call("setWebhook", url=receiver.url, drop_pending_updates=True)
    receiver.failures = 3
    await ann.says("from Ann")
    await asyncio.sleep(0.05)
    await ben.says("from Ben")
    assert sorted(await receiver.has(2)) == ["from Ann", "from Ben"]


async def test_an_answer_may_be_a_call(api: Api, ann: Phone, receiver: Receiver) -> None:
    receiver.answer = {"method": "sendMessage", "chat_id": ann.chat_id, "text": "answered"}
    await api.call("setWebhook", url=receiver.url)
    await ann.hears("answered")


async def test_a_webhook_ends_the_poll(api: Api, ann: Phone, receiver: Receiver) -> None:
    last = (await api.call("getUpdates"))[-1]["update_id"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.answer("getUpdates", offset=last + 1, timeout=20))
        await asyncio.sleep(0.1)
        await api.call("setWebhook", url=receiver.url)
    assert poll.result()["description"] == "Conflict: terminated by setWebhook request"
    assert await api.refused("setWebhook", url="ftp://x") == "bad webhook: invalid webhook URL specified"
    assert (
        await api.refused("setWebhook", url=receiver.url, secret_token="é")
        == "secret token contains unallowed characters"
    )
