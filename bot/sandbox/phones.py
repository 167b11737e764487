"""A person's phone: what one person can do with the bot, and what they see."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.buttons import find_button, find_key, labels
from bot.sandbox.contents import example
from bot.sandbox.listening import Ear, shown_chat
from bot.sandbox.polls import vote
from bot.sandbox.seen import Message

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat, Topic
    from bot.sandbox.wire import Json
    from bot.sandbox.world import World

ANSWER_PATIENCE = 30.0
BUTTON_PATIENCE = 15.0
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Phone:
    """Acts like the Telegram app of one person. Waits are in real seconds."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat
        self._ear = Ear(chat)
        self.clipboard = ""
        """What the last copy button copied."""

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def language(self) -> str:
        return str(self._chat.user["language_code"])

    @property
    def user(self) -> Json:
        """The person as the Bot API shows them."""
        return self._chat.user

    @property
    def messages(self) -> list[Message]:
        return [Message(raw) for raw in self._chat.messages.values()]

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return next(message for message in reversed(self.messages) if message.is_from_bot)

    @property
    def topics(self) -> dict[int, Topic]:
        return self._chat.topics

    @property
    def commands(self) -> dict[str, str]:
        """The menu of commands this person sees."""
        shown = self._world.profile.commands_for(self._chat.id, self.language)
        return {each["command"]: each["description"] for each in shown}

    def was_silent(self, message: Message) -> bool:
        """It came without a sound."""
        return message.message_id in self._chat.silent

    def message(self, message_id: int) -> Message:
        return Message(self._chat.messages[message_id])

    # What the person does

    async def says(self, text: str, *, thread: int | None = None, reply_to: int | None = None) -> Message:
        """Writes a message."""
        plain, entities = self._world.texts.plain(text)
        assert plain, "Telegram's app sends no empty message"
        content: Json = {"text": plain, **({"entities": entities} if entities else {})}
        return self._send(content, thread, reply_to)

    async def opens(self, link: str) -> Message:
        """Follows a deep link of the bot, or starts it with a payload."""
        payload = parse_qs(urlsplit(link).query).get("start", [""])[0] if "/" in link else link
        assert START_PAYLOAD.fullmatch(payload), f"no start payload: {payload!r}"
        return await self.says(f"/start {payload}".strip())

    async def sends(
        self, kind: str, *, thread: int | None = None, reply_to: int | None = None, **fields: object
    ) -> Message:
        """Sends another kind of message: a plausible example, in which `fields` of the Bot API's Message are
        replaced. `content=b"…"`, `file_name=`, `mime_type=` and `file_size=` are about the file in it."""
        return self._send(example(self._world, self._chat, kind, fields), thread, reply_to)

    async def edits(self, message_id: int, text: str) -> Message:
        """Changes a message of their own."""
        old = self._chat.messages[message_id]
        assert old["from"]["id"] == self.chat_id, "only one's own messages can be edited"
        plain, entities = self._world.texts.plain(text)
        words, marks = ("text", "entities") if "text" in old else ("caption", "caption_entities")
        new = {name: value for name, value in old.items() if name != marks}
        new |= {words: plain, "edit_date": self._world.now(), **({marks: entities} if entities else {})}
        self._world.change_message(self._chat, new)
        self._world.updates.put("edited_message", new)
        return Message(new)

    async def presses(self, label: str, *, message: Message | int | None = None) -> str | None:
        """Presses the newest button with this label, or else the newest whose label contains it.

        Returns what the bot's answer shows, and nothing for a link or a copy button.
        """
        wanted = message.message_id if isinstance(message, Message) else message
        found = await self._button(label, wanted)
        if found is None:
            await self._press_key(label)
            return None
        number, button = found
        if "callback_data" in button:
            return await self.presses_data(button["callback_data"], number)
        if "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
        elif f"t.me/{self._world.bot['username']}?" in button.get("url", ""):
            await self.opens(button["url"])
        return None

    async def _button(self, label: str, wanted: int | None) -> tuple[int, Json] | None:
        """The button, once it is there: people wait for what they want to press."""
        try:
            async with asyncio.timeout(BUTTON_PATIENCE):
                while (found := find_button(self._chat, label, wanted)) is None:
                    if find_key(self._chat, label) is not None:
                        return None
                    await asyncio.sleep(0.005)
        except TimeoutError:
            return None
        return found

    async def presses_data(self, data: str, message_id: int, *, wait: bool = True) -> str | None:
        """Presses a button that may be stale or forged; `wait=False` does not wait for the bot's answer."""
        self._chat.started = True
        query, press = self._world.ask_press(self._chat)
        message = self._chat.messages.get(message_id)
        shown = message or {"message_id": message_id, "chat": self._chat.card, "date": 0}
        callback = {
            "id": query,
            "from": self._chat.user,
            "message": shown,
            "chat_instance": str(self.chat_id * 31),
            "data": data,
        }
        self._world.updates.put("callback_query", callback)
        if not wait:
            return None
        try:
            async with asyncio.timeout(ANSWER_PATIENCE):
                answer = await press.answered
        except TimeoutError:
            raise AssertionError(
                f"the press of {data!r} was not answered\n{shown_chat(self._chat)}"
            ) from None
        return answer["text"] or None

    async def reacts(self, message_id: int, emoji: str | None) -> None:
        """Puts a reaction under a message, or takes it back."""
        old = self._chat.reactions.get(message_id)
        self._chat.reactions[message_id] = emoji
        self._world.updates.put(
            "message_reaction",
            {
                "chat": self._chat.card,
                "message_id": message_id,
                "user": self._chat.user,
                "date": self._world.now(),
                "old_reaction": [{"type": "emoji", "emoji": old}] if old else [],
                "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
            },
        )
        self._world.tell({"type": "reaction", "chat": self.chat_id, "message_id": message_id, "emoji": emoji})

    def votes(self, message: Message | int, *answers: str | int) -> None:
        """Chooses answers of a poll, by their words or places; none: takes the vote back."""
        number = message if isinstance(message, int) else message.message_id
        words = self.message(number).answers
        chosen = [words.index(each) if isinstance(each, str) else each for each in answers]
        vote(self._world, self._chat, number, chosen)

    def sees_verdict(self, message: Message) -> tuple[bool, str] | None:
        """What the app shows in a quiz after the vote: whether it was right, and the explanation."""
        poll, chosen = self.message(message.message_id).raw["poll"], self._chat.votes.get(message.message_id)
        if poll["type"] != "quiz" or chosen is None:
            return None
        return list(chosen) == poll["correct_option_ids"], poll.get("explanation", "")

    def blocks(self) -> None:
        self._set_blocked(blocked=True)

    def unblocks(self) -> None:
        self._set_blocked(blocked=False)

    # What the person sees

    async def hears(self, fragment: str = "", *, within: float = 30.0) -> Message:
        """The next new or edited message of the bot with the fragment; those before it are skipped."""
        return await self._ear.hear(fragment, within)

    async def hears_nothing(self, for_seconds: float = 0.3) -> None:
        """The bot stays silent."""
        await self._ear.hear_nothing(for_seconds)

    def skips(self) -> None:
        """What was heard until now is not waited for any more."""
        self._ear.skip()

    def _send(self, content: Json, thread: int | None, reply_to: int | None) -> Message:
        chat, world = self._chat, self._world
        assert not chat.blocked, "a person who blocked the bot cannot write to it"
        assert thread is None or thread in chat.topics, f"no topic {thread}"
        if reply_to is not None:
            replied = chat.messages[reply_to]
            thread = thread if thread is not None else replied.get("message_thread_id")
            content["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
        chat.started = True
        message = world.new_message(chat, chat.user, content, thread)
        world.updates.put("message", message)
        return Message(message)

    async def _press_key(self, label: str) -> None:
        """A key of the keyboard in place of the letters says its own text."""
        key = find_key(self._chat, label)
        if key is None:
            raise AssertionError(f"no button {label!r} among {labels(self._chat)}\n{shown_chat(self._chat)}")
        if key.get("request_contact") or key.get("request_location"):
            await self.sends("contact" if key.get("request_contact") else "location")
        else:
            await self.says(key["text"])

    def _set_blocked(self, *, blocked: bool) -> None:
        chat, bot = self._chat, self._world.bot_card
        if chat.blocked == blocked:
            return
        chat.blocked, chat.started = blocked, True
        member, kicked = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        self._world.updates.put(
            "my_chat_member",
            {
                "chat": chat.card,
                "from": chat.user,
                "date": self._world.now(),
                "old_chat_member": old,
                "new_chat_member": new,
            },
        )
        self._world.tell({"type": "blocked", "chat": chat.id, "blocked": blocked})
