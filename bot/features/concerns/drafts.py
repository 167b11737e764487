"""What a young person has written but not sent: words and files, and to whom they are to go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.core.ids import FileId, KeyId, MessageId
from bot.core.media import MediaKind

MOST_ENTRIES = 10
"""Messages one draft may hold: the preview shows each as it will be; an album has no more either."""
MOST_BYTES = 40 * 1024 * 1024
"""Of all files together: Telegram takes 50 MB in one call."""
DRAFT_SECONDS = 2 * 24 * 3600
MARGIN = 3600
"""Seconds its files are kept longer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. A file is first a handle, about which the person may be asked; then it is fetched."""

    number: MessageId
    text: str = ""
    kind: MediaKind | None = None
    handle: str | None = None
    album: str | None = None
    is_agreed: bool = False
    """The person wants it sent although a voice or a face may be known; it is being fetched."""
    file: FileId | None = None
    size: int = 0

    @property
    def has_file(self) -> bool:
        return self.kind is not None

    @property
    def is_ready(self) -> bool:
        return not self.has_file or self.file is not None


@dataclass(frozen=True, slots=True)
class Draft:
    """For a new concern, or to go on with the case `case_id`. Kept in the sealed step."""

    topic: str
    area: str
    entries: tuple[Entry, ...] = ()
    kinds: frozenset[str] = frozenset()
    is_about_staff: bool = False
    case_id: str | None = None
    key: KeyId | None = None
    """Seals its files, and the case when it is sent."""
    training: str | None = None
    """The training it was begun in: it goes there, or nowhere."""

    @classmethod
    def read(cls, data: Any) -> Draft:
        if "messages" in data:  # written down before drafts could hold files
            old = tuple(Entry(number, text) for number, text in data["messages"])
            return cls(data["topic"], data["area"], old)
        entries = tuple(_entry(each) for each in data["entries"])
        return cls(**{**data, "entries": entries, "kinds": frozenset(data["kinds"])})

    def write(self) -> dict[str, Any]:
        written = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            **written,
            "entries": [asdict(entry) for entry in self.entries],
            "kinds": sorted(self.kinds),
        }

    @property
    def is_full(self) -> bool:
        return len(self.entries) >= MOST_ENTRIES

    @property
    def is_ready(self) -> bool:
        """Nothing is still being fetched or asked about."""
        return all(entry.is_ready for entry in self.entries)

    @property
    def mark(self) -> str:
        """Another one after every change: a button says by it which state of the draft it is about."""
        return hashlib.sha256(json.dumps(self.write(), sort_keys=True).encode()).hexdigest()[:12]

    def holds(self, number: MessageId) -> bool:
        return any(entry.number == number for entry in self.entries)

    def with_entry(self, entry: Entry) -> Draft:
        return replace(self, entries=(*self.entries, entry))

    def without(self, numbers: Iterable[MessageId]) -> Draft:
        gone = set(numbers)
        return replace(self, entries=tuple(each for each in self.entries if each.number not in gone))

    def with_text(self, number: MessageId, text: str) -> Draft:
        return self._changed(number, text=text)

    def agreed(self, number: MessageId) -> Draft:
        return self._changed(number, is_agreed=True)

    def with_file(self, number: MessageId, file: FileId, kind: MediaKind, size: int) -> Draft:
        return self._changed(number, file=file, kind=kind, size=size, handle=None)

    def has_room(self, size: int) -> bool:
        """For a file of so many bytes."""
        return sum(entry.size for entry in self.entries) + size <= MOST_BYTES

    def _changed(self, number: MessageId, **values: Any) -> Draft:
        return replace(
            self,
            entries=tuple(
                replace(each, **values) if each.number == number else each for each in self.entries
            ),
        )


def _entry(data: Any) -> Entry:
    return Entry(**{**data, "kind": MediaKind(data["kind"]) if data["kind"] else None})
