"""What Telegram offers a chat that others may look at: messages without a sound, many deleted at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox import Phone
    from tests.sandbox.bare_api import Api


async def test_a_message_may_come_without_a_sound(api: Api, ann: Phone) -> None:
    await api.call("sendMessage", chat_id=ann.chat_id, text="Loud")
    assert not ann.was_silent(ann.last)
    sent = await api.call("sendMessage", chat_id=ann.chat_id, text="Quiet", disable_notification=True)
    assert ann.was_silent(ann.last)
    assert sent.keys() == {"message_id", "from", "chat", "date", "text"}, "Telegram does not say so"


async def test_one_to_a_hundred_go_at_once_whoever_wrote_them(api: Api, ann: Phone) -> None:
    await api.call("sendMessage", chat_id=ann.chat_id, text="Hi")
    numbers = [message.message_id for message in ann.messages]
    for wrong in ([], [*range(1000, 1101)]):
        assert "message identifiers" in await api.refused(
            "deleteMessages", chat_id=ann.chat_id, message_ids=wrong
        )
    assert await api.call("deleteMessages", chat_id=ann.chat_id, message_ids=[*numbers, *range(1000, 1090)])
    assert ann.messages == []
