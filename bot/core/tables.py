"""Tables as spreadsheets write them: CSV with a header, read into rows by the names of its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.core.errors import OperatorError

Cells = Mapping[str, str]
"""What stands in a row, by column; a column that is not there is empty."""


def read_table(
    name: str, content: bytes, columns: Sequence[str], needed: Collection[str]
) -> list[tuple[int, Cells]]:
    """Rows that are not empty, with their numbers in a file called `name`. Raises OperatorError with every
    mistake in the header, and with every row that has more cells than columns."""
    try:
        rows = list(
            csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=_separator(content))
        )
    except (ValueError, csv.Error) as error:
        raise OperatorError(f"{name}: {error}") from None
    header = [column.strip().lower() for column in rows[0]] if rows else []
    filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))]
    problems = [f"{name}: row 1: {words}" for words in _wrong_in_header(header, columns, needed)]
    problems += [
        f"{name}: row {number}, column {len(header) + 1}: there are more cells than columns"
        for number, row in filled
        if len(row) > len(header)
    ]
    if problems:
        raise OperatorError(*problems)
    empty = dict.fromkeys(columns, "")
    return [(number, empty | dict(zip(header, map(str.strip, row), strict=False))) for number, row in filled]


def _wrong_in_header(header: Sequence[str], columns: Sequence[str], needed: Collection[str]) -> Iterator[str]:
    for column in columns:
        if column in needed and column not in header:
            yield f"there is no column {column}"
    for column in dict.fromkeys(header):
        if column not in columns:
            yield f"column {column or '(empty)'} is none of {', '.join(columns)}"
        elif header.count(column) > 1:
            yield f"column {column} stands there twice"


def _separator(content: bytes) -> str:
    """Spreadsheets write semicolons where the comma is part of a number."""
    header = content.partition(b"\n")[0]
    return max(",;\t", key=lambda each: header.count(each.encode()))
