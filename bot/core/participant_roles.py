"""As what somebody takes part in a conference: few and broad, so that a role alone tells nobody's name."""

from __future__ import annotations

from enum import StrEnum

from bot.core.text import Texts


class ParticipantRole(StrEnum):
    """The value ends a catalogue key, `role.…`."""

    DRUG_CONTROL = "drug_control"
    MINISTRY = "ministry"
    """Of interior, justice, health or foreign affairs."""
    INTERNATIONAL = "international"
    CIVIL_SOCIETY = "civil_society"
    YOUTH = "youth"
    LOCAL = "local"

    @classmethod
    def named(cls, value: str) -> ParticipantRole | None:
        """None for what is none, as in a button somebody made up."""
        return cls(value) if value in set(cls) else None

    def called(self, t: Texts) -> str:
        return t.label(f"role.{self}")
