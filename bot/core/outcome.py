"""What a handler decides: replies, steps and letters. It sends nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Literal

from bot.core.ids import AddressId, Batch, FileId, KeyId, MessageId, Ref, ThreadId
from bot.core.incoming import BELOW, Fetch, Read
from bot.core.text import Html

CALLBACK_BYTES = 64
"""Telegram's limit of callback data."""

Style = Literal["primary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """One of: a route to take (`press`), a text to copy, an address to open."""

    label: str
    press: str | None = None
    copy: str | None = None
    url: str | None = None
    style: Style | None = None


def press(label: str, route: str, *arguments: object, style: Style | None = None) -> Button:
    """A button that comes back as `Press(route, arguments)`.

    Raises ValueError when the data would be over Telegram's 64 bytes.
    """
    data = "|".join((route, *map(str, arguments)))
    if len(data.encode()) > CALLBACK_BYTES:
        raise ValueError(f"callback data over {CALLBACK_BYTES} bytes for route {route}")
    return Button(label, press=data, style=style)


def below(label: str, route: str, *arguments: object) -> Button:
    """Like `press`, under a message that cannot be had again: that stays, and what it opens comes below."""
    return press(label, route, *arguments, BELOW)


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as it will look: text and rows of buttons under it."""

    text: Html
    rows: Rows = ()
    is_protected: bool = False
    """Telegram lets nobody forward or save it."""
    is_silent: bool = False
    files: tuple[FileId, ...] = ()
    """Files instead of text and rows, together as an album; veiled until they are tapped."""


@dataclass(frozen=True, slots=True)
class Show:
    """A new message in the chat (and topic) the event came from."""

    screen: Screen
    reply_to: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The message whose button was pressed shows something else now; under one made by `below`, a new one."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Bare:
    """The message whose button was pressed stays as it is, without its buttons."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A short note over the chat, in answer to a press; plain text, 200 characters at most."""

    text: str
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class QuizPoll:
    """A new message: a question in plain text whose answer the app itself judges; nobody hears the choice."""

    question: str
    answers: tuple[str, ...]
    right: int
    """The place of the right answer, from 0."""
    explanation: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file the house has made; it stands in the chat like a message, with `caption` under it."""

    name: str
    content: bytes
    mime: str
    caption: Html


Reply = Show | Turn | Bare | Notice | QuizPoll | Document


@dataclass(frozen=True, slots=True)
class Step:
    """A question that waits for an answer: the next free text goes to the handler of `name`.

    `name` is `dialogue.question`; a person has one open question per dialogue, the latest is asked.
    """

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    expires_in: int = 24 * 3600

    @property
    def dialogue(self) -> str:
        return self.name.partition(".")[0]


class Lane(IntEnum):
    """In this order letters leave the house."""

    URGENT = 0
    ANSWERS = 1
    REMINDERS = 2
    BULK = 3


class Delivery(StrEnum):
    """What to do about a letter that may or may not have arrived when the bot was stopped."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


@dataclass(frozen=True, slots=True)
class Post:
    """A new message: inside the topic of `topic`, else as a reply to `reply_to`, where these were sent."""

    screen: Screen
    topic: Ref | None = None
    reply_to: Ref | None = None


@dataclass(frozen=True, slots=True)
class Revise:
    """The message sent as `target` shows something else now."""

    target: Ref
    screen: Screen
    is_final: bool = False
    """It is left alone from then on: where it stands is forgotten."""


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """A topic of its own in the person's chat with the bot; later letters name it by this letter's ref."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameTopic:
    """The topic opened as `target` is called something else. (A private chat's topic cannot be closed.)"""

    target: Ref
    name: str


@dataclass(frozen=True, slots=True)
class DeleteTopic:
    """The topic opened as `target` goes, with all messages in it."""

    target: Ref


@dataclass(frozen=True, slots=True)
class Delete:
    """The message sent as `target` goes; what Telegram does not let go any more becomes `instead`."""

    target: Ref
    instead: Screen


@dataclass(frozen=True, slots=True)
class Wipe:
    """These messages of the chat go, whoever wrote them, as far as Telegram lets them go."""

    messages: tuple[MessageId, ...]


Body = Post | Revise | OpenTopic | RenameTopic | DeleteTopic | Delete | Wipe


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A new message that is written only as it leaves, from what is true then, by the letter's `Writer`."""

    about: Mapping[str, Any]
    """What the writer needs to know; sealed with the letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Something owed to a person that they could not get again by asking again."""

    to: AddressId
    kind: str
    body: Body | Unwritten
    lane: Lane = Lane.ANSWERS
    delivery: Delivery = Delivery.AT_LEAST_ONCE
    expires_in: int = 7 * 24 * 3600
    leaves_in: int = 0
    """Seconds it can still be withdrawn before it leaves; what is owed after it waits behind it."""
    ref: Ref | None = None
    sealed_with: KeyId | None = None
    """The data key of the case it speaks of: when that is destroyed, so is the letter."""
    is_last: bool = False
    """The address is forgotten when it has been sent."""
    batch: Batch | None = None
    """With all others of it, it is counted and can be withdrawn; it cannot be found by a ref."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that follows from one event, committed together."""

    replies: tuple[Reply, ...] = ()
    step: Step | None = None
    """A question to wait for."""
    ends: str | None = None
    """The dialogue that is over."""
    letters: tuple[Letter, ...] = ()
    fetches: tuple[Fetch | Read, ...] = ()
    """Files to be fetched next."""


def reply(
    text: Html, *rows: tuple[Button, ...], step: Step | None = None, ends: str | None = None
) -> Outcome:
    """The commonest outcome: one new message."""
    return Outcome((Show(Screen(text, rows)),), step=step, ends=ends)


def turn(text: Html, *rows: tuple[Button, ...], step: Step | None = None, ends: str | None = None) -> Outcome:
    """The pressed message turns in place."""
    return Outcome((Turn(Screen(text, rows)),), step=step, ends=ends)


def notice(text: str, *, is_alert: bool = False) -> Outcome:
    """Only a short note over the chat."""
    return Outcome((Notice(text, is_alert),))


class Ending(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    UNREACHABLE = "unreachable"
    """The person blocked the bot, or let go of what it was about."""
    EXPIRED = "expired"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """It may or may not have arrived."""


class Loss(StrEnum):
    """Why a letter will never be read."""

    UNDELIVERED = "undelivered"
    UNSEEN = "unseen"
    """It stood behind a neutral message that nobody opened in time, or that was wiped."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a batch has come: what is owed still, and what became of the rest."""

    owed: int
    ended: Mapping[Ending, int]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """Where a letter with a ref now stands in its person's chat."""

    ref: Ref
    to: AddressId
    message: MessageId | None
    thread: ThreadId | None
    more: tuple[MessageId, ...] = ()
    """The other messages of an album."""
    has_ended: bool = False
    """It was given up: it will never stand anywhere."""
