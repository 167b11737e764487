"""How a message of the bot comes to stand in a chat, and the methods that send words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.keyboards import checked_markup
from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat
    from bot.sandbox.world import World

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
SENDING = (
    "chat_id! message_thread_id business_connection_id direct_messages_topic_id disable_notification"
    " protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters"
    " reply_markup"
)
"""The parameters all sending methods share."""


def given_of(call: Call, *names: str) -> Json:
    """Those of the parameters that the call gives."""
    return {name: call.given[name] for name in names if name in call.given}


def post(world: World, call: Call, content: Json) -> Json:
    """Puts a message of the bot into the chat the call names, with all that sending methods share."""
    given = call.given
    chat = world.open_chat(given["chat_id"])
    markup = checked_markup(given.get("reply_markup"))
    reply = _reply(chat, given["reply_parameters"]) if "reply_parameters" in given else None
    thread = _thread(chat, given.get("message_thread_id"), reply)
    if reply is not None:
        content["reply_to_message"] = reply
    if given.get("protect_content"):
        content["has_protected_content"] = True
    if "message_effect_id" in given:
        content["effect_id"] = given["message_effect_id"]
    if markup is not None:
        _put_up(chat, content, markup)
    if given.get("disable_notification"):
        chat.silent.add(world.next_message_id())
    return world.new_message(chat, world.bot_card, content, thread)


def _put_up(chat: Chat, content: Json, markup: Json) -> None:
    if "inline_keyboard" in markup:
        content["reply_markup"] = markup
    elif "keyboard" in markup:
        chat.keyboard = markup
    elif "remove_keyboard" in markup:
        chat.keyboard = None


def _thread(chat: Chat, wanted: int | None, reply: Json | None) -> int | None:
    thread = wanted if wanted is not None or reply is None else reply.get("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed:
        raise bad_request("TOPIC_CLOSED")
    return thread


def _reply(chat: Chat, given: Json) -> Json | None:
    if type(given.get("message_id")) is not int:
        raise bad_request("can't parse ReplyParameters: Can't find field \"message_id\"")
    if given.get("chat_id") not in {None, chat.id}:
        raise bad_request("message to be replied not found")
    message = chat.messages.get(given["message_id"])
    if message is None:
        if given.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def send_message(world: World, call: Call) -> Json:
    given = call.given
    text, entities = world.texts.message(given["text"], given.get("parse_mode"), given.get("entities"))
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    return post(world, call, content)


def send_chat_action(world: World, call: Call) -> bool:
    if call.given["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat, thread = world.open_chat(call.given["chat_id"]), call.given.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    world.tell({"type": "typing", "chat": chat.id, "thread": thread})
    return True
