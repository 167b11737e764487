"""A message as a phone shows it, over the Bot API's JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.wire import Json

# Isolates around inserted values: a reader does not see them, so neither does a test that looks for words.
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f\u061c]")


def visible(text: str) -> str:
    return _ISOLATES.sub("", text)


@dataclass(frozen=True, slots=True)
class Message:
    raw: Json

    @property
    def message_id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, the caption, or the question of a poll."""
        asked = self.raw.get("poll", {}).get("question")
        return str(self.raw.get("text") or self.raw.get("caption") or asked or "")

    @property
    def answers(self) -> list[str]:
        """Those a poll lets one choose from."""
        return [option["text"] for option in self.raw["poll"]["options"]]

    @property
    def entities(self) -> list[Json]:
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or [])

    @property
    def rows(self) -> list[list[Json]]:
        """The inline keyboard."""
        return list((self.raw.get("reply_markup") or {}).get("inline_keyboard") or [])

    @property
    def buttons(self) -> list[str]:
        """The labels of the inline keyboard, in reading order."""
        return [button["text"] for row in self.rows for button in row]

    def button(self, label: str) -> Json | None:
        """The button with this label."""
        return next((button for row in self.rows for button in row if button["text"] == label), None)

    @property
    def thread(self) -> int | None:
        return self.raw.get("message_thread_id")

    @property
    def reply_to(self) -> int | None:
        """The message it answers; being in a topic is no answer to the message that opened the topic."""
        replied = self.raw.get("reply_to_message") or {}
        return None if "forum_topic_created" in replied else replied.get("message_id")

    @property
    def is_from_bot(self) -> bool:
        return bool(self.raw["from"]["is_bot"])

    @property
    def edited(self) -> bool:
        return "edit_date" in self.raw

    @property
    def date(self) -> int:
        return int(self.raw["date"])

    def contains(self, fragment: str) -> bool:
        return fragment in self.text or fragment in visible(self.text)

    def __str__(self) -> str:
        who = "bot" if self.is_from_bot else "me"
        place = f" [{self.thread}]" if self.thread else ""
        what = self.text or ", ".join(self.raw.keys() - {"message_id", "from", "chat", "date"})
        keyboard = "".join(f" [{label}]" for label in self.buttons)
        return f"#{self.message_id}{place} {who}: {what}{keyboard}"
