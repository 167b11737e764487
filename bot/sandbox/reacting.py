"""What the bot does to messages that stand already: reactions and pins; and what it may ask about a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat
    from bot.sandbox.world import World

_ALLOWED = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥"
    " 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨"
    " 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(_ALLOWED.split())


def _found(world: World, call: Call, complaint: str) -> tuple[Chat, Json]:
    chat = world.open_chat(call.given["chat_id"])
    message = chat.messages.get(call.given["message_id"])
    if message is None:
        raise bad_request(complaint)
    return chat, message


def set_reaction(world: World, call: Call) -> bool:
    chat, message = _found(world, call, "message to react not found")
    reactions = call.given.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = _emoji(reactions[0]) if reactions else None
    world.tell({"type": "reaction", "chat": chat.id, "message_id": message["message_id"], "emoji": emoji})
    return True


def _emoji(reaction: object) -> str:
    if not isinstance(reaction, dict) or reaction.get("type") not in {"emoji", "custom_emoji"}:
        raise bad_request("can't parse ReactionType: unsupported type specified")
    emoji = str(reaction.get("emoji", "")).removesuffix("\ufe0f")
    if emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return emoji


def pin(world: World, call: Call) -> bool:
    chat, message = _found(world, call, "message to pin not found")
    number = message["message_id"]
    if number in chat.pinned:
        return True
    chat.pinned.append(number)
    plain = {name: value for name, value in message.items() if name != "reply_to_message"}
    told = world.new_message(
        chat, world.bot_card, {"pinned_message": plain}, message.get("message_thread_id")
    )
    world.updates.put("message", told)
    return True


def unpin(world: World, call: Call) -> bool:
    chat = world.open_chat(call.given["chat_id"])
    number = call.given.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all(world: World, call: Call) -> bool:
    chat, thread = world.open_chat(call.given["chat_id"]), call.given.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    chat.pinned = [
        number
        for number in chat.pinned
        if thread is not None and chat.messages.get(number, {}).get("message_thread_id") != thread
    ]
    return True


def get_chat(world: World, call: Call) -> Json:
    chat = world.chat(call.given["chat_id"])
    kinds = {"unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False}
    accepted = {**kinds, "premium_subscription": False, "gifts_from_channels": False}
    return {**chat.card, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
