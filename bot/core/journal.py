"""The journal: who did what to which case, without a word of what it is about; it only ever grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.ids import AddressId
from bot.core.roles import Role
from bot.storage.database import Transaction


class Deed(StrEnum):
    """What can be done; the value ends a catalogue key."""

    OPENED = "opened"
    TAKEN = "taken"
    READ = "read"
    ANSWERED = "answered"
    TOLD_WHY = "told_why"
    """An officer asked for something personal all the same, and said why."""
    NOTED = "noted"
    LABELLED = "labelled"
    SUMMARISED = "summarised"
    CLOSED = "closed"
    REOPENED = "reopened"
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RECUSED = "recused"
    EXCLUDED = "excluded"
    RETURNED = "returned"
    ESCALATED = "escalated"
    MISSED = "missed"
    """A promised answer did not come in time."""
    GLASS_ASKED = "glass_asked"
    GLASS_BROKEN = "glass_broken"
    STRUCK = "struck"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    RESUMED = "resumed"
    ERASED = "erased"
    EXPIRED = "expired"
    INVITED = "invited"
    JOINED = "joined"
    CHANGED = "changed"
    LEFT = "left"
    ACCESS_ENDED = "access_ended"
    IMPORTED = "imported"
    SESSION_CHANGED = "session_changed"
    TRAINING_BEGUN = "training_begun"
    TRAINING_ENDED = "training_ended"
    NUMBER_DOUBTED = "number_doubted"
    """Several people could not reach it."""
    NUMBER_CONFIRMED = "number_confirmed"
    NUMBER_KEPT_OUT = "number_kept_out"
    BROADCAST_WRITTEN = "broadcast_written"
    BROADCAST_APPROVED = "broadcast_approved"
    BROADCAST_DECLINED = "broadcast_declined"
    BROADCAST_PAUSED = "broadcast_paused"
    BROADCAST_WENT_ON = "broadcast_went_on"
    BROADCAST_STOPPED = "broadcast_stopped"
    QUESTION_SHOWN = "question_shown"
    QUESTION_SET_ASIDE = "question_set_aside"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_MERGED = "question_merged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    at: int
    deed: Deed
    role: Role | None
    """ANYONE: the young person; None: the house itself, by the clock."""
    organisation: str = ""
    member: AddressId | None = None
    subject: str = ""
    """The case; empty: the house."""
    detail: str = ""
    """A word from a closed list, such as an outcome or a reason; never free text."""


class Journal(Protocol):
    """Entries form a keyed chain: none can be changed, left out or put in without its breaking."""

    async def write(self, tx: Transaction, entry: Entry) -> None: ...

    async def about(self, tx: Transaction, subject: str) -> Sequence[Entry]:
        """Oldest first. `member` is None in what is read: a journal tells roles."""
        ...
