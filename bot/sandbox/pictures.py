"""Pictures as Telegram lists them: a small size and the full one."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.files import File, Files
    from bot.sandbox.wire import Json

SMALL = 90
PNG_HEADER = 24
GIF_HEADER = 10
WEBP_SIDE = 512
JPEG_MARKER = 0xFF
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def photo_sizes(files: Files, file: File) -> list[Json]:
    """The sizes of a picture. Nothing is scaled: the small one is the same file under a smaller claim."""
    width, height = picture_size(file.content) or (SMALL, SMALL)
    full = {**file.card(), "width": width, "height": height}
    small = files.add("photo", file.content, file.name, file.mime)
    shrunk = min(1.0, SMALL / max(width, height))
    claim = {"width": max(1, round(width * shrunk)), "height": max(1, round(height * shrunk))}
    return [{**small.card(), **claim}, full]


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP; none for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= PNG_HEADER:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= GIF_HEADER:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return (WEBP_SIDE, WEBP_SIDE) if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walks the segments to the one that starts a frame."""
    at = 2
    while len(content) >= at + 9 and content[at] == JPEG_MARKER:
        if content[at + 1] in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
