"""Whom to call in one country, put together from what is in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.core.directory import Directory
from bot.core.emergency import EmergencyNumbers, Numbers
from bot.features.support.doubts import Doubts
from bot.features.support.helplines import Helpline, Helplines
from bot.features.support.rules import Line, lines_to_call

NOWHERE = "ZZ"
"""A country that is not in the list; ISO 3166 leaves this code to its users."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country as its card shows it."""

    country: str
    numbers: Numbers
    lines: tuple[Line, ...]
    """The number for a life in danger first."""
    helplines: Sequence[Helpline]

    @property
    def is_known(self) -> bool:
        return self.country != NOWHERE

    @property
    def to_call(self) -> str:
        return self.lines[0].number

    def shows(self, number: str) -> bool:
        return number in {line.number for line in self.lines} | {each.dialled for each in self.helplines}


class Places:
    """The first is where most areas are: nobody is asked where they are before they are told whom to call."""

    def __init__(
        self, directory: Directory, emergency: EmergencyNumbers, helplines: Helplines, doubts: Doubts
    ) -> None:
        self._emergency = emergency
        self._helplines = helplines
        self._doubts = doubts
        countries = [area.country for area in directory.areas.values()]
        self.near: Sequence[str] = sorted(set(countries), key=lambda each: (-countries.count(each), each))
        """Countries of the areas."""

    @property
    def countries(self) -> Collection[str]:
        return self._emergency.countries

    @property
    def home(self) -> Place:
        return self.at("")

    def at(self, country: str) -> Place:
        """By its code; nothing: where most areas are."""
        country = country or self.near[0]
        code = country if country in self._emergency.countries else NOWHERE
        doubted, numbers = self._doubts.of(code), self._emergency.of(code)
        helplines = [each for each in self._helplines.of(code) if each.dialled not in doubted]
        return Place(code, numbers, lines_to_call(numbers, doubted), helplines)

    def without_doubts(self, country: str) -> Place:
        """With the numbers that are hidden too."""
        numbers = self._emergency.of(country)
        return Place(country, numbers, lines_to_call(numbers, ()), self._helplines.of(country))
