"""What happened on the day and what arrived, as it was seen from outside the bot. Moments are the day's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.day.programme import Version

REMINDS = re.compile(r"^(S\d{4})\n(Starts in|Started|Is starting) (\d*) ?(\w+)")
AGAIN = re.compile(r"You will be reminded once more")
NEWS = "Something on your agenda has changed"
CANCELLED = re.compile(r"^(S\d{4}) is cancelled \(", re.MULTILINE)
MOVED = re.compile(
    r"^(S\d{4}) has moved: .* → [^→\n]*?(\d\d:\d\d) \(Vienna time\), (Hall \d+)$", re.MULTILINE
)
ROOM = re.compile(r"^(S\d{4}): Hall \d+ → (Hall \d+) \([^\n]*?(\d\d:\d\d) ", re.MULTILINE)
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody has a session on their agenda since then, and wants a reminder so many minutes before."""

    person: int
    title: str
    lead: int | None
    zone: str
    """Where they are; empty: at the venue."""
    since: float


@dataclass(frozen=True, slots=True)
class Again:
    """A pressed button: once more. `due` is what the bot has promised, for the start it named; None: nobody
    saw its answer."""

    pressed_at: float
    starts_at: int
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One that arrived."""

    at: float
    person: int
    title: str
    starts_at: int
    says: int | None
    """Minutes until the start, or less than none since; None: in hours."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notice that arrived: what it says a session is now; no clock: it is cancelled."""

    at: float
    person: int
    title: str
    clock: str
    hall: str


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """What a killed bot had in its hands."""

    at: float
    person: int
    kind: str


@dataclass(slots=True)
class Diary:
    begins: float
    ends: float = 0.0
    holdings: list[Holding] = field(default_factory=list)
    versions: Sequence[Version] = ()
    imports: list[tuple[int, int]] = field(default_factory=list)
    """When which version was taken in."""
    blocked: dict[int, float] = field(default_factory=dict)
    again: dict[tuple[int, str], Again] = field(default_factory=dict)
    """By person and session: each only once."""
    outages: list[tuple[float, float]] = field(default_factory=list)
    """From each kill until the bot was at work again."""
    storms: list[tuple[float, float]] = field(default_factory=list)
    on_their_way: list[OnItsWay] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Letters that say something else than is known here."""

    def read(self, at: float, person: int, message: dict[str, Any]) -> Reminder | None:
        """Notes a message; gives it back if it is a reminder."""
        text = message.get("text", "").translate(ISOLATES)
        if found := REMINDS.search(text):
            reminder = Reminder(at, person, found[1], _moment(message), _minutes(found))
            self.reminders.append(reminder)
            return reminder
        if text.startswith(NEWS):
            self._read_news(at, person, text)
        return None

    def read_edit(self, person: int, message: dict[str, Any]) -> None:
        """A reminder that says it will come once more."""
        text = message.get("text", "").translate(ISOLATES)
        if not AGAIN.search(text):
            return
        moments = [each["unix_time"] for each in message["entities"] if each["type"] == "date_time"]
        asked = self.again[person, text[:5]]
        self.again[person, text[:5]] = Again(asked.pressed_at, moments[0], moments[-1])

    def _read_news(self, at: float, person: int, text: str) -> None:
        lines = [Line(at, person, found[1], "", "") for found in CANCELLED.finditer(text)]
        lines += [Line(at, person, found[1], found[2], found[3]) for found in MOVED.finditer(text)]
        lines += [Line(at, person, found[1], found[3], found[2]) for found in ROOM.finditer(text)]
        self.lines += lines
        told = text.count("\n\nS")
        if told != len(lines):
            self.unread.append(text)


def _minutes(found: re.Match[str]) -> int | None:
    _, says, number, unit = found.groups()
    if unit.startswith("hour"):
        return None
    return {"Starts in": 1, "Started": -1}.get(says, 0) * int(number or 0)


def _moment(message: dict[str, Any]) -> int:
    """The first that stands in it."""
    return next(int(each["unix_time"]) for each in message["entities"] if each["type"] == "date_time")
