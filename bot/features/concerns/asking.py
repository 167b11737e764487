"""What an officer's reply asks of a young person who is promised to stay unknown.

The officer is warned before the reply goes out: a question wrongly taken for one of these costs a tap, one
that is missed may cost a young person's trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.core.phrase_files import read_phrases
from bot.core.phrases import Phrases


class Asks(StrEnum):
    """The value is the name of the list in `config/words/asking/*.toml`."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    SCHOOL = "school"
    MEETING = "meeting"
    PICTURE = "picture"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class AskingWords:
    """All languages are tried: an officer writes in the young person's, or in the office's."""

    phrases: Phrases[Asks]

    def found_in(self, text: str) -> frozenset[Asks]:
        return self.phrases.found_in(text)


def read_asking_words(config: Path) -> AskingWords:
    """Raises OperatorError with every mistake of every file in `words/asking/`."""
    return AskingWords(read_phrases(config / "words" / "asking", Asks))
