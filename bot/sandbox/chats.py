"""What a private chat with the bot holds: messages, topics, the keyboard, and what was heard."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from bot.sandbox.wire import Json

HISTORY = 500
"""Messages a chat remembers."""


@dataclass(slots=True)
class Topic:
    thread: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False

    def shown(self) -> Json:
        return {"thread": self.thread, "name": self.name, "closed": self.closed}


@dataclass(slots=True, eq=False)
class Chat:
    """A person's private chat with the bot; what the bot wrote or edited is also kept as it was heard."""

    user: Json
    label: str
    card: Json
    """The chat as it stands in every message."""
    started: bool = False
    blocked: bool = False
    keyboard: Json | None = None
    """The reply keyboard, if the bot has put one up."""
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    """Messages that came without a sound."""
    reactions: dict[int, str | None] = field(default_factory=dict)
    """The person's own, by message."""
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The person's own, by the message of the poll: the places of the answers."""
    heard: deque[tuple[int, Json]] = field(default_factory=lambda: deque(maxlen=HISTORY))
    count: int = 0
    listeners: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def hear(self, message: Json) -> None:
        self.count += 1
        self.heard.append((self.count, message))
        for listener in self.listeners:
            if not listener.done():
                listener.set_result(None)
        self.listeners.clear()


@dataclass(slots=True)
class Press:
    """A pressed button that waits for its answer."""

    chat: Chat
    until: float
    answered: asyncio.Future[Json]
