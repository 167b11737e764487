"""Files: what was uploaded or sent from a phone, by id and by path."""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.wire import ApiError, Call, Json, Upload, bad_request

if TYPE_CHECKING:
    from bot.sandbox.world import World

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_FILES = 2_000


@dataclass(frozen=True, slots=True)
class File:
    file_id: str
    unique_id: str
    path: str
    kind: str
    content: bytes
    name: str
    mime: str
    size: int

    def card(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """Keeps the last files; `size` may be claimed to be larger than what is kept, to play a large file."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._count = 0

    def add(self, kind: str, content: bytes, name: str = "", mime: str = "", size: int | None = None) -> File:
        self._count += 1
        guessed = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        extension = mimetypes.guess_extension(guessed) or ".bin"
        file = File(
            file_id=f"AgAC{secrets.token_urlsafe(45)}",
            unique_id=f"AQAD{secrets.token_urlsafe(9)}",
            path=f"{kind}s/file_{self._count}{extension}",
            kind=kind,
            content=content,
            name=name,
            mime=guessed,
            size=len(content) if size is None else size,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        if len(self._by_id) > MOST_FILES:
            oldest = self._by_id.pop(next(iter(self._by_id)))
            del self._by_path[oldest.path]
        return file

    def find(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)


def get_file(world: World, call: Call) -> Json:
    file = world.files.find(call.given["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.card(), "file_path": file.path}


def received(world: World, call: Call, kind: str, value: str | Upload) -> File:
    """The file a bot sends: uploaded now, or sent before."""
    if isinstance(value, str) and value.startswith("attach://"):
        value = call.uploads.get(value.removeprefix("attach://"), value)
    if isinstance(value, Upload):
        return _uploaded(world, kind, value)
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the sandbox reaches nothing outside
    known = world.files.find(value)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind and {known.kind, kind} & {"photo", "sticker", "voice", "video_note"}:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known


def _uploaded(world: World, kind: str, upload: Upload) -> File:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.content) > LARGEST_PHOTO:
        raise bad_request("file is too big for a photo")
    return world.files.add(kind, upload.content, upload.name, upload.mime)
