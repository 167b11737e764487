"""What an auditor may ask of the journal: whether it is whole, and who did what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.ids import AddressId
from bot.core.journal import Deed
from bot.core.roles import Role
from bot.storage.database import Transaction


class Fault(StrEnum):
    """What was done to a journal that does not hold; the value ends a catalogue key."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    CUT_OFF = "cut_off"
    """The newest entries are gone, or what keeps count of them was touched."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not hold, by its position from 1."""

    position: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of looking at the entries from position `since` to the end."""

    entries: int
    """How many the journal says it has."""
    since: int
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as an auditor sees it. Tokens can be compared, and tell nothing else."""

    position: int
    at: int
    """UTC seconds."""
    deed: Deed
    role: Role | None
    """ANYONE: the young person; None: the house itself."""
    organisation: str
    author: str | None
    """Token of the member of staff."""
    case: str | None
    """Token of the case; None: it was about the house."""
    detail: str


class AuditTrail(Protocol):
    """The journal as it is read."""

    async def verify(self, tx: Transaction, newest: int | None = None) -> Verdict:
        """All of it, or no more than so many of the newest entries."""
        ...

    async def lines(
        self, tx: Transaction, *, most: int, before: int | None = None, case: str | None = None
    ) -> Sequence[Line]:
        """Newest first, those before a position, of one case or of all."""
        ...

    def author_token(self, member: AddressId) -> str: ...

    def case_token(self, case_id: str) -> str: ...
