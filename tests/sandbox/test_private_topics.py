"""Topics in a private chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import Phone, Sandbox
from tests.sandbox.bare_api import Api

if TYPE_CHECKING:
    import aiohttp

    from bot.core.clock import FastClock


@pytest.fixture
async def topic(api: Api, ann: Phone) -> dict[str, Any]:
    """The place of a new topic, as parameters."""
    created = await api.call("createForumTopic", chat_id=ann.chat_id, name="Case 1")
    return {"chat_id": ann.chat_id, "message_thread_id": created["message_thread_id"]}


async def test_a_topic_tells_of_itself(api: Api, ann: Phone, topic: dict[str, Any]) -> None:
    service = (await api.call("getUpdates", offset=-1))[0]["message"]
    assert service["forum_topic_created"] == {"name": "Case 1", "icon_color": 7322096}
    assert service["message_id"] == service["message_thread_id"] == topic["message_thread_id"]
    assert service["from"]["is_bot"]
    assert ann.topics[topic["message_thread_id"]].name == "Case 1"


async def test_messages_in_a_topic(api: Api, ann: Phone, topic: dict[str, Any]) -> None:
    sent = await api.call("sendMessage", **topic, text="Hi")
    said = await ann.says("Ho", thread=topic["message_thread_id"])
    for raw in (sent, said.raw):
        assert raw["is_topic_message"]
        assert raw["message_thread_id"] == topic["message_thread_id"]
        assert "forum_topic_created" in raw["reply_to_message"]
    assert said.reply_to is None
    answered = await ann.says("to that", reply_to=sent["message_id"])
    assert (answered.thread, answered.reply_to) == (topic["message_thread_id"], sent["message_id"])
    outside = await ann.says("outside")
    assert outside.thread is None


async def test_a_closed_topic_takes_no_messages(api: Api, ann: Phone, topic: dict[str, Any]) -> None:
    assert await api.call("closeForumTopic", **topic)
    assert await api.refused("sendMessage", **topic, text="Hi") == "TOPIC_CLOSED"
    assert await api.refused("closeForumTopic", **topic) == "TOPIC_NOT_MODIFIED"
    assert ann.topics[topic["message_thread_id"]].closed
    assert await api.call("reopenForumTopic", **topic)
    await api.call("sendMessage", **topic, text="Hi")


async def test_renaming_and_deleting(api: Api, ann: Phone, topic: dict[str, Any]) -> None:
    sent = await api.call("sendMessage", **topic, text="Hi")
    assert await api.call("editForumTopic", **topic, name="Case 1 ✔")
    assert ann.last.raw["forum_topic_edited"] == {"name": "Case 1 ✔"}
    assert await api.refused("editForumTopic", **topic, name="Case 1 ✔") == "TOPIC_NOT_MODIFIED"
    words = await api.refused("deleteMessage", chat_id=ann.chat_id, message_id=topic["message_thread_id"])
    assert words == "message can't be deleted for everyone"
    assert await api.call("deleteForumTopic", **topic)
    assert sent["message_id"] not in [message.message_id for message in ann.messages]
    assert await api.refused("sendMessage", **topic, text="Hi") == "message thread not found"
    assert await api.refused("editForumTopic", **topic, name="x") == "TOPIC_ID_INVALID"


@pytest.mark.parametrize(
    ("name", "words"), [("x" * 129, "topic name is too long"), (" ", "topic name must be non-empty")]
)
async def test_names(api: Api, ann: Phone, name: str, words: str) -> None:
    assert await api.refused("createForumTopic", chat_id=ann.chat_id, name=name) == words
    await api.call("createForumTopic", chat_id=ann.chat_id, name="ж" * 128)


async def test_a_bot_without_topics(clock: FastClock, session: aiohttp.ClientSession) -> None:
    sandbox = Sandbox(clock, topics=False)
    await sandbox.start()
    ann = sandbox.person("Ann")
    await ann.says("/start")
    api = Api(session, sandbox)
    assert (await api.call("getMe"))["has_topics_enabled"] is False
    assert await api.refused("createForumTopic", chat_id=ann.chat_id, name="x") == "the chat is not a forum"
    await sandbox.stop()


async def test_closing_may_be_refused_as_the_published_description_has_it(
    clock: FastClock, session: aiohttp.ClientSession
) -> None:
    sandbox = Sandbox(clock, topics_can_be_closed=False)
    await sandbox.start()
    ann = sandbox.person("Ann")
    await ann.says("/start")
    api = Api(session, sandbox)
    thread = (await api.call("createForumTopic", chat_id=ann.chat_id, name="x"))["message_thread_id"]
    words = await api.refused("closeForumTopic", chat_id=ann.chat_id, message_thread_id=thread)
    assert words == "the chat is not a supergroup forum"
    await sandbox.stop()
