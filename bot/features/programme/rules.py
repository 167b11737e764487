"""Decides when a reminder is due and what it still can say, what overlaps, and what a new version changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.features.programme.model import Localized
from bot.features.programme.quiet import before_quiet, is_quiet

LATE_GRACE = 15 * 60
"""Seconds after the start in which "started … minutes ago" still helps somebody find the room."""
SOONEST = 60
"""A reminder asked for now comes in this many seconds at the earliest: what is due at once, nobody needs."""

DAY = 24 * 3600

PAGE = 8
"""Sessions, days or tracks shown at once."""

Item = TypeVar("Item")


class Lead(IntEnum):
    """How many minutes before the start a person wants to be reminded."""

    FIVE_MINUTES = 5
    TEN_MINUTES = 10
    QUARTER_HOUR = 15
    HALF_HOUR = 30
    HOUR = 60
    DAY = 1440


USUAL_LEAD = Lead.TEN_MINUTES


def wished_at(starts_at: int, lead: Lead, venue: str) -> int:
    """A day before is the same time on the venue's clock: 23 to 25 hours."""
    if lead is not Lead.DAY:
        return starts_at - lead * 60
    eve = datetime.fromtimestamp(starts_at, ZoneInfo(venue)) - timedelta(days=1)
    return int(eve.astimezone(UTC).timestamp())


def due_at(starts_at: int, lead: Lead, venue: str, zone: str = "") -> int:
    """The moment of a reminder for somebody in `zone` (none: the venue's), early rather than in the night."""
    return before_quiet(wished_at(starts_at, lead, venue), zone or venue)


def fitting_lead(wish: Lead, starts_at: int, venue: str, now: int, zone: str = "") -> Lead:
    """The lead time wished for, or the longest whose reminder can still come; else the shortest."""
    for lead in sorted(Lead, reverse=True):
        if lead <= wish and due_at(starts_at, lead, venue, zone) >= now + SOONEST:
            return lead
    return min(Lead)


class Snooze(StrEnum):
    """When somebody wants to be reminded once more; the value ends a catalogue key."""

    TEN_MINUTES = "10"
    HOUR = "60"
    NEAR = "near"
    """Five minutes before the start."""


NEAR = 5 * 60


def snoozed_until(snooze: Snooze, starts_at: int, now: int) -> int | None:
    """None when the session would have begun, or nothing would be gained."""
    until = starts_at - NEAR if snooze is Snooze.NEAR else now + int(snooze) * 60
    return until if now + SOONEST <= until < starts_at else None


class Phase(StrEnum):
    """What a reminder can say when it leaves."""

    AHEAD = "ahead"
    BEGUN = "begun"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a session stands at some moment: minutes until its start, or since."""

    phase: Phase
    minutes: int


def grace_ends_at(starts_at: int, ends_at: int) -> int:
    """From this moment on a reminder that has not left is worth nothing."""
    return min(starts_at + LATE_GRACE, max(starts_at, ends_at))


def standing(starts_at: int, ends_at: int, now: int) -> Standing:
    if now < starts_at:
        return Standing(Phase.AHEAD, max(1, (starts_at - now + 30) // 60))
    phase = Phase.BEGUN if now < grace_ends_at(starts_at, ends_at) else Phase.MISSED
    return Standing(phase, (now - starts_at) // 60)


class Timed(Protocol):
    """Anything that takes its time."""

    @property
    def starts_at(self) -> int: ...

    @property
    def ends_at(self) -> int: ...


TimedItem = TypeVar("TimedItem", bound=Timed)


def clashes(session: Timed, others: Iterable[TimedItem]) -> list[TimedItem]:
    """The others that run at the same time; one that begins when another ends does not clash with it."""
    return [
        other for other in others if other.starts_at < session.ends_at and session.starts_at < other.ends_at
    ]


class Placed(Timed, Protocol):
    """Anything that takes its time somewhere."""

    @property
    def room(self) -> Localized | None: ...


PlacedItem = TypeVar("PlacedItem", bound=Placed)


def hurried(session: Placed, others: Iterable[PlacedItem], between_rooms: int) -> list[PlacedItem]:
    """The others that end too shortly before it, or begin too shortly after it, in another room: in less than
    the seconds it takes to get there."""
    return [
        other
        for other in others
        if session.room
        and other.room
        and other.room != session.room
        and (
            0 <= session.starts_at - other.ends_at < between_rooms
            or 0 <= other.starts_at - session.ends_at < between_rooms
        )
    ]


class ChangeKind(StrEnum):
    """What people who have a session on their agenda are told about it."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """It is not in the programme any more; nobody said why."""
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Version:
    """What of a session matters to whoever wants to be there."""

    starts_at: int
    room: Localized | None
    is_cancelled: bool = False
    is_withdrawn: bool = False

    @property
    def is_off(self) -> bool:
        return self.is_cancelled or self.is_withdrawn


def change_between(before: Version, after: Version, now: int) -> ChangeKind | None:
    """None where there is nothing to tell, or too late to act on it."""
    if max(before.starts_at, after.starts_at) <= now or (before.is_off and after.is_off):
        return None
    if after.is_off:
        return ChangeKind.WITHDRAWN if after.is_withdrawn else ChangeKind.CANCELLED
    if before.is_off:
        return ChangeKind.RESTORED
    has_moved = (before.starts_at, before.room) != (after.starts_at, after.room)
    return ChangeKind.MOVED if has_moved else None


PRESSING, NEXT = 12 * 3600, 3600
"""Seconds before a session in which a change of it makes a sound; in which it does so at night too."""
SETTLING = 10 * 60
"""Seconds until a change is told: versions that follow each other are told as one. What is to start within
`NEXT` is told at once."""


def makes_sound(starts_at: int, now: int, zone: str, *, is_clash: bool) -> bool:
    """Whether the news of a change is worth a sound. `starts_at`: before or after it, whichever is first;
    `zone`: where the person is."""
    ahead = starts_at - now
    return ahead <= NEXT or ((is_clash or ahead <= PRESSING) and not is_quiet(now, zone))


def venue_day(at: int, zone: str) -> date:
    return datetime.fromtimestamp(at, ZoneInfo(zone)).date()


def days_in_order(days: Iterable[date], today: date) -> list[date]:
    """Today and what is to come first, then what is over."""
    return sorted(days, key=lambda day: (day < today, day))


def on_page(items: Sequence[Item], page: int, size: int) -> Sequence[Item]:
    return items[page * size : (page + 1) * size]


def shortened(text: str, limit: int) -> str:
    """At most `limit` of Telegram's characters (UTF-16 units), cut between words where there are any."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    cut = units[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    if not text[len(cut)].isspace():
        head = cut.rpartition(" ")[0]
        cut = head if len(head) > len(cut) // 2 else cut
    return cut.rstrip() + "…"
