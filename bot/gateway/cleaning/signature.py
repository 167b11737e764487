"""What a file really is: told from its first bytes, whatever its name or its sender says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Family(Enum):
    """Which library reads it."""

    PICTURE = auto()
    DOCUMENT = auto()
    RECORDING = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """A type of file, under the name its library has for it."""

    family: Family
    name: str


_STARTS = (
    (b"\xff\xd8\xff", Form(Family.PICTURE, "JPEG")),
    (b"\x89PNG\r\n\x1a\n", Form(Family.PICTURE, "PNG")),
    (b"GIF87a", Form(Family.PICTURE, "GIF")),
    (b"GIF89a", Form(Family.PICTURE, "GIF")),
    (b"\x1aE\xdf\xa3", Form(Family.RECORDING, "matroska")),
    (b"OggS", Form(Family.RECORDING, "ogg")),
    (b"fLaC", Form(Family.RECORDING, "flac")),
    (b"ID3", Form(Family.RECORDING, "mp3")),
    (b"#!AMR", Form(Family.RECORDING, "amr")),
    (b"\xff\xf1", Form(Family.RECORDING, "aac")),
    (b"\xff\xf9", Form(Family.RECORDING, "aac")),
    (b"\xff\xe3", Form(Family.RECORDING, "mp3")),
    (b"\xff\xf2", Form(Family.RECORDING, "mp3")),
    (b"\xff\xf3", Form(Family.RECORDING, "mp3")),
    (b"\xff\xfa", Form(Family.RECORDING, "mp3")),
    (b"\xff\xfb", Form(Family.RECORDING, "mp3")),
)
_IN_RIFF = {b"WEBP": Form(Family.PICTURE, "WEBP"), b"WAVE": Form(Family.RECORDING, "wav")}
_MOVIE = Form(Family.RECORDING, "mov")
_STILL_BRANDS = {b"avif": Form(Family.PICTURE, "AVIF")}
_UNREADABLE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avis"}
)
_MOVIE_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip"})
_DOCUMENT_STARTS_WITHIN = 1024


def form_of(content: bytes) -> Form | None:
    """None for what the cleaner can't read."""
    for start, form in _STARTS:
        if content.startswith(start):
            return form
    if content.startswith(b"RIFF"):
        return _IN_RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return None if content[8:12] in _UNREADABLE_BRANDS else _STILL_BRANDS.get(content[8:12], _MOVIE)
    if content[4:8] in _MOVIE_BOXES:
        return _MOVIE
    return Form(Family.DOCUMENT, "PDF") if b"%PDF-" in content[:_DOCUMENT_STARTS_WITHIN] else None
