"""What the bot and its worker say to each other: a head in JSON and a content, each after its length."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.core.media import CleanFile, MediaKind, Refusal

LENGTH = struct.Struct(">I")
LARGEST_HEAD = 1024
"""Bytes; the bot believes nothing a worker says about more."""

_MIMES = frozenset({"image/jpeg", "application/pdf", "video/mp4", "audio/ogg", "audio/mpeg", "audio/mp4"})


@dataclass(frozen=True, slots=True, repr=False)
class Job:
    """A file to clean."""

    content: bytes
    kind: MediaKind
    disguise_voice: bool


def job_message(job: Job) -> Iterator[bytes]:
    """Its parts, in order, to be written."""
    return _message({"kind": job.kind, "disguise_voice": job.disguise_voice}, job.content)


def job_from(head: bytes, content: bytes) -> Job:
    said = json.loads(head)
    return Job(content, MediaKind(said["kind"]), bool(said["disguise_voice"]))


def file_message(file: CleanFile) -> Iterator[bytes]:
    said = {
        "kind": file.kind,
        "mime": file.mime,
        "width": file.width,
        "height": file.height,
        "duration": file.duration,
    }
    return _message(said, file.content)


def refusal_message(reason: Refusal) -> Iterator[bytes]:
    return _message({"refusal": reason}, b"")


def answer_from(head: bytes, content: bytes) -> CleanFile | Refusal:
    """Raises ValueError when no worker of ours would say this."""
    try:
        said = json.loads(head)
        if "refusal" in said:
            return Refusal(said["refusal"])
        if said["mime"] not in _MIMES:
            raise ValueError("a type the cleaner does not make")
        size = (int(said["width"]), int(said["height"]), int(said["duration"]))
        return CleanFile(MediaKind(said["kind"]), said["mime"], content, *size)
    except (KeyError, TypeError) as error:
        raise ValueError("not an answer") from error


def _message(said: dict[str, Any], content: bytes) -> Iterator[bytes]:
    for part in (json.dumps(said).encode(), content):
        yield LENGTH.pack(len(part))
        yield part
