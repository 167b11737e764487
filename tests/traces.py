"""Looking for traces: the ways a secret may be written, and the places it may have been left."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.kept import dump, opened


@dataclass(frozen=True, slots=True)
class Identity:
    """What nobody else may learn of a person."""

    first_name: str
    last_name: str
    username: str
    chat_id: int
    phone_number: str

    def spellings(self) -> Iterator[bytes]:
        for word in (self.first_name, self.last_name, self.username, self.phone_number, str(self.chat_id)):
            yield from spellings(word)
        for order in ("big", "little"):
            yield self.chat_id.to_bytes(8, order)  # type: ignore[arg-type]


def spellings(word: str) -> Iterator[bytes]:
    """The ways a word may stand in a file: in several encodings, in base 64, in hexadecimal."""
    yield from (
        word.encode(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        word.encode().hex().encode(),
    )
    for shift in range(3):
        before = b"\0" * shift + word.encode()
        first, end = (
            -(-8 * shift // 6),
            8 * len(before) // 6,
        )  # of six bits each, those that are the word's alone
        yield base64.b64encode(before)[first:end]


def files_in(folder: Path) -> dict[str, bytes]:
    """The database with its journals, the logs, the backup and the keys beside it, as they lie there now."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    held = {str(path.relative_to(folder)): path.read_bytes() for path in files}
    return {name: gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw for name, raw in held.items()}


async def tables(url: str) -> dict[str, bytes]:
    async with opened(url) as database:
        rows = await dump(database)
    assert any(rows.values())
    return {
        f"table {table}": b"\n".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in held
            for value in row.values()
        )
        for table, held in rows.items()
    }
