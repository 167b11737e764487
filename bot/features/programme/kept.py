"""Programmes and sessions as they are kept, and how their texts are written into rows and read again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

import orjson

from bot.features.programme.edits import Edits
from bot.features.programme.model import Localized, ScheduledSession, SessionState
from bot.features.programme.rules import Lead, Version, due_at, wished_at

ProgrammeId = NewType("ProgrammeId", str)
SessionId = NewType("SessionId", str)
ImportId = NewType("ImportId", str)
"""A version of a programme, in its ledger."""
Attendee = NewType("Attendee", str)
"""A person's pseudonym for all they attend; it cannot be joined with any other of theirs."""

TRACK_KEY = 8
"""Characters of a track's key."""


@dataclass(frozen=True, slots=True)
class KeptProgramme:
    """`name` is what the next version of its file is known by; `tracks` are by the key sessions have."""

    programme_id: ProgrammeId
    name: str
    title: Localized
    zone: str
    tracks: Mapping[str, Localized]
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session, the id it keeps through all versions of its programme, and the venue's zone."""

    session_id: SessionId
    programme_id: ProgrammeId
    zone: str
    is_withdrawn: bool
    """It is not in the programme any more: version after version lacked it, or a person said so."""
    about: ScheduledSession
    doubts: int = 0
    """Versions in a row that said otherwise: it is missing, or it is there though it was cancelled."""
    edits: Edits = field(default_factory=dict)

    @property
    def starts_at(self) -> int:
        return self.about.starts_at

    @property
    def ends_at(self) -> int:
        return self.about.ends_at

    @property
    def room(self) -> Localized | None:
        return self.about.room

    @property
    def is_off(self) -> bool:
        return self.version.is_off

    @property
    def is_suspected(self) -> bool:
        """It may be cancelled: the latest version lacks it."""
        return self.doubts > 0 and not self.is_off

    @property
    def version(self) -> Version:
        return version_of(self.about, is_withdrawn=self.is_withdrawn)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A session somebody wants to be at; `lead` is None for those who want no reminders."""

    session: KeptSession
    lead: Lead | None
    zone: str = ""
    """Where the person is; none: the venue's."""

    @property
    def due_at(self) -> int | None:
        """When they are reminded."""
        return self.lead and due_at(self.starts_at, self.lead, self.session.zone, self.zone)

    @property
    def is_early(self) -> bool:
        """They are reminded earlier than they wish, so as not to be woken."""
        wished = self.lead and wished_at(self.starts_at, self.lead, self.session.zone)
        return self.due_at != wished

    @property
    def room(self) -> Localized | None:
        return self.session.room

    @property
    def starts_at(self) -> int:
        return self.session.starts_at

    @property
    def ends_at(self) -> int:
        return self.session.ends_at


def version_of(session: ScheduledSession, *, is_withdrawn: bool = False) -> Version:
    is_cancelled = session.state is SessionState.CANCELLED
    return Version(session.starts_at, session.room, is_cancelled, is_withdrawn)


def track_key(track: Localized) -> str:
    """Short enough for a button, and the same in every version."""
    return hashlib.sha256(orjson.dumps([*track.texts, track.untagged])).hexdigest()[:TRACK_KEY]


def write_text(text: Localized) -> str:
    return orjson.dumps(text.by_language(), option=orjson.OPT_SORT_KEYS).decode()


def read_text(written: str) -> Localized:
    return Localized.of(orjson.loads(written))


def write_tracks(tracks: tuple[Localized, ...]) -> str:
    return orjson.dumps({track_key(track): track.by_language() for track in tracks}).decode()


def read_tracks(written: str) -> dict[str, Localized]:
    return {key: Localized.of(texts) for key, texts in orjson.loads(written).items()}


def write_content(session: ScheduledSession) -> str:
    """Everything that is shown but never searched for, alike for sessions that are alike."""
    content = {
        "code": session.code,
        "title": session.title.by_language(),
        "subtitle": session.subtitle.by_language(),
        "abstract": session.abstract.by_language(),
        "track": session.track.by_language() if session.track else None,
        "room": session.room.by_language() if session.room else None,
        "language": session.language,
        "kind": session.kind,
        "speakers": session.speakers,
        "url": session.url,
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def read_content(
    written: str, key: str, starts_at: int, ends_at: int, state: SessionState
) -> ScheduledSession:
    """A session from what is written of it and from the columns it is searched by."""
    content = orjson.loads(written)
    for name in ("title", "subtitle", "abstract", "track", "room"):
        content[name] = Localized.of(content[name]) if content[name] is not None else None
    content["speakers"] = tuple(content["speakers"])
    return ScheduledSession(key=key, starts_at=starts_at, ends_at=ends_at, state=state, **content)
