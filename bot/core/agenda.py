"""What somebody has planned, and the sessions there are, as other slices may know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.audience import Reader
from bot.core.context import Context
from bot.core.text import Html, Texts
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Planned:
    """One session, in the reader's language where there are words in it."""

    title: str
    when: Html
    """By the clocks of the venue, in words."""
    where: str
    """Nothing, if it is not known."""
    is_off: bool


class Agenda(Protocol):
    async def planned(self, context: Context) -> Sequence[Planned]:
        """What is to come for the person at hand, by start."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """One session, in the reader's language. Times are UTC seconds."""

    session_id: str
    title: str
    label: str
    """Its start and title, short enough for a button."""
    line: Html
    """The same on a line of a list, where nothing is cut."""
    ends_at: int
    is_off: bool
    programme_ends_at: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that is over, for those who go by the clocks of one zone (IANA)."""

    session_id: str
    ends_at: int
    programme_ends_at: int
    place: str
    """Where these people said they are; none: at the venue."""
    zone: str


class Sessions(Protocol):
    """Sessions, and those who have them on their agenda, under their pseudonym for attendance."""

    async def at_hand(self, context: Context, most: int) -> Sequence[Session]:
        """What the person at hand may want to say something about now: of their agenda, then of all."""
        ...

    async def named(self, tx: Transaction, t: Texts, ids: Iterable[str]) -> Mapping[str, Session]:
        """By id; what is none is not among them."""
        ...

    async def ended(self, tx: Transaction, since: int, until: int) -> Sequence[Ended]:
        """Those that took place and ended in between, where somebody wants to be reminded."""
        ...

    async def reminded(
        self, tx: Transaction, session_id: str, place: str, after: str, most: int
    ) -> Sequence[Reader]:
        """The next, by alias, of those in one place who have it on their agenda and want to be reminded."""
        ...
