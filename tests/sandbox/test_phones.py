"""A phone in a test: saying, pressing, hearing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import phones

if TYPE_CHECKING:
    from bot.sandbox import Phone
    from tests.sandbox.bare_api import Api

MENU = {
    "inline_keyboard": [
        [{"text": "🛡 Safety", "callback_data": "safety"}, {"text": "Back", "callback_data": "back"}],
        [{"text": "Copy", "copy_text": {"text": "ABC-123"}}],
        [{"text": "Open", "url": "https://t.me/trustline_demo_bot?start=welcome"}],
    ]
}


async def answer_next(api: Api, text: str = "") -> dict[str, Any]:
    """What a bot does with a press."""
    while True:
        for update in await api.call("getUpdates", offset=-1, timeout=5):
            if "callback_query" in update:
                query: dict[str, Any] = update["callback_query"]
                await api.call("answerCallbackQuery", callback_query_id=query["id"], text=text)
                return query
        await asyncio.sleep(0.01)


async def test_pressing_waits_for_the_answer(api: Api, ann: Phone) -> None:
    await api.call("sendMessage", chat_id=ann.chat_id, text="Menu", reply_markup=MENU)
    async with asyncio.TaskGroup() as group:
        pressing = group.create_task(ann.presses("Safety"))
        answering = group.create_task(answer_next(api, "Noted"))
    assert pressing.result() == "Noted"
    assert answering.result()["data"] == "safety"


async def test_an_equal_label_comes_before_one_that_contains_it(api: Api, ann: Phone) -> None:
    for label, data in [("Back", "exact"), ("Back to the menu", "partial")]:
        markup = {"inline_keyboard": [[{"text": label, "callback_data": data}]]}
        await api.call("sendMessage", chat_id=ann.chat_id, text=label, reply_markup=markup)
    async with asyncio.TaskGroup() as group:
        group.create_task(ann.presses("Back"))
        exact = group.create_task(answer_next(api))
    assert exact.result()["data"] == "exact"


async def test_copying_and_opening(api: Api, ann: Phone) -> None:
    await api.call("sendMessage", chat_id=ann.chat_id, text="Menu", reply_markup=MENU)
    assert await ann.presses("Copy") is None
    assert ann.clipboard == "ABC-123"
    await ann.presses("Open")
    assert ann.messages[-1].text == "/start welcome"
    await ann.opens("https://t.me/trustline_demo_bot?start=x-1_Y")
    assert ann.messages[-1].text == "/start x-1_Y"


async def test_keys_of_a_reply_keyboard(api: Api, ann: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "BUTTON_PATIENCE", 0.1)
    keys = {"keyboard": [["Yes", {"text": "My number", "request_contact": True}]]}
    await api.call("sendMessage", chat_id=ann.chat_id, text="Well?", reply_markup=keys)
    await ann.presses("Yes")
    assert ann.messages[-1].text == "Yes"
    await ann.presses("My number")
    assert ann.messages[-1].raw["contact"]["user_id"] == ann.chat_id
    await api.call("sendMessage", chat_id=ann.chat_id, text="Thanks", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError, match="no button 'Yes'"):
        await ann.presses("Yes")


async def test_hearing_takes_each_message_once(api: Api, ann: Phone) -> None:
    first = await api.call("sendMessage", chat_id=ann.chat_id, text="one")
    await api.call("sendMessage", chat_id=ann.chat_id, text="two \u2068Ann\u2069 three")
    assert (await ann.hears("two Ann three")).text == "two \u2068Ann\u2069 three"
    with pytest.raises(AssertionError, match=r"the chat contains:\n(.|\n)*one"):
        await ann.hears("one", within=0.05)
    await api.call("editMessageText", chat_id=ann.chat_id, message_id=first["message_id"], text="one again")
    assert (await ann.hears("one")).edited
    await ann.hears_nothing(0.05)


async def test_hearing_waits(api: Api, ann: Phone) -> None:
    async with asyncio.TaskGroup() as group:
        hearing = group.create_task(ann.hears("late"))
        await asyncio.sleep(0.05)
        await api.call("sendMessage", chat_id=ann.chat_id, text="too late")
    assert hearing.result().text == "too late"


async def test_silence_is_broken(api: Api, ann: Phone) -> None:
    await api.call("sendMessage", chat_id=ann.chat_id, text="noise")
    with pytest.raises(AssertionError, match="expected silence, heard"):
        await ann.hears_nothing(0.05)


async def test_a_button_of_a_message_that_is_gone(api: Api, ann: Phone) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(ann.presses_data("forged", 999))
        answering = group.create_task(answer_next(api))
    message = answering.result()["message"]
    assert (message["message_id"], message["date"], "text" in message) == (999, 0, False)


async def test_a_long_history_forgets_its_beginning(api: Api, ann: Phone) -> None:
    for number in range(510):
        await ann.says(str(number))
    assert len(ann.messages) == 500
    assert ann.messages[0].text == "10"
