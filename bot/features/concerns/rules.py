"""Decisions about concerns: states, urgency, promises, what a text may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from bot.core.context import Need, StaffMember, Tier
from bot.core.ids import AddressId, KeyId, Ref
from bot.core.language import Language
from bot.core.roles import Relation

MESSAGE_CHARACTERS = 4096
"""Telegram's limit of a message, counted after markup is taken out."""
HELD_SECONDS = 3 * 24 * 3600


class State(IntEnum):
    """Where a concern stands."""

    NEW = 0
    TAKEN = 1
    CLOSED = 2


class Urgency(IntEnum):
    """How much a case presses."""

    NORMAL = 0
    HIGH = 1
    URGENT = 2
    """Somebody may be in danger: staff are called again and again until one of them has it."""


class Label(StrEnum):
    """What a case is about beside its topic, in the officers' own order."""

    FIRST_CONTACT = "first_contact"
    SUBSTANCE = "substance"
    FAMILY = "family"
    SCHOOL = "school"
    FRIENDS = "friends"
    VIOLENCE = "violence"
    ONLINE = "online"
    HEALTH = "health"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"


class Result(StrEnum):
    """With what outcome a concern was closed."""

    ADVISED = "advised"
    REFERRED = "referred"
    ACTED = "acted"
    NO_ANSWER = "no_answer"
    BY_YOUTH = "by_youth"
    FELL_SILENT = "fell_silent"
    """Nobody wrote for a long time; closed by the clock."""


OFFICER_RESULTS = (Result.ADVISED, Result.REFERRED, Result.ACTED, Result.NO_ANSWER)


class Rating(StrEnum):
    """How much it helped. It rates the help, never a person."""

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"


class DayPart(StrEnum):
    """Time as coarse as an officer sees it: the minute would say too much."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Concern:
    """One case. `reporter` and `officer` are addresses made for this case and this officer."""

    case_id: str
    key: KeyId
    reference: str
    name_number: int
    """Which two-word name officers speak of it by."""
    topic: str
    area: str
    language: Language
    kinds: frozenset[str]
    """Kinds of organisation that may read it; empty: all."""
    is_about_staff: bool
    """About somebody who answers here: for coordinators only."""
    state: State
    urgency: Urgency
    tier: Tier
    """How far up staff have been called."""
    outcome: Result | None
    reporter: AddressId
    officer: AddressId | None
    organisation: str | None
    """Of whoever had it last."""
    opened_at: int
    call_at: int | None
    """When staff are called again unless somebody takes it."""
    answer_by_at: int | None
    """By when an answer was promised; None: nobody waits for one."""
    is_late: bool
    """A promise was not kept, and both sides were told so."""
    seen_at: int | None
    unseen: int
    """Messages of the young person that the officer has not looked at."""
    labels: tuple[Label, ...]
    training: str | None
    is_rated: bool
    expires_at: int | None

    @property
    def is_open(self) -> bool:
        return self.state is not State.CLOSED

    @property
    def is_urgent(self) -> bool:
        return self.urgency is Urgency.URGENT

    def need(self, excluded: frozenset[AddressId]) -> Need:
        return Need(self.topic, self.area, self.language, self.kinds, excluded)


def relation(concern: Concern, member: StaffMember, *, may_take: bool, is_offered: bool) -> Relation:
    """How a case stands to a member of staff. `is_offered`: to them, to have it or to sign."""
    if concern.officer == member.address:
        return Relation.OWN
    if is_offered:
        return Relation.OFFERED
    if concern.state is State.NEW and may_take:
        return Relation.WAITING
    if concern.officer is not None and concern.organisation == member.organisation:
        return Relation.COLLEAGUE
    return Relation.FOREIGN


def day_part(at: int, zone: str) -> tuple[int, DayPart]:
    """The local day (as a proleptic ordinal) and part of the day of an instant."""
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    parts = (DayPart.NIGHT, DayPart.MORNING, DayPart.AFTERNOON, DayPart.EVENING)
    return local.toordinal(), parts[local.hour // 6]


def card_ref(case_id: str, officer: AddressId) -> Ref:
    return Ref(f"card:{case_id}:{officer}")


def topic_ref(case_id: str, officer: AddressId) -> Ref:
    return Ref(f"topic:{case_id}:{officer}")


def seen_ref(message_id: str) -> Ref:
    """The officer's copy of what the young person wrote."""
    return Ref(f"seen:{message_id}")


def given_ref(message_id: str) -> Ref:
    """The young person's copy of what the officer wrote."""
    return Ref(f"given:{message_id}")


def files_ref(message_id: str) -> Ref:
    """The officer's copy of the files the young person sent."""
    return Ref(f"files:{message_id}")


def mark_ref(message_id: str) -> Ref:
    """What stands above an answer that has no room for it."""
    return Ref(f"mark:{message_id}")


def named_in(ref: Ref) -> tuple[str, str]:
    """What kind of thing a ref of ours names, and its id."""
    kind, name, *_ = ref.split(":")
    return kind, name
