"""The ledger of a programme: what each version changed of which session, before and after. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import orjson

from bot.features.programme.kept import SessionId, write_content
from bot.features.programme.model import Localized, ScheduledSession


class Cause(StrEnum):
    """How a version came in; the value ends a catalogue key."""

    COMMAND = "command"
    FEED = "feed"
    FILE = "file"
    CHAT = "chat"


class Kind(StrEnum):
    """What can change of a session; the value ends a catalogue key."""

    NEW = "new"
    MOVED = "moved"
    ROOM = "room"
    TITLE = "title"
    SPEAKERS = "speakers"
    DETAILS = "details"
    CANCELLED = "cancelled"
    SUSPECTED = "suspected"
    """This version lacks it: it may be cancelled."""
    FOUND = "found"
    """It was suspected, and is there."""
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; `before` and `after` are as `value_of` gives them, None where none is shown."""

    session_id: SessionId
    kind: Kind
    before: object = None
    after: object = None


_SHOWN = (Kind.MOVED, Kind.ROOM, Kind.TITLE, Kind.SPEAKERS)


def entries_between(
    session_id: SessionId, before: ScheduledSession, after: ScheduledSession
) -> Iterator[Entry]:
    """A line for each thing that is not as it was."""
    changed = [kind for kind in _SHOWN if value_of(before, kind) != value_of(after, kind)]
    for kind in changed:
        yield Entry(session_id, kind, value_of(before, kind), value_of(after, kind))
    if not changed and write_content(before) != write_content(after):
        yield Entry(session_id, Kind.DETAILS)


def value_of(session: ScheduledSession, kind: Kind) -> object:
    """Start and end, or texts by language, or names."""
    match kind:
        case Kind.MOVED:
            return [session.starts_at, session.ends_at]
        case Kind.ROOM:
            return (session.room or Localized()).by_language()
        case Kind.TITLE:
            return session.title.by_language()
        case Kind.SPEAKERS:
            return list(session.speakers)
        case _:
            return None


def write_value(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def read_value(written: str) -> object:
    return orjson.loads(written)
