"""Helplines by country, from `config/helplines.toml`: only such as somebody has checked, maybe none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import tomli
from pydantic import BaseModel, Field, ValidationError

from bot.core.entries import Names
from bot.core.errors import OperatorError
from bot.core.mistakes import mistakes_in
from bot.core.strict import STRICT

FILE = "helplines.toml"


class Helpline(BaseModel):
    """People who listen on the phone."""

    model_config = STRICT

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,16}$")]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    kind: Literal["children", "drugs", "crisis", "violence", "families"]
    name: Names
    number: Annotated[str, Field(pattern=r"^\+?[0-9](?:[0-9 ]{0,18}[0-9])$")]
    languages: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...], Field(min_length=1)]
    """Those spoken there (ISO 639)."""
    hours: Names
    """In words."""
    cost: Literal["free", "local", "unknown"]
    source: Annotated[str, Field(pattern=r"^https://\S+$")]
    """A page of its own or of the country's authorities."""
    checked_on: date

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")


class _File(BaseModel):
    model_config = STRICT

    helpline: tuple[Helpline, ...] = ()


class Helplines:
    """In the order of the file."""

    def __init__(self, helplines: Iterable[Helpline]) -> None:
        self._helplines = tuple(helplines)

    def of(self, country: str) -> Sequence[Helpline]:
        """By ISO 3166-1 alpha-2 code."""
        return tuple(each for each in self._helplines if each.country == country)


def read_helplines(folder: Path) -> Helplines:
    """Without a file there are none. Raises OperatorError with every mistake in it."""
    try:
        written = tomli.loads((folder / FILE).read_text("utf-8"))
        found = _File.model_validate(written).helpline
    except FileNotFoundError:
        return Helplines(())
    except ValidationError as error:
        raise OperatorError(*(f"{FILE}: {line}" for line in mistakes_in(error, written))) from None
    except (OSError, ValueError) as error:
        raise OperatorError(f"{FILE}: {error}") from error
    ids = [each.id for each in found]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise OperatorError(*(f"{FILE}: {each} stands there twice" for each in twice))
    return Helplines(found)
