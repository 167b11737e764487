"""What a slice may ask of whoever fetches files from the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Known:
    """What a server said of the file it gave last, so that it need not give the same again."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """`content` is None when the server says that the file is the one known."""

    content: bytes | None
    known: Known


class CannotDownload(Exception):
    """The reason, in English, for whoever runs the bot."""


class Download(Protocol):
    """Implemented by the gateway."""

    async def __call__(self, url: str, known: Known, *, may_be_private: bool) -> Downloaded:
        """Raises CannotDownload."""
        ...
