"""What is wrong in a file of tables, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError


def mistakes_in(error: ValidationError, written: Mapping[str, Any]) -> Iterator[str]:
    """One line each, with the place."""
    for mistake in error.errors(include_url=False, include_input=False):
        yield ": ".join(filter(None, (_place(mistake["loc"], written), mistake["msg"])))


def _place(location: Sequence[int | str], written: Mapping[str, Any]) -> str:
    """A table's entry by its name, where it has one."""
    table, *inner = location
    if not inner or not isinstance(inner[0], int):
        return f"[[{table}]]"
    entry = written[str(table)][inner[0]]
    name = entry.get("code", entry.get("id", inner[0])) if isinstance(entry, dict) else inner[0]
    return ": ".join(filter(None, (f"{table} {name}", ".".join(map(str, inner[1:])))))
