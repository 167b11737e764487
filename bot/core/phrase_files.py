"""Reads phrases from a folder of TOML files: one per language, and more for what else is spoken around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.phrases import Choices, Kind, Phrase, Phrases, phrases_in

_ORDINARY = "ordinary"
"""The list of what is said every day in the same words and means nothing of the kind."""


def read_phrases(folder: Path, kinds: type[Kind], *, forgives_slips: bool = True) -> Phrases[Kind]:
    """Raises OperatorError with every mistake of every file."""
    problems: list[str] = []
    phrases: list[tuple[Kind, Phrase]] = []
    ordinary: list[Phrase] = []
    choices = Choices()
    for path in sorted({*folder.glob("*.toml"), *(folder / f"{language}.toml" for language in Language)}):
        telling, everyday = _read_file(path, folder, kinds, choices, problems)
        phrases += telling
        ordinary += everyday
    if problems:
        raise OperatorError(*problems)
    return Phrases(phrases, ordinary, choices, forgives_slips=forgives_slips)


def read_phrases_by_language(folder: Path, kinds: type[Kind]) -> Mapping[Language, Phrases[Kind]]:
    """For texts of which the language is known, as they are written. Raises OperatorError as above."""
    problems: list[str] = []
    found: dict[Language, Phrases[Kind]] = {}
    for language in Language:
        choices = Choices()
        phrases, ordinary = _read_file(folder / f"{language}.toml", folder, kinds, choices, problems)
        found[language] = Phrases(phrases, ordinary, choices, forgives_slips=False)
    if problems:
        raise OperatorError(*problems)
    return found


def _read_file(
    path: Path, folder: Path, kinds: type[Kind], choices: Choices, problems: list[str]
) -> tuple[list[tuple[Kind, Phrase]], Sequence[Phrase]]:
    where = f"{folder.name}/{path.name}"
    lists = _read_lists(path, where, choices, problems)
    problems += [f"{where}: {mistake}" for mistake in _mistakes_in_names(path, lists, kinds)]
    telling = [(kind, phrase) for kind in kinds for phrase in lists.get(kind.value, ())]
    return telling, lists.get(_ORDINARY, ())


def _mistakes_in_names(path: Path, lists: Mapping[str, list[Phrase]], kinds: type[Kind]) -> list[str]:
    names = {kind.value for kind in kinds}
    must_have = names if path.stem in set(Language) and lists else set()
    return [
        *(f"there is no kind ‘{name}’" for name in sorted(lists.keys() - names - {_ORDINARY})),
        *(f"‘{name}’ has no phrases" for name in sorted(must_have) if not lists.get(name)),
    ]


def _read_lists(path: Path, where: str, choices: Choices, problems: list[str]) -> dict[str, list[Phrase]]:
    try:
        written = tomli.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        problems.append(f"{where}: {getattr(error, 'strerror', None) or error}")
        return {}
    return {
        name: _read_list(phrases, f"{where}: {name}", choices, problems) for name, phrases in written.items()
    }


def _read_list(written: Any, where: str, choices: Choices, problems: list[str]) -> list[Phrase]:
    if not isinstance(written, list) or not all(isinstance(phrase, str) for phrase in written):
        problems.append(f"{where}: is not a list of phrases in quotes")
        return []
    read: dict[Phrase, str] = {}
    for phrase in written:
        try:
            found = phrases_in(phrase, choices)
        except ValueError as error:
            problems.append(f"{where}: ‘{phrase}’: {error}")
            continue
        problems += [f"{where}: ‘{phrase}’ and ‘{read[each]}’ are the same" for each in found if each in read]
        read.update((each, phrase) for each in found)
    return list(read)
