"""What was found in a file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from bot.core.directory import in_words
from bot.features.services.checks import Surroundings
from bot.features.services.model import Code, Service

Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    around: Surroundings
    services: dict[Code, Service] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def wrong(self, place: str, words: str) -> None:
        self.problems.append(f"{place}: {words}" if place else words)

    def take(self, data: Mapping[str, Any], place: Callable[[Location], str]) -> None:
        """A service as a file describes it; `place` says where in the file each of its fields stands."""
        try:
            service = Service.model_validate(data, context=self.around)
        except ValidationError as error:
            self.refuse(error, place)
            return
        if service.code in self.services:
            self.wrong(place(("id",)), f"{service.id} stands there twice")
        self.services[service.code] = service

    def refuse(self, error: ValidationError, place: Callable[[Location], str]) -> None:
        for mistake in error.errors(include_url=False, include_input=False):
            self.wrong(place(mistake["loc"]), in_words(mistake))
