"""Emergency numbers by country, from `config/emergency_numbers.toml`: only such as two sources agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import tomli
from pydantic import BaseModel, Field, ValidationError

from bot.core.errors import OperatorError
from bot.core.mistakes import mistakes_in
from bot.core.strict import STRICT

MOST_LIKELY = "112"
"""Works in the EU and most of Europe, not everywhere."""
FILE = "emergency_numbers.toml"
_SOURCES_THAT_AGREE = 2
_Number = Annotated[str, Field(pattern=r"^[0-9]{2,6}$")]


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers were found."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call in one country. Where `is_agreed` is false, say that 112 may not be answered."""

    general: str | None = MOST_LIKELY
    """Reaches all three services; None: each has a number of its own."""
    ambulance: str | None = None
    police: str | None = None
    fire: str | None = None
    is_agreed: bool = False
    sources: tuple[Source, ...] = ()
    checked_on: date | None = None

    @property
    def to_call(self) -> str:
        """The one to call when somebody's life is in danger."""
        return self.general or self.ambulance or MOST_LIKELY


class EmergencyNumbers:
    """For every country there is something to call."""

    def __init__(self, countries: Mapping[str, Numbers]) -> None:
        self._countries = countries

    @property
    def countries(self) -> Collection[str]:
        """Those with a row of their own."""
        return self._countries.keys()

    def of(self, country: str) -> Numbers:
        """By ISO 3166-1 alpha-2 code."""
        return self._countries.get(country, Numbers())


class _Source(BaseModel):
    model_config = STRICT

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(pattern=r"^https://\S+$")]


class _Country(BaseModel):
    model_config = STRICT

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    general: _Number | None = None
    ambulance: _Number | None = None
    police: _Number | None = None
    fire: _Number | None = None
    agreed: bool
    sources: tuple[str, ...]
    checked_on: date


class _File(BaseModel):
    model_config = STRICT

    source: tuple[_Source, ...]
    country: tuple[_Country, ...]


def read_emergency_numbers(folder: Path) -> EmergencyNumbers:
    """Raises OperatorError with every mistake in the file."""
    try:
        written = tomli.loads((folder / FILE).read_text("utf-8"))
        file = _File.model_validate(written)
    except ValidationError as error:
        raise OperatorError(*(f"{FILE}: {line}" for line in mistakes_in(error, written))) from None
    except (OSError, ValueError) as error:
        raise OperatorError(f"{FILE}: {error}") from error
    if problems := [*_twice(file), *_contradictions(file)]:
        raise OperatorError(*(f"{FILE}: {problem}" for problem in problems))
    sources = {each.id: Source(each.title, each.url) for each in file.source}
    return EmergencyNumbers({each.code: _numbers(each, sources) for each in file.country})


def _numbers(country: _Country, sources: Mapping[str, Source]) -> Numbers:
    return Numbers(
        general=country.general if country.agreed else MOST_LIKELY,
        ambulance=country.ambulance,
        police=country.police,
        fire=country.fire,
        is_agreed=country.agreed,
        sources=tuple(sources[each] for each in country.sources),
        checked_on=country.checked_on,
    )


def _twice(file: _File) -> Iterator[str]:
    for names in ([each.id for each in file.source], [each.code for each in file.country]):
        yield from (f"{name} stands there twice" for name in sorted({n for n in names if names.count(n) > 1}))


def _contradictions(file: _File) -> Iterator[str]:
    known = {each.id for each in file.source}
    for country in file.country:
        for problem in _contradictions_of(country, known):
            yield f"country {country.code}: {problem}"


def _contradictions_of(country: _Country, known: set[str]) -> Iterator[str]:
    unknown = [each for each in country.sources if each not in known]
    if unknown:
        yield f"there is no source {', '.join(unknown)}"
    if country.agreed and len(set(country.sources)) < _SOURCES_THAT_AGREE:
        yield "agreed, but with whom? Two sources are needed"
    reaches_all = country.general or (country.ambulance and country.police and country.fire)
    if country.agreed and not reaches_all:
        yield "agreed, but not all of ambulance, police and fire can be reached"
    if not country.agreed and country.general:
        yield f"not agreed: {MOST_LIKELY} is shown, and no other general number"
