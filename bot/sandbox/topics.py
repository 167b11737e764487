"""Topics in private chats: made, renamed, closed, opened again and deleted by the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.chats import Topic
from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat
    from bot.sandbox.world import World

NAME_LENGTH = 128
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
TOPIC = "chat_id! message_thread_id!"


def _name(given: str) -> str:
    name = given.strip()
    if not name:
        raise bad_request("topic name must be non-empty")
    if len(name) > NAME_LENGTH:
        raise bad_request("topic name is too long")
    return name


def _chat(world: World, call: Call) -> Chat:
    chat = world.open_chat(call.given["chat_id"])
    if not world.has_topics:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(world: World, call: Call) -> tuple[Chat, Topic]:
    chat = _chat(world, call)
    topic = chat.topics.get(call.given["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _announce(world: World, chat: Chat, topic: Topic, content: Json) -> Json:
    """The service message of a change. The bot gets these as updates although they are its own doing."""
    message = world.new_message(chat, world.bot_card, content, topic.thread)
    world.updates.put("message", message)
    world.tell({"type": "topic", "chat": chat.id, **topic.shown()})
    return message


def create_topic(world: World, call: Call) -> Json:
    chat, name = _chat(world, call), _name(call.given["name"])
    color, emoji = call.given.get("icon_color") or COLORS[0], call.given.get("icon_custom_emoji_id")
    if color not in COLORS:
        raise bad_request("wrong icon color specified")
    icon = {"icon_custom_emoji_id": emoji} if emoji else {}
    created = {"name": name, "icon_color": color, **icon}
    thread = world.next_message_id()
    topic = chat.topics[thread] = Topic(thread, name, color, emoji)
    _announce(world, chat, topic, {"forum_topic_created": created})
    return {"message_thread_id": thread, **created}


def edit_topic(world: World, call: Call) -> bool:
    chat, topic = _topic(world, call)
    changed: Json = {}
    name = call.given.get("name")
    if name and _name(name) != topic.name:
        topic.name = changed["name"] = _name(name)
    emoji = call.given.get("icon_custom_emoji_id")
    if emoji is not None and emoji != (topic.icon_custom_emoji_id or ""):
        topic.icon_custom_emoji_id = changed["icon_custom_emoji_id"] = emoji
    if not changed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _announce(world, chat, topic, {"forum_topic_edited": changed})
    return True


def close_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=True)


def reopen_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=False)


def _set_closed(world: World, call: Call, *, closed: bool) -> bool:
    """Published for supergroups only; whether a private chat allows it is the sandbox's setting."""
    chat, topic = _topic(world, call)
    if not world.topics_can_be_closed:
        raise bad_request("the chat is not a supergroup forum")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _announce(world, chat, topic, {f"forum_topic_{'closed' if closed else 'reopened'}": {}})
    return True


def delete_topic(world: World, call: Call) -> bool:
    chat, topic = _topic(world, call)
    del chat.topics[topic.thread]
    for message in [each for each in chat.messages.values() if each.get("message_thread_id") == topic.thread]:
        world.remove_message(chat, message["message_id"])
    world.tell({"type": "topic", "chat": chat.id, **topic.shown(), "deleted": True})
    return True
