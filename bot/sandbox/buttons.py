"""Finding a button by the words on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.seen import Message, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.chats import Chat
    from bot.sandbox.wire import Json


def find_button(chat: Chat, label: str, message_id: int | None) -> tuple[int, Json] | None:
    """The newest button with this label, or else the newest whose label contains it, and its message's id."""
    buttons = list(_buttons(chat, message_id))
    exact = (found for found in buttons if visible(found[1]["text"]) == label)
    partial = (found for found in buttons if label in visible(found[1]["text"]))
    return next(exact, None) or next(partial, None)


def find_key(chat: Chat, label: str) -> Json | None:
    """The key of the keyboard in place of the letters whose label contains the words."""
    return next((key for key in _keys(chat) if label in visible(key["text"])), None)


def labels(chat: Chat) -> list[str]:
    """All that could be pressed, newest first."""
    return [button["text"] for _, button in _buttons(chat, None)] + [key["text"] for key in _keys(chat)]


def _buttons(chat: Chat, message_id: int | None) -> Iterator[tuple[int, Json]]:
    for raw in reversed(chat.messages.values()):
        message = Message(raw)
        if message_id in {None, message.message_id}:
            for row in message.rows:
                for button in row:
                    yield message.message_id, button


def _keys(chat: Chat) -> Iterator[Json]:
    for row in (chat.keyboard or {}).get("keyboard") or []:
        for key in row:
            yield key if isinstance(key, dict) else {"text": key}
