"""What the page shows of the world, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat
    from bot.sandbox.wire import Json
    from bot.sandbox.world import World


def shown_world(world: World) -> Json:
    chats = world.chats.values()
    return {
        "now": world.clock.now(),
        "speed": getattr(world.clock, "speed", 1),
        "bot": {"name": world.bot["first_name"], "username": world.bot["username"]},
        "people": [shown_person(chat) for chat in chats],
        "chats": {str(chat.id): _shown_chat(world, chat) for chat in chats},
    }


def _shown_chat(world: World, chat: Chat) -> Json:
    return {
        "messages": list(chat.messages.values()),
        "topics": [topic.shown() for topic in chat.topics.values()],
        "commands": world.profile.commands_for(chat.id, chat.user["language_code"]),
        "keyboard": chat.keyboard,
        "pinned": chat.pinned,
        "votes": {str(number): list(chosen) for number, chosen in chat.votes.items()},
    }


def shown_person(chat: Chat) -> Json:
    name = " ".join(filter(None, [chat.user["first_name"], chat.user.get("last_name")]))
    return {
        "id": chat.id,
        "name": name,
        "label": chat.label,
        "language": chat.user["language_code"],
        "blocked": chat.blocked,
    }
