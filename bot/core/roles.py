"""Who may do what: one table of roles and actions, asked by everything that acts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum, auto


class Role(IntEnum):
    """What somebody is in this house. The numbers are kept in the database."""

    ANYONE = 0
    OFFICER = 1
    LEAD = 2
    """Answers for the officers of one organisation."""
    COORDINATOR = 3


class Relation(Enum):
    """How a case stands to a member of staff."""

    OWN = auto()
    """They are responsible for it."""
    WAITING = auto()
    """Nobody has it, and they are among those the young person was told may read it."""
    OFFERED = auto()
    """It is being handed over to them, or their second signature is asked."""
    COLLEAGUE = auto()
    """Somebody of their own organisation has it."""
    FOREIGN = auto()
    """Somebody of another organisation has it, or it waits for others."""


class Action(Enum):
    """Everything staff can do that somebody could be kept from doing."""

    SEE_DESK = auto()
    DUTY = auto()
    TAKE = auto()
    READ = auto()
    """What was written, notes and summary: whatever is not on the card."""
    ANSWER = auto()
    NOTE = auto()
    LABEL = auto()
    SUMMARISE = auto()
    CLOSE = auto()
    HAND_OVER = auto()
    ACCEPT = auto()
    RECUSE = auto()
    BREAK_GLASS = auto()
    CONFIRM_BREAK_GLASS = auto()
    STRIKE = auto()
    EXCLUDE = auto()
    RETURN = auto()
    """Take a case away from whoever has it, so that it waits again."""
    DECIDE_APPEAL = auto()
    TRAIN = auto()
    CONSULT = auto()
    """Ask young people something, and say what came of it."""
    SEE_HELPED = auto()
    """What readers found helpful, in round numbers."""
    SEE_STAFF = auto()
    INVITE = auto()
    END_ACCESS = auto()
    IMPORT = auto()
    AUDIT = auto()
    CHECK_NUMBERS = auto()
    """Decide about numbers that others could not reach."""
    CHECK_IN = auto()
    """See who comes to an activity, by code and nickname, and say who came."""
    BROADCAST = auto()
    APPROVE_BROADCAST = auto()
    """And see them, pause and stop them."""
    MODERATE = auto()
    """Decide which questions to a session are shown, and which are answered."""
    SEE_FEEDBACK = auto()
    """What people thought of a session, in round numbers."""


HOUSE = frozenset(Relation)
"""Actions that are about no case stand to the house alike."""
_OWN = frozenset({Relation.OWN})
_TEAM = frozenset({Relation.OWN, Relation.COLLEAGUE})
_OFFICER: Mapping[Action, frozenset[Relation]] = {
    Action.SEE_DESK: HOUSE,
    Action.DUTY: HOUSE,
    Action.TAKE: frozenset({Relation.WAITING}),
    Action.READ: _OWN,
    Action.ANSWER: _OWN,
    Action.NOTE: _OWN,
    Action.LABEL: _OWN,
    Action.SUMMARISE: _OWN,
    Action.CLOSE: _OWN,
    Action.HAND_OVER: _OWN,
    Action.ACCEPT: frozenset({Relation.OFFERED}),
    Action.RECUSE: frozenset({Relation.OWN, Relation.WAITING, Relation.OFFERED}),
    Action.BREAK_GLASS: _OWN,
    Action.CONFIRM_BREAK_GLASS: frozenset({Relation.OFFERED}),
    Action.STRIKE: _OWN,
    Action.CHECK_IN: frozenset({Relation.COLLEAGUE}),
}
_LEAD: Mapping[Action, frozenset[Relation]] = {
    **_OFFICER,
    Action.SEE_STAFF: HOUSE,
    Action.EXCLUDE: _TEAM | {Relation.WAITING},
    Action.RETURN: _TEAM,
    Action.DECIDE_APPEAL: HOUSE,
    Action.TRAIN: HOUSE,
    Action.CONSULT: HOUSE,
    Action.SEE_HELPED: HOUSE,
    Action.APPROVE_BROADCAST: HOUSE,
    Action.MODERATE: HOUSE,
}
_COORDINATOR: Mapping[Action, frozenset[Relation]] = {
    **_LEAD,
    Action.EXCLUDE: HOUSE,
    Action.RETURN: HOUSE,
    Action.INVITE: HOUSE,
    Action.END_ACCESS: HOUSE,
    Action.IMPORT: HOUSE,
    Action.AUDIT: HOUSE,
    Action.CHECK_NUMBERS: HOUSE,
    Action.CHECK_IN: HOUSE,
    Action.BROADCAST: HOUSE,
    Action.SEE_FEEDBACK: HOUSE,
}
MAY: Mapping[Role, Mapping[Action, frozenset[Relation]]] = {
    Role.ANYONE: {},
    Role.OFFICER: _OFFICER,
    Role.LEAD: _LEAD,
    Role.COORDINATOR: _COORDINATOR,
}
"""Only who has a case reads what was written: a coordinator too must take it, and the journal says so."""


def may(role: Role, action: Action, relation: Relation | None = None) -> bool:
    """Without a relation: at all, in whatever case."""
    allowed = MAY[role].get(action, frozenset())
    return bool(allowed) if relation is None else relation in allowed
