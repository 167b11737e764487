"""Messages that only say thanks: nobody waits for an answer to them, so they start no new promise."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from pathlib import Path

from bot.core.phrase_files import read_phrases
from bot.core.phrases import Phrases
from bot.core.words import tokens_of

_FRIENDLY = frozenset(
    "👍👌👏🙏🤝🙌💪✌🤞🤗🫶🫡🫂❤🧡💛💚💙💜🩷🩵🤍💕💖💗💓💞💝❣😊🙂😀😃😄😁☺😇🥰😍😘🥹😌✅☑✔💯🌹🌷🌸🌼🌻💐⭐🌟✨"
)
"""Smiles, hearts, flowers, signs of yes; tears, skulls and blades are none of them, and ask for an answer."""
_SIGNS = ("So", "Co", "Cn")
"""Unicode's categories of pictures, also of those this Python does not know yet."""


class Polite(StrEnum):
    """The value is the name of the list in `config/words/thanks/*.toml`."""

    THANKS = "thanks"
    BESIDE = "beside"
    """What stands beside thanks and says nothing alone: so much, for everything."""


@dataclass(frozen=True, slots=True)
class ThanksWords:
    """All languages are tried."""

    phrases: Phrases[Polite]

    def is_only_thanks(self, text: str) -> bool:
        """Whether all of it is; in doubt it is not, and waits for an answer."""
        signs = {sign for sign in text if unicodedata.category(sign) in _SIGNS}
        if "?" in unicodedata.normalize("NFKC", text.replace("؟", "?")) or not signs <= _FRIENDLY:
            return False
        tokens = tokens_of(text)
        spots = self.phrases.spots(tokens)
        if not tokens:
            return bool(signs)
        return Polite.THANKS in spots and reduce(or_, spots.values()) == (1 << len(tokens)) - 1


def read_thanks_words(config: Path) -> ThanksWords:
    """Raises OperatorError with every mistake of every file in `words/thanks/`.

    A slip is not forgiven: one letter stands between `you helped` and a cry for help in some languages.
    """
    return ThanksWords(read_phrases(config / "words" / "thanks", Polite, forgives_slips=False))
