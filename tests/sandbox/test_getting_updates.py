"""`getUpdates`: offsets, waiting, conflicts, and what the bot did not ask for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox import Phone
    from tests.sandbox.bare_api import Api


async def test_updates_stay_until_a_higher_offset_is_asked_for(api: Api, ann: Phone) -> None:
    await ann.says("one")
    await ann.says("two")
    first = await api.call("getUpdates")
    assert [update["message"]["text"] for update in first] == ["/start", "one", "two"]
    assert await api.call("getUpdates") == first
    assert await api.call("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await api.call("getUpdates", offset=first[-1]["update_id"] + 1) == []
    assert await api.call("getUpdates", offset=0) == []


async def test_a_negative_offset_keeps_the_last_ones(api: Api, ann: Phone) -> None:
    for text in "abc":
        await ann.says(text)
    assert [update["message"]["text"] for update in await api.call("getUpdates", offset=-2)] == ["b", "c"]
    assert len(await api.call("getUpdates")) == 2


async def test_at_most_a_hundred_at_once(api: Api, ann: Phone) -> None:
    for number in range(120):
        await ann.says(str(number))
    assert len(await api.call("getUpdates", limit=500)) == 100
    assert len(await api.call("getUpdates", limit=7)) == 7


async def test_a_long_poll_ends_when_something_happens(api: Api, ann: Phone) -> None:
    last = (await api.call("getUpdates"))[-1]["update_id"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.call("getUpdates", offset=last + 1, timeout=20))
        await asyncio.sleep(0.1)
        assert not poll.done()
        await ann.says("now")
    assert [update["message"]["text"] for update in poll.result()] == ["now"]


async def test_a_second_poll_ends_the_first_with_a_conflict(api: Api, ann: Phone) -> None:
    last = (await api.call("getUpdates"))[-1]["update_id"]
    async with asyncio.TaskGroup() as group:
        first = group.create_task(api.answer("getUpdates", offset=last + 1, timeout=20))
        await asyncio.sleep(0.1)
        second = group.create_task(api.call("getUpdates", offset=last + 1, timeout=20))
        answer = await first
        await ann.says("for the second")
    assert (answer["error_code"], answer["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    assert len(second.result()) == 1


async def test_only_what_was_asked_for(api: Api, ann: Phone) -> None:
    await api.call("getUpdates", offset=-1, allowed_updates=["callback_query", "message_reaction"])
    await ann.says("not asked for")
    await ann.reacts(ann.messages[0].message_id, "👍")
    kinds = [set(update) - {"update_id"} for update in await api.call("getUpdates")]
    assert kinds == [{"message"}, {"message_reaction"}]
    await api.call("getUpdates", offset=-1, allowed_updates=[])
    await ann.reacts(ann.messages[0].message_id, None)
    await ann.says("asked for again")
    assert [set(update) - {"update_id"} for update in await api.call("getUpdates")][1:] == [{"message"}]


async def test_edits_blocks_and_commands_as_telegram_tells_them(api: Api, ann: Phone) -> None:
    said = await ann.says("helo")
    await ann.edits(said.message_id, "hello")
    ann.blocks()
    start, _, edited, blocked = await api.call("getUpdates")
    assert start["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert start["message"]["from"] == {
        "id": ann.chat_id,
        "is_bot": False,
        "first_name": "Ann",
        "last_name": "Ámbar",
        "username": "ann_demo",
        "language_code": "es",
    }
    assert ann.chat_id > 2**31
    assert edited["edited_message"]["text"] == "hello"
    assert edited["edited_message"]["edit_date"] >= edited["edited_message"]["date"]
    member = blocked["my_chat_member"]
    assert (member["old_chat_member"]["status"], member["new_chat_member"]["status"]) == ("member", "kicked")
