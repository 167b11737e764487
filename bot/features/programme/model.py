"""A programme as its file gives it, whatever the format: sessions with their moments, places and states."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Localized:
    """A text in one or more languages, and the text the file gives without saying its language."""

    texts: tuple[tuple[str, str], ...] = ()
    untagged: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str] | str) -> Localized:
        """From texts by language code, in which "" stands for no language, or from a text of no language."""
        if isinstance(texts, str):
            return cls(untagged=texts)
        tagged = {code.strip().lower().replace("_", "-"): text for code, text in texts.items() if text}
        untagged = tagged.pop("", "")
        return cls(tuple(sorted(tagged.items())), untagged)

    def by_language(self) -> dict[str, str]:
        """What `of` takes: to be kept, and read back as the same text."""
        return dict(self.texts) | ({"": self.untagged} if self.untagged else {})

    def best(self, language: str, fallbacks: Iterable[str] = ("en",)) -> str:
        """The text in `language`; else in the fallbacks in turn; else the untagged one; else any."""
        texts = dict(self.texts)
        for wanted in (language.lower(), *fallbacks):
            found = texts.get(wanted) or texts.get(wanted.partition("-")[0])
            if found:
                return found
        return self.untagged or next(iter(texts.values()), "")

    def __bool__(self) -> bool:
        return bool(self.texts or self.untagged)


class SessionState(StrEnum):
    """What the file says of a session; most formats know only that it is there."""

    SCHEDULED = "scheduled"
    TENTATIVE = "tentative"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ScheduledSession:
    """One session at one time. `key` is unique in its programme and the same in the file's next version."""

    key: str
    code: str | None
    starts_at: int
    ends_at: int
    title: Localized
    subtitle: Localized = field(default_factory=Localized)
    abstract: Localized = field(default_factory=Localized)
    track: Localized | None = None
    room: Localized | None = None
    language: str | None = None
    kind: str | None = None
    speakers: tuple[str, ...] = ()
    url: str | None = None
    state: SessionState = SessionState.SCHEDULED


@dataclass(frozen=True, slots=True)
class Programme:
    """All sessions of a file, by start. `zone` is the venue's (IANA); tracks and rooms are those in use."""

    title: Localized
    zone: str
    version: str | None
    tracks: tuple[Localized, ...]
    rooms: tuple[Localized, ...]
    sessions: tuple[ScheduledSession, ...]

    @property
    def starts_at(self) -> int:
        return min(session.starts_at for session in self.sessions)

    @property
    def ends_at(self) -> int:
        return max(session.ends_at for session in self.sessions)


def shift_to(programme: Programme, first_day: date) -> Programme:
    """The programme with its first session on `first_day`, each at its old time by the venue's clock."""
    zone = ZoneInfo(programme.zone)
    days = first_day - datetime.fromtimestamp(programme.starts_at, zone).date()
    return replace(programme, sessions=tuple(_shifted(session, days, zone) for session in programme.sessions))


def _shifted(session: ScheduledSession, days: timedelta, zone: ZoneInfo) -> ScheduledSession:
    starts_at = _same_wall_time(session.starts_at, days, zone)
    ends_at = _same_wall_time(session.ends_at, days, zone)
    if ends_at < starts_at:  # the new night lacks the hour in which the session began
        ends_at = starts_at + session.ends_at - session.starts_at
    return replace(session, starts_at=starts_at, ends_at=ends_at)


def _same_wall_time(moment: int, days: timedelta, zone: ZoneInfo) -> int:
    """`days` later by the calendar; arithmetic on a zoned datetime moves the wall clock, not the instant."""
    moved = datetime.fromtimestamp(moment, zone) + days
    return int(moved.astimezone(UTC).timestamp())
