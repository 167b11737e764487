"""What everybody who handles concerns has at hand: the values, words and people of this house."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.context import Roster
from bot.core.danger import DangerWords
from bot.core.directory import Directory
from bot.core.emergency import EmergencyNumbers
from bot.core.text import Texts
from bot.features.concerns.asking import AskingWords
from bot.features.concerns.canned import CannedReplies
from bot.features.concerns.identifying import Identifying
from bot.features.concerns.names import CaseNames
from bot.features.concerns.rules import Concern
from bot.features.concerns.thanks import ThanksWords


@dataclass(frozen=True, slots=True)
class Times:
    """How long things take here; seconds."""

    answer: int
    """From a young person's words to the answer they are promised."""
    acknowledge: int
    """From calling staff to calling the next of them."""
    acknowledge_urgent: int
    undo: int
    """In which an officer can take an answer back; 0: not at all."""


@dataclass(frozen=True, slots=True)
class Office:
    """Made once, when the bot starts."""

    directory: Directory
    roster: Roster
    names: CaseNames
    canned: CannedReplies
    identifying: Identifying
    asking: AskingWords
    thanks: ThanksWords
    danger: DangerWords
    emergency: EmergencyNumbers
    times: Times
    uses_topics: bool
    """The bot may open topics in private chats."""

    def title(self, t: Texts, concern: Concern) -> str:
        """How a case is spoken of: its two words and its reference."""
        return f"{self.names.name(concern.name_number, t.language)} · {concern.reference}"

    def region(self, area: str) -> str:
        """The country (ISO 3166-1) of an area; where nobody knows it, that of the first."""
        areas = self.directory.areas
        return (areas[area] if area in areas else next(iter(areas.values()))).country
