"""The format of a backup, written by hand: it is a promise to whoever has an old one."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from tests.storage.furnished import Contents

FORMAT = "trustline backup 1"


def write_backup(file: Path, schema: int, tables: Contents) -> None:
    """The backup and, beside it, the keys."""
    file.parent.mkdir(exist_ok=True)
    rows = [(table, dict(row)) for table, found in tables.items() for row in found]
    heading = [FORMAT, schema]
    write_lines(file, [heading, *([t, _packed(row)] for t, row in rows if t != "data_keys")])
    write_lines(keys_beside(file), [heading, *([t, _packed(row)] for t, row in rows if t == "data_keys")])


def write_lines(file: Path, lines: Iterable[object]) -> None:
    file.write_bytes(gzip.compress(b"".join(orjson.dumps(line) + b"\n" for line in lines)))


def read_lines(file: Path) -> Sequence[Any]:
    return [orjson.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]


def keys_beside(file: Path) -> Path:
    return file.with_name("trustline.keys")


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
    }
