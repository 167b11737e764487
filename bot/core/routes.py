"""How a slice says what it answers to: its table of contents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.core.context import Context
from bot.core.incoming import Attachment, Command, Edited, Fetched, Press, Text, Unsupported, WasRead
from bot.core.outcome import Outcome, Reply
from bot.core.roles import Action
from bot.core.text import Texts


@dataclass(frozen=True, slots=True)
class OnCommand:
    name: str
    handler: Callable[[Context, Command], Awaitable[Outcome]]
    action: Action | None = None
    """What somebody must be allowed to do; None: it is for everybody."""


@dataclass(frozen=True, slots=True)
class OnLink:
    """A deep link `?start=prefix-code`; the handler gets the command with the code as its argument."""

    prefix: str
    handler: Callable[[Context, Command], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class OnPress:
    """`name` is the first part of the button's data."""

    name: str
    handler: Callable[[Context, Press], Awaitable[Outcome]]
    action: Action | None = None
    """What somebody must be allowed to do; None: it is for everybody."""


@dataclass(frozen=True, slots=True)
class AtOnceCommand:
    """`/name` and the deep links `?start=name` and `?start=name-argument`, answered from memory ahead of all
    else: whatever the state of the house, and to everybody."""

    name: str
    handler: Callable[[Texts, Command], tuple[Reply, ...]]
    action: None = None
    """As in OnCommand."""


@dataclass(frozen=True, slots=True)
class AtOncePress:
    """A button that is answered likewise."""

    name: str
    handler: Callable[[Texts, Press], tuple[Reply, ...]]
    action: None = None


@dataclass(frozen=True, slots=True)
class OnAnswer:
    """Free text while the question `step` is the latest one open; None: it is no answer, pass it on."""

    step: str
    handler: Callable[[Context, Text], Awaitable[Outcome | None]]


@dataclass(frozen=True, slots=True)
class OnText:
    """Free text; None passes it on. `before_steps`: asked before any open question is."""

    handler: Callable[[Context, Text], Awaitable[Outcome | None]]
    before_steps: bool = False


@dataclass(frozen=True, slots=True)
class OnEdit:
    """A message was edited; None passes it on."""

    handler: Callable[[Context, Edited], Awaitable[Outcome | None]]


@dataclass(frozen=True, slots=True)
class OnAttachment:
    """A file came in; nobody has looked into it yet. None passes it on."""

    handler: Callable[[Context, Attachment], Awaitable[Outcome | None]]


@dataclass(frozen=True, slots=True)
class OnFetched:
    """A file asked for by `Fetch(route=name)` is here, cleaned, or was refused."""

    name: str
    handler: Callable[[Context, Fetched], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class OnRead:
    """A file asked for by `Read(route=name)`. The reader is pure, and given the file and the arguments.

    It is called in a thread, before there is a transaction.
    """

    name: str
    reader: Callable[[bytes, tuple[str, ...]], object]
    handler: Callable[[Context, WasRead], Awaitable[Outcome]]
    action: Action
    """What somebody must be allowed to do."""


@dataclass(frozen=True, slots=True)
class OnUnsupported:
    """A kind of message that cannot go through, for which there is more to say. None passes it on."""

    kind: str
    handler: Callable[[Context, Unsupported], Awaitable[Outcome | None]]


@dataclass(frozen=True, slots=True)
class OnWords:
    """Looks at words, from memory, wherever they go and whatever comes of them; what it says comes first."""

    handler: Callable[[Texts, str], tuple[Reply, ...]]


Route = (
    OnCommand
    | OnLink
    | OnPress
    | AtOnceCommand
    | AtOncePress
    | OnAnswer
    | OnText
    | OnEdit
    | OnAttachment
    | OnFetched
    | OnRead
    | OnUnsupported
    | OnWords
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One slice as the engine sees it."""

    name: str
    routes: Iterable[Route]
