"""A message of every kind there is, with a mark wherever one can hold something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from aiogram.types import Message as LatestMessage
from telegram import Message

from bot.gateway.inbound import MESSAGE_FIELDS, Treatment
from bot.sandbox import Phone
from bot.sandbox.contents import CARDS, SAMPLES, example
from bot.sandbox.services import SERVICES
from bot.sandbox.world import World
from tests.traces import Identity, spellings

HARMLESS = "Ordinary words"
"""What an entity stands on."""
HEDGEHOG = "\N{HEDGEHOG}"
_IN_ANY = {"message_id", "from_user", "chat", "date", "text", "caption", "api_kwargs"}
"""In every message, or what a person wrote."""
_READ_BESIDE = {
    "message_thread_id",
    "is_topic_message",
    "reply_to_message",
    "media_group_id",
    "forward_origin",
}
"""Where something stands, and with what."""
_ENTITIES = (
    *("mention", "hashtag", "cashtag", "url", "email", "phone_number", "bold", "italic", "underline"),
    *("strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link"),
    *("text_mention", "custom_emoji", "date_time"),
)
_SMALL = 10**6
"""Numbers below are sizes and counts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody, and what is planted in all they send. The word is ASCII and in no other text."""

    word: str
    who: Identity
    number: int
    """In place of the ids of others: of accounts, channels, stories, emoji."""
    latitude: float
    longitude: float

    def spellings(self) -> Iterator[bytes]:
        words = (self.word, str(self.number), str(self.latitude), str(self.longitude))
        yield from chain(self.who.spellings(), *map(spellings, words))

    def planted(self, value: Any) -> Any:
        """The same with the mark in every place."""
        match value:
            case dict():
                return {name: self.planted(each) for name, each in value.items()}
            case list():
                return [self.planted(each) for each in value]
            case str():
                return f"{value[:20]} {self.word} {self.who.first_name} @{self.who.username}"
            case bool():
                return value
            case int() if abs(value) >= _SMALL:
                return self.number
            case float():
                return self.latitude if value > 0 else self.longitude
            case _:
                return value

    @property
    def user(self) -> dict[str, Any]:
        return self.planted(
            {"id": _SMALL, "is_bot": False, "first_name": "", "last_name": "", "username": ""}
        )

    @property
    def beside(self) -> dict[str, Any]:
        """Everything that may stand beside words or a file, and is left behind."""
        whole = {"id": _SMALL, "user": self.user, "chat": self.user, "text": "", "title": "", "name": ""}
        dropped = [name for name, given in MESSAGE_FIELDS.items() if given is Treatment.DROPPED]
        return {name: self.planted(whole) for name in dropped if name not in {*_IN_ANY, *_READ_BESIDE}} | {
            "entities": self.entities,
            "caption_entities": self.entities,
            "author_signature": self.planted("Signed"),
            "effect_id": str(self.number),
            "reply_markup": self.planted({"inline_keyboard": [[{"text": "", "callback_data": ""}]]}),
        }

    @property
    def entities(self) -> list[dict[str, Any]]:
        about = {"offset": 0, "length": len(HARMLESS), "user": self.user}
        about |= self.planted({"url": "https://", "custom_emoji_id": "", "language": ""})
        return [{**about, "type": kind} for kind in _ENTITIES]

    @property
    def origins(self) -> list[dict[str, Any]]:
        """Of what somebody forwards, in all four kinds."""
        source = {"date": 1, "author_signature": self.planted(""), "message_id": 12}
        return [
            {"type": "user", "sender_user": self.user, **source},
            {"type": "hidden_user", "sender_user_name": self.planted(""), **source},
            {"type": "chat", "sender_chat": self.user, **source},
            {"type": "channel", "chat": self.user, **source},
        ]


def fields_of_the_library() -> set[str]:
    """Of a message, as the bot's library and the sandbox's know it."""
    slots = (getattr(kind, "__slots__", ()) for kind in Message.__mro__)
    names = {name for given in slots for name in ([given] if isinstance(given, str) else given)}
    return {name for name in {*names, *LatestMessage.model_fields} if not name.startswith("_")}


def what_cannot_go_through(world: World, phone: Phone, mark: Mark) -> dict[str, dict[str, Any]]:
    """A message of every kind but words, and the files that can be cleaned; with words under it, and with
    everything that may stand beside it. By kind: also what nobody but one of the two libraries knows."""
    passes = {name for name, given in MESSAGE_FIELDS.items() if given is Treatment.FETCHED}
    examples = {*SERVICES, *SAMPLES, *CARDS} - {"forwarded", "external_reply"}
    kinds = (fields_of_the_library() | examples) - {*passes, *_IN_ANY, *_READ_BESIDE, *mark.beside}
    chat, found = world.chats[phone.chat_id], {}
    for kind in sorted(kinds):
        content = example(world, chat, kind, {})[kind] if kind in examples else {"text": "", "id": _SMALL}
        found[kind] = {kind: mark.planted(content), "caption": mark.planted("This is"), **mark.beside}
    found["sticker"]["sticker"].pop("emoji", None)
    return found


def what_can_be_read(mark: Mark, words: Sequence[str]) -> list[dict[str, Any]]:
    """Words with all that may stand beside them: written, forwarded from four kinds of origin, in answer to
    something here and to something elsewhere; and a sticker. Six of the words are used."""
    sticker = {"file_id": mark.word, "file_unique_id": mark.word, "set_name": mark.word, "type": "regular"}
    elsewhere = {"origin": mark.origins[3], "chat": mark.user, "message_id": 12}
    answered = {"message_id": 10**9, "text": mark.word, "from": mark.user, "chat": mark.user}
    quote = {"text": mark.word, "position": 0, "entities": mark.entities}
    first, *forwarded, last = words
    return [
        {"text": first, "reply_to_message": answered, **mark.beside},
        *(
            {"text": text, "forward_origin": origin}
            for text, origin in zip(forwarded, mark.origins, strict=True)
        ),
        {"text": last, "external_reply": elsewhere, "quote": quote},
        {"sticker": {**sticker, "emoji": HEDGEHOG}, **mark.beside},
    ]


def handles(value: Any) -> Iterator[str]:
    """By which Telegram knows the files in a message."""
    match value:
        case dict():
            yield from (value[name] for name in ("file_id", "file_unique_id") if name in value)
            yield from handles(list(value.values()))
        case list():
            for each in value:
                yield from handles(each)
