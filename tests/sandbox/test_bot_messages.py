"""What a bot sends, edits and deletes, and Telegram's words against what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import aiohttp

    from bot.core.clock import FastClock
    from bot.sandbox import Phone, Sandbox
    from tests.sandbox.bare_api import Api

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


def button(**fields: object) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Go", **fields}]]}


async def test_a_message_reads_like_telegrams(api: Api, ann: Phone, sandbox: Sandbox) -> None:
    sent = await api.call(
        "sendMessage",
        chat_id=ann.chat_id,
        text="<b>Hi</b>",
        parse_mode="HTML",
        reply_markup=GO,
        protect_content=True,
    )
    assert sent == {
        "message_id": sent["message_id"],
        "from": {
            "id": 7100000001,
            "is_bot": True,
            "first_name": "Trustline",
            "username": "trustline_demo_bot",
        },
        "chat": {
            "id": ann.chat_id,
            "first_name": "Ann",
            "last_name": "Ámbar",
            "username": "ann_demo",
            "type": "private",
        },
        "date": sent["date"],
        "text": "Hi",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "has_protected_content": True,
        "reply_markup": GO,
    }
    assert abs(sent["date"] - sandbox.world.clock.now()) < 5
    assert ann.last.buttons == ["Go"]


async def test_parameters_come_as_form_and_query_too(
    api: Api, ann: Phone, session: aiohttp.ClientSession
) -> None:
    form = {
        "chat_id": str(ann.chat_id),
        "text": "Hi",
        "reply_markup": '{"inline_keyboard": []}',
        "protect_content": "true",
    }
    async with session.post(f"{api.base}/SENDMESSAGE", data=form) as response:
        assert (await response.json())["result"]["has_protected_content"]
    async with session.get(
        f"{api.base}/sendMessage", params={"chat_id": str(ann.chat_id), "text": "Ho"}
    ) as response:
        assert (await response.json())["result"]["text"] == "Ho"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": None}, "chat_id is empty"),
        ({"chat_id": 1}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"chat_id": "twelve"}, 'can\'t parse parameter "chat_id": Integer or String expected'),
        ({"text": None}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": 5}, 'can\'t parse parameter "text": String expected'),
        ({"text": "x" * 4097}, "message is too long"),
        ({"protect_content": "perhaps"}, 'can\'t parse parameter "protect_content": Boolean expected'),
        ({"reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"reply_parameters": {"message_id": 999999}}, "message to be replied not found"),
        ({"message_thread_id": 999999}, "message thread not found"),
    ],
)  # fmt: skip
async def test_a_message_is_refused(api: Api, ann: Phone, params: dict[str, Any], words: str) -> None:
    given = {"chat_id": ann.chat_id, "text": "Hi", **params}
    assert await api.refused("sendMessage", **given) == words
    assert not any(message.is_from_bot for message in ann.messages)


UNREADABLE = "can't parse inline keyboard button"
BAD_URL = "inline keyboard button URL"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ({"a": 1}, "object expected as reply markup"),
        ({"keyboard": []}, "reply keyboard must be non-empty"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        (button(), f"{UNREADABLE}: Text buttons are unallowed in the inline keyboard"),
        (button(callback_data=""), "BUTTON_DATA_INVALID"),
        (button(callback_data="ж" * 33), "BUTTON_DATA_INVALID"),
        (button(text=" ", callback_data="x"), "inline keyboard button text must be non-empty"),
        (button(url="tel:+431"), f"{BAD_URL} 'tel:+431' is invalid: Unsupported URL protocol"),
        (button(url="http://localhost"), f"{BAD_URL} 'http://localhost' is invalid: Wrong HTTP URL"),
        (button(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (button(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (
            button(url="https://example.org", callback_data="x"),
            f"{UNREADABLE}: exactly one of callback_data, url can be used",
        ),
        (button(callback_data="x", style="pink"), f"{UNREADABLE}: invalid button style specified"),
    ],
)
async def test_a_keyboard_is_refused(api: Api, ann: Phone, markup: dict[str, Any], words: str) -> None:
    assert await api.refused("sendMessage", chat_id=ann.chat_id, text="Hi", reply_markup=markup) == words


@pytest.mark.parametrize(
    "fields",
    [
        {"callback_data": "ж" * 32},
        {"url": "https://t.me/x?start=y"},
        {"url": "tg://resolve?domain=x"},
        {"url": "example.org"},
        {"copy_text": {"text": "x" * 256}},
        {"callback_data": "x", "style": "danger"},
    ],
)
async def test_a_button_is_taken(api: Api, ann: Phone, fields: dict[str, Any]) -> None:
    sent = await api.call("sendMessage", chat_id=ann.chat_id, text="Hi", reply_markup=button(**fields))
    assert sent["reply_markup"] == button(**fields)


async def test_who_may_be_written_to(api: Api, sandbox: Sandbox) -> None:
    ben = sandbox.person("Ben")
    assert await api.refused("sendMessage", chat_id=ben.chat_id, text="Hi") == "chat not found"
    await ben.says("/start")
    await api.call("sendMessage", chat_id=ben.chat_id, text="Hi")
    ben.blocks()
    answer = await api.answer("sendMessage", chat_id=ben.chat_id, text="Hi")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    ben.unblocks()
    await api.call("sendMessage", chat_id=ben.chat_id, text="Hi")


async def test_a_reply_shows_what_it_answers(api: Api, ann: Phone) -> None:
    asked = ann.messages[0].message_id
    sent = await api.call(
        "sendMessage", chat_id=ann.chat_id, text="Hi", reply_parameters={"message_id": asked}
    )
    assert sent["reply_to_message"]["text"] == "/start"
    loose = {"message_id": 999999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api.call(
        "sendMessage", chat_id=ann.chat_id, text="Hi", reply_parameters=loose
    )


async def test_editing(api: Api, ann: Phone) -> None:
    sent = await api.call("sendMessage", chat_id=ann.chat_id, text="One", reply_markup=GO)
    place = {"chat_id": ann.chat_id, "message_id": sent["message_id"]}
    words = await api.refused("editMessageText", **place, text="One", reply_markup=GO)
    assert words.startswith(
        "message is not modified: specified new message content and reply markup are exactly"
    )
    edited = await api.call("editMessageText", **place, text="Two")
    assert (edited["text"], "edit_date" in edited, "reply_markup" in edited) == ("Two", True, False)
    assert (await api.call("editMessageReplyMarkup", **place, reply_markup=GO))["reply_markup"] == GO
    assert (await api.refused("editMessageReplyMarkup", **place, reply_markup=GO)).startswith(
        "message is not mod"
    )
    assert await api.refused("editMessageText", **place) == "message text is empty"
    assert (
        await api.refused("editMessageCaption", **place, caption="x")
        == "there is no caption in the message to edit"
    )
    assert (await ann.hears("Two")).edited


async def test_editing_what_is_not_there_or_not_ones_own(api: Api, ann: Phone) -> None:
    own = ann.messages[0].message_id
    assert (
        await api.refused("editMessageText", chat_id=ann.chat_id, message_id=999, text="x")
        == "message to edit not found"
    )
    assert (
        await api.refused("editMessageText", chat_id=ann.chat_id, message_id=own, text="x")
        == "message can't be edited"
    )
    assert (
        await api.refused("editMessageText", chat_id=ann.chat_id, text="x")
        == "message identifier is not specified"
    )
    assert await api.refused("editMessageText", inline_message_id="x", text="x") == "MESSAGE_ID_INVALID"


async def test_deleting_for_48_hours(api: Api, ann: Phone, clock: FastClock) -> None:
    old, young = [(await ann.says(text)).message_id for text in ("old", "young")]
    await api.call("deleteMessage", chat_id=ann.chat_id, message_id=young)
    assert (
        await api.refused("deleteMessage", chat_id=ann.chat_id, message_id=young)
        == "message to delete not found"
    )
    clock.advance(48 * 3600)
    words = await api.refused("deleteMessage", chat_id=ann.chat_id, message_id=old)
    assert words == "message can't be deleted for everyone"
    new = (await ann.says("new")).message_id
    assert await api.call("deleteMessages", chat_id=ann.chat_id, message_ids=[old, new, 999])
    assert [message.text for message in ann.messages] == ["/start", "old"]


async def test_a_press_is_answered_once(api: Api, ann: Phone) -> None:
    sent = await api.call("sendMessage", chat_id=ann.chat_id, text="Hi", reply_markup=GO)
    await ann.presses_data("go", sent["message_id"], wait=False)
    query = (await api.call("getUpdates"))[-1]["callback_query"]
    assert query["message"] == sent
    assert (query["from"]["id"], query["data"]) == (ann.chat_id, "go")
    assert await api.call("answerCallbackQuery", callback_query_id=query["id"])
    stale = "query is too old and response timeout expired or query ID is invalid"
    assert await api.refused("answerCallbackQuery", callback_query_id=query["id"]) == stale
    assert await api.refused("answerCallbackQuery", callback_query_id="77") == stale


async def test_tokens_methods_and_types(
    api: Api, ann: Phone, session: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    async with session.get(f"{sandbox.url}/bot1:wrong/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert await api.answer("getMee") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (await api.call("getMe"))["has_topics_enabled"] is True
    assert (
        await api.refused("sendChatAction", chat_id=ann.chat_id, action="dance")
        == "wrong parameter action in request"
    )
    assert await api.call("sendChatAction", chat_id=ann.chat_id, action="typing")


async def test_commands_per_language(api: Api, ann: Phone) -> None:
    await api.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    assert ann.commands == {"help": "Help"}
    spanish = [{"command": "help", "description": "Ayuda"}]
    await api.call("setMyCommands", commands=spanish, language_code="es", scope={"type": "all_private_chats"})
    assert ann.commands == {"help": "Ayuda"}
    for commands, words in [
        ([{"command": "Ayuda", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "x", "description": " "}], "command description must be non-empty"),
        ([{"command": "x", "description": "x"}] * 101, "too many bot commands specified"),
    ]:
        assert await api.refused("setMyCommands", commands=commands) == words
    assert await api.refused("setMyName", name="x" * 65) == "BOT_TITLE_INVALID"
    assert await api.refused("setMyDescription", description="x" * 513) == "BOT_DESCRIPTION_INVALID"
    assert (
        await api.refused("setMyShortDescription", short_description="x" * 121)
        == "BOT_SHORT_DESCRIPTION_INVALID"
    )
    await api.call("setMyShortDescription", short_description="Kurz", language_code="de")
    assert await api.call("getMyShortDescription", language_code="de") == {"short_description": "Kurz"}


async def test_reactions_and_pins(api: Api, ann: Phone) -> None:
    place = {"chat_id": ann.chat_id, "message_id": ann.messages[0].message_id}
    assert await api.call("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert (
        await api.refused("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "🧿"}])
        == "REACTION_INVALID"
    )
    assert await api.call("pinChatMessage", **place)
    assert (await ann.hears()).raw["pinned_message"]["text"] == "/start"
    assert await api.call("unpinChatMessage", **place)
    assert await api.refused("unpinChatMessage", **place) == "message to unpin not found"
