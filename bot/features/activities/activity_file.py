"""Tables of activities (CSV): each row checked, each mistake named with its row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.directory import Directory
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.tables import Cells, read_table
from bot.features.activities.filters import ACCESSES, LONGEST
from bot.features.activities.model import FREE, NOTHING_SPECIAL, OLDEST, YOUNGEST, Access, Activity, Kind

LARGEST_FILE = 10_000_000
MOST_ACTIVITIES = 10_000
LONGEST_KEY, LONGEST_LINE, LONGEST_TEXT = 100, 200, 2000
MOST_PLACES, LONGEST_COST = 10_000, 60
_WORDED = ("title", "place", "about", "bring")
"""Each in as many languages as there are: title_en, title_de and so on."""
NEEDED = ("id", "organisation", "area", "kind", "start", "end")
COLUMNS = (
    *NEEDED,
    *("ages", "capacity", "cost", "access", "languages", "source", "checked_on", "status", "demonstration"),
    *(f"{field}_{language.value}" for field in _WORDED for language in Language),
)
_AGES = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2})|\s*\+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FREE = ("0", FREE)
Value = TypeVar("Value")


def read_activities(name: str, content: bytes, directory: Directory) -> list[Activity]:
    """What a file called `name` says. Raises OperatorError with every mistake in it."""
    if len(content) > LARGEST_FILE:
        raise OperatorError(f"{name}: over {LARGEST_FILE // 1_000_000} MB")
    rows = read_table(name, content, COLUMNS, NEEDED)
    problems, found, keys = list[str](), list[Activity](), set[str]()
    for number, cells in rows:
        row = Row(cells, directory)
        activity = row.activity()
        if cells["id"] in keys:
            row.note("id", f"{shown(cells['id'])} stands there twice")
        keys.add(cells["id"])
        problems += [f"{name}: row {number}, column {column}: {words}" for column, words in row.mistakes]
        if activity:
            found.append(activity)
    if not rows:
        problems.append(f"{name}: there is no activity in it")
    if len(rows) > MOST_ACTIVITIES:
        problems.append(f"{name}: over {MOST_ACTIVITIES} activities")
    if problems:
        raise OperatorError(*problems)
    return found


@dataclass(slots=True)
class Row:
    """One row as it is read; what cannot be read is noted, and reading goes on."""

    cells: Cells
    directory: Directory
    mistakes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, column: str, words: str) -> None:
        self.mistakes.append((column, words))

    def activity(self) -> Activity | None:
        """None when there is a mistake in it."""
        area = self.read("area", lambda written: one_of(written, self.directory.areas), "")
        zone = self.directory.areas[area].zone if area else "UTC"
        starts_at = self.read("start", lambda written: moment(written, zone), 0)
        ends_at = self.read("end", lambda written: end_after(written, starts_at, zone), 1)
        youngest, oldest = self.read("ages", ages, (YOUNGEST, OLDEST))
        activity = Activity(
            key=self.read("id", lambda written: filled(written, LONGEST_KEY), ""),
            organisation=self.read(
                "organisation", lambda written: one_of(written, self.directory.organisations), ""
            ),
            area=area,
            kind=self.read("kind", lambda written: Kind(one_of(written, tuple(Kind))), Kind.MEETING),
            zone=zone,
            starts_at=starts_at,
            ends_at=ends_at,
            title=self.worded("title", LONGEST_LINE),
            place=self.worded("place", LONGEST_LINE),
            about=self.worded("about", LONGEST_TEXT),
            bring=self.worded("bring", LONGEST_LINE),
            youngest=youngest,
            oldest=oldest,
            capacity=self.read("capacity", places, None),
            cost=self.read("cost", cost, ""),
            access=self.read("access", access, NOTHING_SPECIAL),
            languages=self.read("languages", languages, ()),
            source=self.read("source", lambda written: short(written, LONGEST_LINE), ""),
            checked_on=self.read("checked_on", day, None),
            is_cancelled=self.read(
                "status", lambda written: choice(written, "on", "cancelled"), default=False
            ),
            is_demonstration=self.read(
                "demonstration", lambda written: choice(written, "no", "yes"), default=False
            ),
        )
        for needed in ("title", "place"):
            if not getattr(activity, needed):
                self.note(f"{needed}_en", f"there is no {needed} in any language")
        return None if self.mistakes else activity

    def read(self, column: str, parse: Callable[[str], Value], default: Value) -> Value:
        try:
            return parse(self.cells[column])
        except ValueError as wrong:
            self.note(column, str(wrong))
            return default

    def worded(self, name: str, limit: int) -> dict[str, str]:
        columns = {language.value: f"{name}_{language.value}" for language in Language}
        texts = {
            code: self.read(column, lambda text: short(text, limit), "") for code, column in columns.items()
        }
        return {code: text for code, text in texts.items() if text}


def one_of(written: str, known: Collection[str]) -> str:
    if written not in known:
        raise ValueError(f"{shown(written)} is none of {', '.join(known)}")
    return written


def moment(written: str, zone: str) -> int:
    """By the clocks of the area; one that they skip in spring does not exist."""
    try:
        wall = datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise ValueError(f"{shown(written)} is no moment such as 2026-12-05 16:30") from None
    at = wall.astimezone(UTC)
    if at.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise ValueError(f"{shown(written)} does not exist: the clocks are put forward then")
    return int(at.timestamp())


def end_after(written: str, starts_at: int, zone: str) -> int:
    ends_at = moment(written, zone)
    if starts_at and not starts_at < ends_at <= starts_at + LONGEST:
        raise ValueError(f"{shown(written)} is not after the start, or more than two weeks after it")
    return ends_at


def ages(written: str) -> tuple[int, int]:
    if not written:
        return YOUNGEST, OLDEST
    found = _AGES.fullmatch(written)
    if found is None:
        raise ValueError(f"{shown(written)} is no age such as 10-14, 16+ or 12")
    youngest = int(found[1])
    oldest = int(found[2]) if found[2] else OLDEST if written.endswith("+") else youngest
    if not 0 < youngest <= oldest:
        raise ValueError(f"{shown(written)}: the first age is over the second, or 0")
    return youngest, oldest


def places(written: str) -> int | None:
    if not written:
        return None
    if not (
        written.isascii()
        and written.isdigit()
        and 1 <= len(written) <= 5
        and 1 <= int(written) <= MOST_PLACES
    ):
        raise ValueError(
            f"{shown(written)} is no number from 1 to {MOST_PLACES}; empty: nobody has to sign up"
        )
    return int(written)


def cost(written: str) -> str:
    return FREE if written.lower() in _FREE else short(written, LONGEST_COST)


def access(written: str) -> Access:
    found = NOTHING_SPECIAL
    for word in written.split():
        found |= Access[one_of(word, ACCESSES).upper()]
    return found


def languages(written: str) -> tuple[str, ...]:
    for code in written.split():
        if not _LANGUAGE.fullmatch(code):
            raise ValueError(f"{shown(code)} is no language code such as de")
    return tuple(written.split())


def day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise ValueError(f"{shown(written)} is no day such as 2026-11-30") from None


def choice(written: str, no: str, yes: str) -> bool:
    return one_of(written or no, (no, yes)) == yes


def filled(written: str, limit: int) -> str:
    if not written:
        raise ValueError("is empty")
    return short(written, limit)


def short(written: str, limit: int) -> str:
    if len(written) > limit:
        raise ValueError(f"has {len(written)} characters, {limit} at most")
    if "\0" in written:
        raise ValueError("has a character that is none")
    return written


def shown(written: str) -> str:
    """What stands there, short and on one line."""
    return repr(written[:60])
