"""Words of danger: what must bring help at once, whoever says it and in whatever language.

What is missed harms more than what is taken for danger by mistake; but whoever gets alarms about homework
stops reading them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.core.phrase_files import read_phrases
from bot.core.phrases import Phrases


class Danger(StrEnum):
    """The value is the name of the list in `config/words/danger/*.toml`."""

    OVERDOSE = "overdose"
    NOT_BREATHING = "not_breathing"
    UNCONSCIOUS = "unconscious"
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    SEXUAL_VIOLENCE = "sexual_violence"
    FOLLOWED = "followed"
    WEAPON = "weapon"
    THREAT = "threat"
    TRAPPED = "trapped"


@dataclass(frozen=True, slots=True)
class DangerWords:
    """All languages are tried: people in fear write in the one that comes first, in the letters at hand."""

    phrases: Phrases[Danger]

    def found_in(self, text: str) -> frozenset[Danger]:
        return self.phrases.found_in(text)


def read_danger_words(config: Path) -> DangerWords:
    """Raises OperatorError with every mistake of every file in `words/danger/`."""
    return DangerWords(read_phrases(config / "words" / "danger", Danger))
