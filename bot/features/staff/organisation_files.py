"""Files of organisations: TOML as in `config/`, or a table as CSV. Every mistake is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from bot.core.directory import Directory, in_words, read_entries
from bot.core.entries import Organisation
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.tables import Cells, read_table

_NAMES = tuple(f"name_{language.value}" for language in Language)
_LISTS = ("areas", "topics", "languages", "closed")
_WORDS = ("hours", "zone", "holidays")
NEEDED = ("id", "kind", *_NAMES)
COLUMNS = (*NEEDED, *_LISTS, *_WORDS)
"""Of a table; lists are separated by spaces, closed days are written 2026-12-24."""


def read_organisations(name: str, content: bytes, directory: Directory) -> Sequence[Organisation]:
    """What a file called `name` says. Raises OperatorError with every mistake in it."""
    problems: list[str] = []
    if name.lower().endswith(".csv"):
        found = _read_table(name, content, directory, problems)
    else:
        found = read_entries(name, content, "organisation", Organisation, problems)
        problems += [
            f"{name}: organisation {each.id}: {field}: {words}"
            for each in found
            for field, words in directory.unknown_in(each)
        ]
    if problems:
        raise OperatorError(*problems)
    return found


def _read_table(
    name: str, content: bytes, directory: Directory, problems: list[str]
) -> Sequence[Organisation]:
    try:
        rows = read_table(name, content, COLUMNS, NEEDED)
    except OperatorError as error:
        problems += error.problems
        return ()
    found: dict[str, Organisation] = {}
    for number, row in rows:
        problems += [f"{name}: row {number}, {words}" for words in _wrong_in_row(row, found, directory)]
    if not found and not problems:
        problems.append(f"{name}: there is no organisation in it")
    return tuple(found.values())


def _wrong_in_row(row: Cells, found: dict[str, Organisation], directory: Directory) -> Iterator[str]:
    """The organisation of a row that is right is added to those found."""
    try:
        organisation = Organisation.model_validate(_entry(row))
    except ValidationError as error:
        for mistake in error.errors(include_url=False, include_input=False):
            yield f"column {_column(mistake['loc'])}: {in_words(mistake)}"
        return
    if organisation.id in found:
        yield f"column id: {organisation.id} stands there twice"
    for field, words in directory.unknown_in(organisation):
        yield f"column {field}: {words}"
    found[organisation.id] = organisation


def _entry(row: Cells) -> dict[str, object]:
    """The same as in TOML; a name that is empty is left out, for the model to miss it."""
    names = {language.value: row[f"name_{language.value}"] for language in Language}
    return {
        "id": row["id"],
        "kind": row["kind"],
        "name": {language: name for language, name in names.items() if name},
        **{field: row[field].split() for field in _LISTS},
        **{field: row[field] for field in _WORDS},
    }


def _column(place: Sequence[int | str]) -> str:
    return f"name_{place[1]}" if place[0] == "name" and len(place) > 1 else str(place[0])
