"""Pictures, sound, film and documents: as they were sent, and as they leave the house."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MediaKind(StrEnum):
    """The Bot API's names of a message's content that is a file."""

    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"

    @property
    def family(self) -> str:
        """Those of one family may stand in one album; the empty one stands alone."""
        match self:
            case MediaKind.PHOTO | MediaKind.VIDEO:
                return "seen"
            case MediaKind.DOCUMENT | MediaKind.AUDIO:
                return self.value
            case _:
                return ""

    @property
    def can_be_recognised(self) -> bool:
        """A voice or a face may be known to whoever gets it."""
        return self is not MediaKind.DOCUMENT


class Refusal(StrEnum):
    """Why a file does not go through; the value ends a catalogue key."""

    TOO_BIG = "too_big"
    TOO_LONG = "too_long"
    NOT_CLEANABLE = "not_cleanable"
    """A type that cannot be cleaned: send it as a photo or a PDF."""
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    BUSY = "busy"
    """Too much at once, or it took too long: try again later."""


class CannotClean(Exception):
    """The file stays outside."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


_NAMES = {
    "image/jpeg": "photo.jpg",
    "image/png": "photo.png",
    "application/pdf": "document.pdf",
    "video/mp4": "video.mp4",
    "audio/ogg": "voice.ogg",
    "audio/mpeg": "audio.mp3",
    "audio/mp4": "audio.m4a",
}


@dataclass(frozen=True, slots=True, repr=False)
class CleanFile:
    """A file made by us from what somebody sent: the same to look at or to hear, and silent about them."""

    kind: MediaKind
    mime: str
    content: bytes
    width: int = 0
    """Pixels; 0 where there is nothing to see."""
    height: int = 0
    duration: int = 0
    """Whole seconds; 0 for what stands still."""

    @property
    def name(self) -> str:
        """The same for all files of a type."""
        return _NAMES[self.mime]
