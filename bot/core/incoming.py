"""What came in from a person: a pseudonym, a language and one event. Identity has no field here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.ids import FileId, KeyId, MessageId, PersonId, ThreadId
from bot.core.language import Language
from bot.core.media import MediaKind, Refusal


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`; the argument of `/start` is a deep link's payload."""

    name: str
    argument: str
    message: MessageId
    thread: ThreadId | None = None


BELOW = "+"
"""The last argument of a button under a message that cannot be had again."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button of ours was pressed: the route it names and its arguments."""

    name: str
    arguments: tuple[str, ...]
    message: MessageId
    query: str
    thread: ThreadId | None = None
    is_below: bool = False
    """Its message stays as it is: what would turn it comes below it."""

    @classmethod
    def of(cls, data: str, message: MessageId, query: str, thread: ThreadId | None = None) -> Press:
        name, *arguments = data.split("|")
        is_below = arguments[-1:] == [BELOW]
        return cls(name, tuple(arguments[:-1] if is_below else arguments), message, query, thread, is_below)

    @property
    def argument(self) -> str:
        return self.arguments[0] if self.arguments else ""


def number_in(arguments: Sequence[str], place: int, digits: int = 4) -> int:
    """A number in a button's data, such as a page; 0 for anything else somebody may have put there."""
    written = arguments[place] if len(arguments) > place else ""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= digits else 0


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. Entities are dropped: nobody's account can hide behind a word."""

    text: str
    message: MessageId
    thread: ThreadId | None = None
    reply_to: MessageId | None = None
    was_forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A message of theirs, or the words under its file, now say something else."""

    text: str
    message: MessageId


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A message of a kind that cannot go through; `kind` is Telegram's field name."""

    kind: str
    message: MessageId
    thread: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, not yet fetched. Its name and type, which a phone made up, stay outside."""

    kind: MediaKind
    handle: str
    """By which the Bot API gives the file to this bot alone."""
    caption: str
    message: MessageId
    album: str | None = None
    """The same for all files that were sent together."""
    thread: ThreadId | None = None
    reply_to: MessageId | None = None
    was_forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file to be fetched, cleaned and sealed with `key`; then `route` goes on. Asked for by a handler."""

    kind: MediaKind
    handle: str
    key: KeyId
    expires_in: int | None
    """Seconds the file is kept unless somebody decides to keep it longer; None: as long as its key."""
    route: str
    arguments: tuple[str, ...] = ()
    disguise_voice: bool = False
    thread: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a `Fetch`: a clean file, or the reason why there is none."""

    name: str
    arguments: tuple[str, ...]
    file: FileId | None
    kind: MediaKind | None
    """As what the clean file goes out: a picture sent as a document is a photo."""
    refusal: Refusal | None
    size: int = 0
    """Bytes of the clean file."""
    thread: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file to be fetched as it is, and read by `route`: it is not kept, and nobody gets it.

    Asked for by a handler, of staff only.
    """

    handle: str
    route: str
    arguments: tuple[str, ...] = ()
    thread: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class WasRead:
    """What became of a `Read`."""

    name: str
    arguments: tuple[str, ...]
    content: object
    """What the route's reader made of the file; None when it could not be fetched."""
    thread: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class Reachable:
    """The person blocked the bot, or let it in again."""

    reachable: bool


Event = Command | Press | Text | Edited | Attachment | Fetch | Read | Unsupported | Reachable
"""What comes in from outside, and what the house has still to fetch because of it."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of one person. `language` is what their Telegram speaks, if we speak it too."""

    person: PersonId
    language: Language | None
    event: Event | Fetched | WasRead
