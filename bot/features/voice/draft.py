"""What staff has written so far: a consultation, or what came of one, in one language or more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.core.ids import random_id
from bot.core.language import Language
from bot.features.voice.rules import DAY, Consultation, ConsultationId, Form, WhatCame, Wording, read_answers

OUTCOME = "outcome"
FIELDS: Mapping[str, tuple[str, ...]] = {
    Form.CHOICE: ("question", "answers"),
    Form.WORDS: ("question",),
    OUTCOME: ("said", "did"),
}
"""What is written in each language, in this order."""


@dataclass(frozen=True, slots=True)
class Draft:
    """It lies in the open question between one answer and the next. `what` is a form, or an outcome."""

    what: str
    about: str = ""
    """The consultation an outcome belongs to."""
    area: str = ""
    age: str = ""
    weeks: int = 1
    language: str = ""
    """In which is being written now."""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language and field."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Draft:
        return cls(**data)

    def written(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def next_field(self) -> str | None:
        """None when all is written in the language at hand."""
        here = self.texts.get(self.language, {})
        return next((each for each in FIELDS[self.what] if each not in here), None)

    @property
    def languages(self) -> tuple[Language, ...]:
        """In which everything is written."""
        whole = len(FIELDS[self.what])
        return tuple(Language(code) for code, texts in self.texts.items() if len(texts) == whole)

    @property
    def answers(self) -> int | None:
        """How many there are in the languages that are written."""
        return next((len(read_answers(self.texts[each]["answers"])) for each in self._others), None)

    @property
    def _others(self) -> list[str]:
        return [code for code, texts in self.texts.items() if "answers" in texts and code != self.language]

    def wrote(self, written: str) -> Draft:
        """The next field of the language at hand."""
        name = self.next_field
        assert name is not None, "all is written"
        here = {**self.texts.get(self.language, {}), name: written}
        return replace(self, texts={**self.texts, self.language: here})

    def in_language(self, language: Language) -> Draft:
        """To be written anew in it."""
        others = {code: texts for code, texts in self.texts.items() if code != language}
        return replace(self, language=language.value, texts=others)

    def consultation(self, organisation: str, now: int) -> Consultation:
        wordings = {}
        for language in self.languages:
            texts = self.texts[language]
            wordings[language] = Wording(texts["question"], read_answers(texts.get("answers", "")))
        return Consultation(
            ConsultationId(random_id()),
            organisation,
            Form(self.what),
            self.area,
            self.age,
            wordings,
            now,
            now + self.weeks * 7 * DAY,
        )

    def outcome(self) -> dict[Language, WhatCame]:
        return {language: WhatCame(**self.texts[language]) for language in self.languages}
