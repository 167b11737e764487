"""What people say and what the texts say: `config/words/search/<language>.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tomli

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.words import words_of

_KEYS = {"small", "meant"}


@dataclass(frozen=True, slots=True)
class SearchWords:
    """`small` words hold a sentence together; `meant` has what people say, and the texts' words for it."""

    small: frozenset[str] = frozenset()
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_search_words(config: Path) -> dict[Language, SearchWords]:
    """Raises OperatorError with the mistakes of all files."""
    mistakes: list[str] = []
    folder = config / "words" / "search"
    words = {language: _read(folder / f"{language}.toml", mistakes) for language in Language}
    if mistakes:
        raise OperatorError(*mistakes)
    return words


def _read(path: Path, mistakes: list[str]) -> SearchWords:
    try:
        written = tomli.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        mistakes.append(f"{path}: {error}")
        return SearchWords()
    small, meant = written.get("small"), written.get("meant")
    mistakes += [f"{path}: {key}: is not known" for key in written.keys() - _KEYS]
    if not isinstance(small, str):
        mistakes.append(f"{path}: small: words, separated by spaces")
        small = ""
    if not isinstance(meant, dict) or not all(map(_are_phrases, meant.values())):
        mistakes.append(f"{path}: meant: a word of the texts = a list of what people say instead")
        meant = {}
    said: dict[str, tuple[str, ...]] = {}
    for ours, theirs in meant.items():
        for phrase in theirs:
            said[phrase] = (*said.get(phrase, ()), *ours.split())
    return SearchWords(frozenset(words_of(small)), said)


def _are_phrases(written: object) -> bool:
    return isinstance(written, list) and all(isinstance(each, str) and words_of(each) for each in written)
