"""What a coordinator has chosen and written so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.core.language import Language
from bot.features.broadcast.rules import Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """It lies in the open question between one button and the next."""

    audience: str = ""
    readers: str = ""
    languages: tuple[str, ...] = ()
    """Only readers of these; empty: all."""
    kind: str = Kind.NEWS
    texts: Mapping[str, str] = field(default_factory=dict)
    """By language, in the order of the house's languages."""
    writing: str = ""
    """The language the next words are in."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Draft:
        return cls(**{**data, "languages": tuple(data["languages"])})

    def written(self) -> dict[str, Any]:
        return asdict(self)

    def toggled(self, language: str) -> Draft:
        """An empty one takes all back."""
        others = tuple(each for each in self.languages if each != language)
        chosen = others if language in self.languages else (*self.languages, language)
        return replace(self, languages=chosen if language else ())

    def with_text(self, text: str) -> Draft:
        texts = {**self.texts, self.writing: text}
        return replace(self, texts={each.value: texts[each] for each in Language if each in texts})

    def without_text(self) -> Draft:
        return replace(self, texts={each: text for each, text in self.texts.items() if each != self.writing})
