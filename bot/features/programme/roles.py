"""As what somebody takes part: a short list, chosen once per programme, or not said at all. Pure."""

from __future__ import annotations

from enum import StrEnum


class PartRole(StrEnum):
    """The value ends a catalogue key."""

    DRUG_CONTROL = "drug_control"
    """National drug-control structures."""
    INTERIOR = "interior"
    JUSTICE = "justice"
    HEALTH = "health"
    FOREIGN_AFFAIRS = "foreign_affairs"
    ORGANISATION = "organisation"
    """International and regional organisations."""
    CIVIL_SOCIETY = "civil_society"
    YOUTH = "youth"
    """Young women and men."""
    LOCAL = "local"
    """Local institutions."""
    UNSAID = "unsaid"


ROLE_ROWS = (
    (PartRole.DRUG_CONTROL,),
    (PartRole.INTERIOR, PartRole.JUSTICE),
    (PartRole.HEALTH, PartRole.FOREIGN_AFFAIRS),
    (PartRole.ORGANISATION,),
    (PartRole.CIVIL_SOCIETY, PartRole.LOCAL),
    (PartRole.YOUTH,),
    (PartRole.UNSAID,),
)
"""As they stand under the question."""


def read_role(written: str) -> PartRole | None:
    """None for whatever else somebody may have put into a button."""
    return PartRole(written) if written in list(PartRole) else None
