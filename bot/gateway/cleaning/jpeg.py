"""A JPEG stream without anything that is not needed to draw it; not one pixel changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.media import CannotClean, Refusal

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _ADOBE = 0xDA, 0xEE
_DRAWING = frozenset(
    {0xDB, 0xC4, 0xCC, 0xDD, 0xDC, _SCAN, *range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC)}
)
"""Tables, frames and scans; not APPn (EXIF, XMP, previews, a maker's own) and not comments."""
_MARKER = re.compile(rb"\xff+([^\xff\x00\xd0-\xd7])")
"""The next marker; inside a scan, FF00 is a byte and FFD0…FFD7 belong to the scan."""


def without_metadata(jpeg: bytes) -> bytes:
    """Raises CannotClean for what is no JPEG. What follows its end is left out."""
    if not jpeg.startswith(_START):
        raise CannotClean(Refusal.BROKEN)
    return b"".join((_START, *_drawing_parts(jpeg), _END))


def _drawing_parts(jpeg: bytes) -> Iterator[bytes]:
    at = len(_START)
    while (marker := _MARKER.search(jpeg, at)) and marker[0][-1:] != _END[-1:]:
        code, body = marker[1][0], marker.end()
        end = body + int.from_bytes(jpeg[body : body + 2], "big")
        if not body + 2 <= end <= len(jpeg):
            raise CannotClean(Refusal.BROKEN)
        if code in _DRAWING:
            yield bytes((0xFF, code)) + jpeg[body:end]
        elif code == _ADOBE and jpeg.startswith(b"Adobe", body + 2) and end - body >= 14:
            yield _adobe(jpeg[body + 13])
        at = end
        if code == _SCAN:
            scan_end = _MARKER.search(jpeg, at)
            at = scan_end.start() if scan_end else len(jpeg)
            yield jpeg[end:at]


def _adobe(transform: int) -> bytes:
    """Says how the colours are to be read: without it, some pictures turn into their negative."""
    return b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes((transform,))
