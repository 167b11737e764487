"""A list of services as a table: one row each, one column for each thing and language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.core.language import Language
from bot.features.services.files.checking import Findings, Location

_TEXTS = MappingProxyType(
    {
        "name": "name",
        "description": "description",
        "for": "for_whom",
        "cost_note": "cost_note",
        "hours_note": "hours_note",
        "access": "access",
        "alert": "alert",
    }
)
"""Columns that end in a language, and the fields they fill."""
_LISTS = ("kinds", "areas", "languages", "closed")
_WORDS = ("id", "address", "web", "email", "hours", "zone", "holidays", "source", "source_url", "checked_by")
_VALUES = MappingProxyType(
    {
        "minimum_age": "minimum_age",
        "maximum_age": "maximum_age",
        "cost": "cost",
        "status": "status",
        "anonymous": "is_anonymous",
        "checked_on": "checked_on",
        "expires_on": "expires_on",
        "demonstration": "is_demonstration",
    }
)
"""Left out where the cell is empty."""
NEEDED = ("id", "kinds", "areas", "source")
COLUMNS = (
    *NEEDED,
    *(f"{text}_{language.value}" for text in _TEXTS for language in Language),
    *(column for column in (*_LISTS, *_WORDS, "phones", *_VALUES) if column not in NEEDED),
)


def read_table(content: bytes, found: Findings) -> None:
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(content), strict=True))
    except (ValueError, csv.Error) as error:
        found.wrong("", str(error))
        return
    header = [column.strip().lower() for column in rows[0]] if rows else []
    mistakes = [*_wrong_in_header(header)]
    for words in mistakes:
        found.wrong("row 1", words)
    if not mistakes:
        for number, cells in enumerate(rows[1:], start=2):
            _read_row(number, header, [cell.strip() for cell in cells], found)


def _read_row(number: int, header: Sequence[str], cells: Sequence[str], found: Findings) -> None:
    if not any(cells):
        return
    if len(cells) > len(header):
        found.wrong(f"row {number}, column {len(header) + 1}", "there are more cells than columns")
        return
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
    areas = row["areas"].split()
    if row["hours"] and not row["zone"]:
        row["zone"] = found.around.zone_of(areas)
    found.take(_entry(row), lambda place: f"row {number}, column {_column(place)}")


def _wrong_in_header(header: Sequence[str]) -> Iterator[str]:
    for column in NEEDED:
        if column not in header:
            yield f"there is no column {column}"
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            yield f"column {column or '(empty)'} is none of {', '.join(COLUMNS)}"
        elif header.count(column) > 1:
            yield f"column {column} stands there twice"


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{field: row[field] for field in _WORDS},
        **{field: row[field].split() for field in _LISTS},
        **{
            field: {language: row[f"{text}_{language.value}"] for language in Language}
            for text, field in _TEXTS.items()
        },
        **{field: row[column] for column, field in _VALUES.items() if row[column]},
        "phones": [_phone(written) for written in filter(str.strip, row["phones"].split(";"))],
    }


def _phone(written: str) -> dict[str, str]:
    note, _, number = written.rpartition(":")
    return {"number": number, "note": note}


def _column(place: Location) -> str:
    """Of a field of the model."""
    names = {field: column for column, field in (*_TEXTS.items(), *_VALUES.items())}
    column = names.get(str(place[0]), str(place[0]))
    return f"{column}_{place[1]}" if column in _TEXTS and len(place) > 1 else column


def _separator(content: bytes) -> str:
    """Spreadsheets write semicolons where the comma is part of a number."""
    header = content.partition(b"\n")[0]
    return max(",;\t", key=lambda each: header.count(each.encode()))
