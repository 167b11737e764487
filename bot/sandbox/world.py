"""The world of the sandbox: people, their private chats with the bot, files and updates, and who watches."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox.chats import HISTORY, Chat, Press
from bot.sandbox.files import Files
from bot.sandbox.profile import Profile
from bot.sandbox.shown import shown_person
from bot.sandbox.texts import Texts
from bot.sandbox.updates import Updates
from bot.sandbox.wire import ApiError, Json, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock

FIRST_PERSON = 7_000_000_001
FIRST_PRESS = 4_000_000_000_000_000_001
ANSWER_WITHIN = 30.0
"""Real seconds in which a press can be answered."""


class World:
    """All that Telegram knows. Methods change it; phones and the page look at it."""

    def __init__(self, clock: Clock, bot: Json, *, topics_can_be_closed: bool = True) -> None:
        self.clock = clock
        self.bot = bot
        self.bot_card = {name: bot[name] for name in ("id", "is_bot", "first_name", "username")}
        self.topics_can_be_closed = topics_can_be_closed
        self.chats: dict[int, Chat] = {}
        self.updates = Updates()
        self.files = Files()
        self.texts = Texts(self._user)
        self.profile = Profile()
        self.presses: dict[str, Press] = {}
        self.watchers: list[Callable[[Json], None]] = []
        self._next_person = FIRST_PERSON
        self._next_message = 1
        self._next_press = FIRST_PRESS

    @property
    def has_topics(self) -> bool:
        return bool(self.bot["has_topics_enabled"])

    def now(self) -> int:
        return int(self.clock.now())

    def _user(self, person: int) -> Json | None:
        chat = self.chats.get(person)
        return chat.user if chat else None

    def add_person(self, names: Json, language: str, label: str) -> Chat:
        person = self._next_person
        self._next_person += 1
        filled = {name: value for name, value in names.items() if value}
        chat = Chat(
            user={"id": person, "is_bot": False, **filled, "language_code": language},
            label=label or str(names["first_name"]),
            card={"id": person, **filled, "type": "private"},
        )
        self.chats[person] = chat
        self.tell({"type": "person", "person": shown_person(chat)})
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat, if the person has ever written to the bot."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        return chat

    def open_chat(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there."""
        chat = self.chat(chat_id)
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def next_message_id(self) -> int:
        """The id the next message will get: a topic has the id of the message that tells of it."""
        return self._next_message

    def tell(self, event: Json) -> None:
        for watcher in tuple(self.watchers):
            watcher(event)

    def new_message(self, chat: Chat, sender: Json, content: Json, thread: int | None = None) -> Json:
        """A message that stands in the chat from now on."""
        number = self._next_message
        self._next_message = number + 1
        message: Json = {
            "message_id": number,
            "from": sender,
            "chat": chat.card,
            "date": int(self.clock.now()),
        }
        if thread is not None:
            message["message_thread_id"] = thread
            message["is_topic_message"] = True
            root = chat.messages.get(thread)
            if root is not None and root.get("forum_topic_created"):
                message["reply_to_message"] = root
        message.update(content)
        self._keep(chat, message)
        if sender["is_bot"]:
            chat.hear(message)
        if self.watchers:
            self.tell({"type": "message", "chat": chat.id, "message": message})
        return message

    def _keep(self, chat: Chat, message: Json) -> None:
        messages = chat.messages
        messages[message["message_id"]] = message
        if len(messages) > HISTORY:
            del messages[next(iter(messages))]

    def change_message(self, chat: Chat, message: Json) -> None:
        """Another version of a message that stands in the chat."""
        chat.messages[message["message_id"]] = message
        if message["from"]["is_bot"]:
            chat.hear(message)
        if self.watchers:
            self.tell({"type": "edit", "chat": chat.id, "message": message})

    def remove_message(self, chat: Chat, number: int) -> None:
        del chat.messages[number]
        chat.pinned = [pinned for pinned in chat.pinned if pinned != number]
        self.tell({"type": "delete", "chat": chat.id, "message_id": number})

    def ask_press(self, chat: Chat) -> tuple[str, Press]:
        """A new callback query: its id, and where its answer will be."""
        loop = asyncio.get_running_loop()
        query = str(self._next_press)
        self._next_press += 1
        press = Press(chat, loop.time() + ANSWER_WITHIN, loop.create_future())
        self._forget_presses(loop.time())
        self.presses[query] = press
        return query, press

    def _forget_presses(self, now: float) -> None:
        while self.presses:
            oldest = next(iter(self.presses))
            if self.presses[oldest].until > now:
                return
            del self.presses[oldest]
