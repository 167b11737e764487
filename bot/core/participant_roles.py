"""As what somebody takes part in a conference: few and broad, so that a role alone tells nobody's name."""

from __future__ import annotations

from enum import StrEnum

from bot.core.text import Texts


class ParticipantRole(StrEnum):
    """The value ends a catalogue key, `role.…`."""

    DRUG_CONTROL = "drug_control"
    """National drug-control structures."""
    INTERIOR = "interior"
    JUSTICE = "justice"
    HEALTH = "health"
    FOREIGN_AFFAIRS = "foreign_affairs"
    INTERNATIONAL = "international"
    """And regional organisations."""
    CIVIL_SOCIETY = "civil_society"
    LOCAL = "local"
    YOUTH = "youth"
    UNSAID = "unsaid"
    """Asked, and not answered: so nobody is asked again."""

    @classmethod
    def named(cls, value: str) -> ParticipantRole | None:
        """None for what is none, as in a button somebody made up."""
        return cls(value) if value in set(cls) else None

    def called(self, t: Texts) -> str:
        return t.label(f"role.{self}")


ROLE_ROWS = (
    (ParticipantRole.DRUG_CONTROL,),
    (ParticipantRole.INTERIOR, ParticipantRole.JUSTICE),
    (ParticipantRole.HEALTH, ParticipantRole.FOREIGN_AFFAIRS),
    (ParticipantRole.INTERNATIONAL,),
    (ParticipantRole.CIVIL_SOCIETY, ParticipantRole.LOCAL),
    (ParticipantRole.YOUTH,),
)
"""As they stand under a question."""
