"""What staff changed of a session in the chat, and how long it stands against what the feed says. Pure.

An edited field remembers what the feed said of it then. As long as the feed says the same, the edit stands;
when the feed says something else, it has been changed there too, and that counts: the edit is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import orjson

from bot.features.programme.model import ScheduledSession

Edits = Mapping[str, str]
"""By field: what the feed said of it when it was edited here."""
MISSING = "missing"
"""What a feed says of the state of a session it does not have."""


class Field(StrEnum):
    """What can be edited."""

    TIME = "time"
    ROOM = "room"
    TITLE = "title"
    STATE = "state"


def said_of(session: ScheduledSession, field: Field) -> str:
    """What a session says of a field, the same for the same."""
    match field:
        case Field.TIME:
            return f"{session.starts_at}-{session.ends_at}"
        case Field.ROOM:
            return _written(session.room.by_language() if session.room else None)
        case Field.TITLE:
            return _written(session.title.by_language())
        case Field.STATE:
            return session.state.value


def still_standing(
    edited: ScheduledSession, edits: Edits, coming: ScheduledSession | None
) -> tuple[ScheduledSession | None, Edits]:
    """A session as the feed has it now (None: not at all), with the edits that stand, and those."""
    if coming is None:
        return None, {field: said for field, said in edits.items() if field != Field.STATE or said == MISSING}
    standing = {field: said for field, said in edits.items() if said == said_of(coming, Field(field))}
    for field in standing:
        coming = _taken_over(edited, coming, Field(field))
    return coming, standing


def with_edit(edits: Edits, field: Field, feed_says: str) -> Edits:
    """One more; of a field edited before, the feed still says what it said then."""
    return {field.value: feed_says, **edits}


def write_edits(edits: Edits) -> str:
    return orjson.dumps(dict(sorted(edits.items()))).decode() if edits else ""


def read_edits(written: str) -> Edits:
    return orjson.loads(written) if written else {}


def _taken_over(edited: ScheduledSession, coming: ScheduledSession, field: Field) -> ScheduledSession:
    match field:
        case Field.TIME:
            return replace(coming, starts_at=edited.starts_at, ends_at=edited.ends_at)
        case Field.ROOM:
            return replace(coming, room=edited.room)
        case Field.TITLE:
            return replace(coming, title=edited.title)
        case Field.STATE:
            return replace(coming, state=edited.state)


def _written(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
