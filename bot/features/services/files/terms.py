"""How the words of other people's lists are understood: `config/services/hsds.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import tomli
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.core.directory import Directory, in_words
from bot.core.errors import OperatorError
from bot.core.words import words_of
from bot.features.services.checks import ONLINE
from bot.features.services.model import Cost, Kind

Meaning = TypeVar("Meaning", bound=str)
FILE = Path("services", "hsds.toml")


class Anonymous(StrEnum):
    """Whether one can come without giving a name."""

    YES = "yes"
    NO = "no"


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kinds: dict[Kind, list[str]]
    areas: dict[str, list[str]]
    cost: dict[Cost, list[str]] = {}
    anonymous: dict[Anonymous, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Terms:
    """Folded words, and what each means."""

    kinds: Mapping[str, Kind]
    areas: Mapping[str, str]
    cost: Mapping[str, Cost]
    anonymous: Mapping[str, Anonymous]


def read_terms(config: Path, directory: Directory) -> Terms:
    """Areas are known by their ids and names too. Raises OperatorError."""
    problems: list[str] = []
    try:
        written = _Written.model_validate(tomli.loads((config / FILE).read_text("utf-8")))
    except ValidationError as error:
        raise OperatorError(*(f"{FILE}: {line}" for line in _mistakes(error))) from error
    except (OSError, ValueError) as error:
        raise OperatorError(f"{FILE}: {error}") from error
    named = {area.id: [area.id, *area.name.values()] for area in directory.areas.values()}
    problems += [
        f"{FILE}: areas: {area} is none of {', '.join(named)}, {ONLINE}"
        for area in written.areas
        if area not in (*named, ONLINE)
    ]
    areas = {area: [*named.get(area, ()), *written.areas.get(area, ())] for area in (*named, ONLINE)}
    terms = Terms(
        _by_word("kinds", written.kinds, problems),
        _by_word("areas", areas, problems),
        _by_word("cost", written.cost, problems),
        _by_word("anonymous", written.anonymous, problems),
    )
    if problems:
        raise OperatorError(*problems)
    return terms


def understood(words: Iterable[str], meanings: Mapping[str, Meaning]) -> list[Meaning]:
    """Each once, in the order they are named in."""
    folded = (folded_term(word) for word in words)
    return list(dict.fromkeys(meanings[word] for word in folded if word in meanings))


def folded_term(term: str) -> str:
    return " ".join(words_of(term))


def _by_word(
    table: str, meanings: Mapping[Meaning, Iterable[str]], problems: list[str]
) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for word, meaning in ((folded_term(term), each) for each, terms in meanings.items() for term in terms):
        if found.setdefault(word, meaning) != meaning:
            problems.append(f"{FILE}: {table}: {word} means both {found[word]} and {meaning}")
    return found


def _mistakes(error: ValidationError) -> Iterator[str]:
    for mistake in error.errors(include_url=False, include_input=False):
        yield f"{'.'.join(map(str, mistake['loc']))}: {in_words(mistake)}"
