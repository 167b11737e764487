"""Letters as bytes, to be sealed while they are owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

import orjson

from bot.core.ids import FileId, Ref
from bot.core.outcome import (
    Body,
    Button,
    Delete,
    DeleteTopic,
    OpenTopic,
    Post,
    RenameTopic,
    Revise,
    Screen,
    SentMessage,
    Unwritten,
    Wipe,
)
from bot.core.text import Html

_KINDS: Mapping[str, type[Body | Unwritten]] = {
    kind.__name__: kind
    for kind in (Post, Revise, OpenTopic, RenameTopic, DeleteTopic, Delete, Wipe, Unwritten)
}


def write_body(body: Body | Unwritten) -> bytes:
    return orjson.dumps([type(body).__name__, body], default=str)


def read_body(written: bytes) -> Body | Unwritten:
    kind, fields = orjson.loads(written)
    for name in ("screen", "instead"):
        if name in fields:
            fields[name] = _read_screen(fields[name])
    if "messages" in fields:
        fields["messages"] = tuple(fields["messages"])
    return _KINDS[kind](**fields)


def refs_in(body: Body) -> tuple[Ref, ...]:
    """The letters this one must come after."""
    match body:
        case Post(topic=topic, reply_to=reply_to):
            return tuple(ref for ref in (topic, reply_to) if ref)
        case (
            Revise(target=target)
            | RenameTopic(target=target)
            | DeleteTopic(target=target)
            | Delete(target=target)
        ):
            return (target,)
        case _:
            return ()


def files_in(body: Body) -> tuple[FileId, ...]:
    return body.screen.files if isinstance(body, Post) else ()


def ended_by(body: Body) -> Ref | None:
    """The letter that is done with when this one is carried."""
    match body:
        case DeleteTopic(target=target) | Delete(target=target) | Revise(target=target, is_final=True):
            return target
        case _:
            return None


class Readiness(Enum):
    """Whether a letter can go, given what it must come after."""

    READY = auto()
    WAITS = auto()
    WORTHLESS = auto()


def readiness(body: Body, refs: Sequence[Ref], places: Mapping[Ref, SentMessage]) -> Readiness:
    """A message can stand without its topic; a correction of a message that is not there cannot."""
    present = [places[ref] for ref in refs if ref in places]
    if any(place.message is None and place.thread is None and not place.has_ended for place in present):
        return Readiness.WAITS
    if not isinstance(body, Post | Wipe) and len(present) < len(refs):
        return Readiness.WORTHLESS
    return Readiness.READY


def _read_screen(fields: dict[str, Any]) -> Screen:
    rows = tuple(tuple(Button(**button) for button in row) for row in fields["rows"])
    files = tuple(fields["files"])
    return Screen(Html(fields["text"]), rows, fields["is_protected"], fields["is_silent"], files)
