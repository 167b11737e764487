"""Changing and deleting messages, and answering pressed buttons."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat
    from bot.sandbox.world import World

DELETABLE_FOR = 48 * 3600
DICE_STANDS_FOR = 24 * 3600
MOST_DELETED = 100
ANSWER_LENGTH = 200
EDITING = "chat_id message_id inline_message_id business_connection_id reply_markup"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)


def edited(world: World, call: Call) -> tuple[Chat, Json]:
    """The message a call wants to change."""
    given = call.given
    if "inline_message_id" in given:
        raise bad_request("MESSAGE_ID_INVALID")  # the bot has no inline mode here
    if "chat_id" not in given:
        raise bad_request("chat_id is empty")
    if not given.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.open_chat(given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return chat, message


def change(world: World, call: Call, content: Json, *dropped: str) -> Json:
    """Gives a message new content and the keyboard of the call, which is none when the call names none."""
    chat, old = edited(world, call)
    kept = {name: value for name, value in old.items() if name not in {"reply_markup", "edit_date", *dropped}}
    new = {**kept, **content}
    markup = inline_keyboard(call.given.get("reply_markup"))
    if markup is not None:
        new["reply_markup"] = markup
    if new == {name: value for name, value in old.items() if name != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    new["edit_date"] = world.now()
    world.change_message(chat, new)
    return new


def edit_text(world: World, call: Call) -> Json:
    _, old = edited(world, call)
    given = call.given
    if "text" not in given:
        raise bad_request("message text is empty")
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    text, entities = world.texts.message(given["text"], given.get("parse_mode"), given.get("entities"))
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    return change(world, call, content, "text", "entities", "link_preview_options")


def edit_caption(world: World, call: Call) -> Json:
    _, old = edited(world, call)
    given = call.given
    if not old.keys() & {"photo", "video", "animation", "audio", "document", "voice"}:
        raise bad_request("there is no caption in the message to edit")
    caption, entities = world.texts.caption(
        given.get("caption") or "", given.get("parse_mode"), given.get("caption_entities")
    )
    content: Json = {"caption": caption} if caption else {}
    if entities:
        content["caption_entities"] = entities
    return change(world, call, content, "caption", "caption_entities")


def edit_markup(world: World, call: Call) -> Json:
    return change(world, call, {})


def delete_message(world: World, call: Call) -> bool:
    chat = world.open_chat(call.given["chat_id"])
    message = chat.messages.get(call.given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _is_deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove_message(chat, message["message_id"])
    return True


def delete_messages(world: World, call: Call) -> bool:
    numbers = call.given["message_ids"]
    if not 1 <= len(numbers) <= MOST_DELETED:
        raise bad_request(
            "too many message identifiers specified" if numbers else "message identifiers are not specified"
        )
    chat = world.open_chat(call.given["chat_id"])
    found = [chat.messages[number] for number in dict.fromkeys(numbers) if number in chat.messages]
    for message in found:
        if _is_deletable(world, message):
            world.remove_message(chat, message["message_id"])
    return True


def _is_deletable(world: World, message: Json) -> bool:
    age = world.clock.now() - message["date"]
    if "forum_topic_created" in message or ("dice" in message and age < DICE_STANDS_FOR):
        return False
    return bool(age < DELETABLE_FOR)


def answer_press(world: World, call: Call) -> bool:
    text, alert = call.given.get("text") or "", call.given.get("show_alert", False)
    if len(text) > ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.presses.pop(call.given["callback_query_id"], None)
    if press is None or press.until < asyncio.get_running_loop().time():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if not press.answered.done():
        press.answered.set_result({"text": text, "alert": alert})
    if text:
        world.tell({"type": "toast", "chat": press.chat.id, "text": text, "alert": alert})
    return True
