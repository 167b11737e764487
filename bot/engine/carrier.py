"""What the engine asks of whoever carries messages to people, and what can go wrong on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.ids import FileId, MessageId, Ref, ThreadId
from bot.core.incoming import Event
from bot.core.media import CleanFile, MediaKind
from bot.core.outcome import Body, Reply, SentMessage


class NotCarried(Exception):
    """The message did not arrive, or may not have."""


class RateLimited(NotCarried):
    """Too many at once: nothing more for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Unreachable(NotCarried):
    """The person blocked the bot, or their account is gone: nothing will arrive any more."""


class Refused(NotCarried):
    """This message will never be accepted as it is."""


class PlaceGone(Refused):
    """The message or topic it belongs to is not there any more."""


class NotSent(NotCarried):
    """It surely did not arrive: it may be tried again."""


class Uncertain(NotCarried):
    """Nobody can tell whether it arrived."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a message stands now; a topic has a thread but no message."""

    message: MessageId | None
    thread: ThreadId | None
    more: tuple[MessageId, ...] = ()
    """The other messages of an album."""


Contents = Mapping[FileId, CleanFile]
"""Files at hand, for the screens that name them."""


class Carrier(Protocol):
    """Implemented by the gateway."""

    async def carry(
        self, chat_id: int, body: Body, places: Mapping[Ref, SentMessage], contents: Contents
    ) -> Carried:
        """Raises NotCarried."""
        ...

    async def answer(
        self, chat_id: int, event: Event, replies: Sequence[Reply], contents: Contents
    ) -> Sequence[MessageId]:
        """Send the replies to an event, in order; what cannot be sent after some tries is dropped.

        Returns the numbers of the messages that are new in the chat.
        """
        ...


class Fetcher(Protocol):
    """Implemented by the gateway."""

    async def fetch(self, handle: str, kind: MediaKind, *, disguise_voice: bool) -> CleanFile:
        """A new file made from the one behind the handle. Raises CannotClean."""
        ...

    async def read(self, handle: str) -> bytes:
        """The file behind the handle as it is, if it is not larger than a text is. Raises CannotClean."""
        ...
