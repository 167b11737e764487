"""Every field of a message has a treatment, and nothing that says who somebody is gets past the gateway."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_type_hints

import pytest
from aiogram.types import Message as LatestMessage
from telegram import Message

from bot.core import incoming
from bot.core.clock import FastClock
from bot.core.ids import FileId, KeyId, MessageId, PersonId, ThreadId
from bot.core.incoming import Attachment, Event, Fetched, Incoming, Text, Unsupported, WasRead
from bot.core.language import Language
from bot.core.media import MediaKind, Refusal
from bot.gateway.inbound import ALLOWED_UPDATES, MESSAGE_FIELDS, Inbound, Treatment
from bot.sandbox import Sandbox

LIBRARYS_OWN = {"api_kwargs"}
"""Not a field of a message: where the library puts what it does not know."""
TOPICAL = {"message_thread_id": 3}
IN_EVERY_MESSAGE = {"message_id", "from_user", "chat", "text"}
WORDS = {"text", "caption", "sticker"}
"""Read for the words in them, or for what a sticker means."""
SECRET = "Zsófia-who-must-not-pass"

MAY_HOLD: dict[str, dict[str, object]] = {
    "Command": {"name": str, "argument": str, "message": MessageId, "thread": ThreadId | None},
    "Press": {
        "name": str,
        "arguments": tuple[str, ...],
        "message": MessageId,
        "query": str,
        "thread": ThreadId | None,
        "is_below": bool,
    },
    "Text": {
        "text": str,
        "message": MessageId,
        "thread": ThreadId | None,
        "reply_to": MessageId | None,
        "was_forwarded": bool,
    },
    "Edited": {"text": str, "message": MessageId},
    "Attachment": {
        "kind": MediaKind,
        "handle": str,
        "caption": str,
        "message": MessageId,
        "album": str | None,
        "thread": ThreadId | None,
        "reply_to": MessageId | None,
        "was_forwarded": bool,
    },
    "Fetch": {
        "kind": MediaKind,
        "handle": str,
        "key": KeyId,
        "expires_in": int | None,
        "route": str,
        "arguments": tuple[str, ...],
        "disguise_voice": bool,
        "thread": ThreadId | None,
    },
    "Fetched": {
        "name": str,
        "arguments": tuple[str, ...],
        "file": FileId | None,
        "kind": MediaKind | None,
        "refusal": Refusal | None,
        "size": int,
        "thread": ThreadId | None,
    },
    "Read": {"handle": str, "route": str, "arguments": tuple[str, ...], "thread": ThreadId | None},
    "WasRead": {"name": str, "arguments": tuple[str, ...], "content": object, "thread": ThreadId | None},
    "Unsupported": {"kind": str, "message": MessageId, "thread": ThreadId | None},
    "Reachable": {"reachable": bool},
    "Incoming": {"person": PersonId, "language": Language | None, "event": Event | Fetched | WasRead},
}
"""Reviewed field by field: words a person typed for the bot, names of our own buttons and keys, numbers that
mean something in one chat only, and the handle of a file, which this bot alone can use and which ends in the
inbox. What was read is a file that staff handed in to be read: it is never kept as an event, nor passed on.
Whatever is added here must be unable to say who somebody is."""


def names_of(treatment: Treatment) -> list[str]:
    return sorted(name for name, given in MESSAGE_FIELDS.items() if given is treatment)


BESIDE = {*names_of(Treatment.DROPPED), *names_of(Treatment.READ)}
"""What may stand beside the content."""


def fields_of_the_library() -> set[str]:
    slots = (getattr(kind, "__slots__", ()) for kind in Message.__mro__)
    names = {name for given in slots for name in ([given] if isinstance(given, str) else given)}
    return {name for name in names if not name.startswith("_")} - LIBRARYS_OWN


def update_with(content: dict[str, Any]) -> dict[str, Any]:
    """What a phone sends, as an update, with a sender and a chat full of what must not pass."""
    person = {"id": 7_000_000_042, "first_name": SECRET, "last_name": SECRET, "username": SECRET}
    message = {
        "message_id": 5,
        "date": 1,
        "from": {**person, "is_bot": False, "language_code": "en"},
        "chat": {**person, "type": "private"},
        **content,
    }
    return {"update_id": 1, "message": message}


def event_of(content: dict[str, Any]) -> Event | None:
    envelope = Inbound().read(update_with(content))
    return envelope.event if envelope else None


async def content_of(kind: str) -> dict[str, Any]:
    """What stands in a message of this kind, besides who sent it where and when."""
    phone = Sandbox(FastClock()).person("Ann")
    message = (await phone.sends(kind)).raw
    return {
        name: value for name, value in message.items() if name not in ("message_id", "date", "from", "chat")
    }


def test_every_field_of_a_message_has_a_treatment() -> None:
    unknown = fields_of_the_library() - MESSAGE_FIELDS.keys()
    assert not unknown, f"decide what happens to {sorted(unknown)} in bot.gateway.inbound.MESSAGE_FIELDS"


def test_no_treatment_is_for_a_field_that_does_not_exist() -> None:
    """The sandbox's description of Telegram may be newer than the library's."""
    assert MESSAGE_FIELDS.keys() <= fields_of_the_library() | LatestMessage.model_fields.keys()


@pytest.mark.parametrize("kind", names_of(Treatment.REFUSED))
async def test_content_that_cannot_go_through_is_refused_by_its_kind(kind: str) -> None:
    event = event_of({**await content_of(kind), "caption": SECRET})
    assert isinstance(event, Unsupported)
    assert MESSAGE_FIELDS[event.kind] is Treatment.REFUSED
    assert SECRET not in repr(event)


@pytest.mark.parametrize("kind", names_of(Treatment.IGNORED))
async def test_a_service_message_says_nothing(kind: str) -> None:
    assert event_of({kind: (await content_of(kind))[kind]}) is None


@pytest.mark.parametrize(
    "field", [*sorted(LatestMessage.model_fields.keys() - MESSAGE_FIELDS.keys()), "never_heard_of"]
)
def test_what_nobody_has_heard_of_is_refused_too(field: str) -> None:
    assert event_of({field: {"text": SECRET}}) == Unsupported("other", MessageId(5))


@pytest.mark.parametrize("field", sorted(BESIDE - IN_EVERY_MESSAGE))
def test_beside_a_text_nothing_but_the_text_is_passed_on(field: str) -> None:
    """Of the fields that are read, a number is passed on at most."""
    event = event_of({**TOPICAL, "text": "Words", field: {"message_id": 9, "text": SECRET, "name": SECRET}})
    assert isinstance(event, Text)
    assert event.text == "Words"
    assert SECRET not in repr(event)


@pytest.mark.parametrize("kind", names_of(Treatment.FETCHED))
@pytest.mark.parametrize("field", ["", *sorted(BESIDE - WORDS)])
async def test_of_a_file_a_handle_and_the_words_under_it_are_passed_on(kind: str, field: str) -> None:
    """Neither its name, its type, its title and performer, nor anything that stands beside it."""
    content = (await content_of(kind))[kind]
    file = content[-1] if kind == "photo" else content
    file |= dict.fromkeys(("file_name", "mime_type", "title", "performer"), SECRET)
    beside = {field: {"message_id": 9, "text": SECRET, "name": SECRET}} if field else {}
    message = {kind: content, "caption": "Words", **TOPICAL, **beside}
    event = event_of({name: value for name, value in message.items() if name not in IN_EVERY_MESSAGE})
    assert isinstance(event, Attachment)
    assert (event.kind, event.handle, event.caption) == (kind, file["file_id"], "Words")
    if field != "media_group_id":
        assert SECRET not in repr(event)


def test_of_a_sticker_only_its_meaning_is_passed_on() -> None:
    sticker = {"file_id": SECRET, "set_name": SECRET, "emoji": "😢", "premium_animation": {"file_id": SECRET}}
    assert event_of({"sticker": sticker, "caption": SECRET}) == Text("😢", MessageId(5))


def test_events_have_no_field_that_could_say_who_somebody_is() -> None:
    kinds = {kind.__name__: kind for kind in (*get_args(Event), Fetched, WasRead, Incoming)}
    assert {name: get_type_hints(kind, vars(incoming)) for name, kind in kinds.items()} == MAY_HOLD, (
        "review the change: nothing here may hold a name, a username, a phone number or a Telegram id"
    )
    for kind in kinds.values():
        assert dataclasses.is_dataclass(kind)
        assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind), f"{kind} can be given more fields"


def test_updates_that_could_not_be_read_without_identity_are_not_asked_for() -> None:
    assert set(ALLOWED_UPDATES) == {"message", "edited_message", "callback_query", "my_chat_member"}
