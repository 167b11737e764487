"""Activities and places as they are kept, and how an activity is written into a row and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NewType

import orjson

from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.core.places.rules import Standing
from bot.features.activities.model import Access, Activity, Kind
from bot.features.activities.rules import State
from bot.storage.database import Row

ActivityId = NewType("ActivityId", str)


@dataclass(frozen=True, slots=True)
class KeptActivity:
    """An activity, the id it keeps through all versions of its file, and how full it is."""

    activity_id: ActivityId
    about: Activity
    state: State
    closes_at: int
    """From then on nobody is offered a place: the line is closed."""
    taken: int
    """Places given away or on offer."""
    waiting: int
    asked: int
    """How many ever signed up: the place in line of the last of them."""
    key: KeyId | None
    """Opens what is known of those who signed up; None: nobody ever has, or it is over."""

    @property
    def starts_at(self) -> int:
        return self.about.starts_at

    @property
    def ends_at(self) -> int:
        return self.about.ends_at

    @property
    def zone(self) -> str:
        return self.about.zone

    @property
    def capacity(self) -> int | None:
        return self.about.capacity

    @property
    def is_off(self) -> bool:
        return self.state is not State.ON


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in an activity, known by an address made for it alone."""

    address: AddressId
    activity_id: ActivityId
    standing: Standing
    position: int
    """Who asked earlier has a lower one."""
    offer_ends_at: int | None
    sealed: bytes
    is_here: bool
    language: Language | None
    """In which they are written to; None while they have blocked the bot."""

    @property
    def of(self) -> ActivityId:
        return self.activity_id

    @property
    def key(self) -> Mapping[str, str]:
        return {"address_id": self.address}


@dataclass(frozen=True, slots=True)
class Guest:
    """What the organiser knows of somebody who comes."""

    code: str
    nickname: str
    """Empty: they gave none."""
    is_here: bool


def read_activity(row: Row) -> KeptActivity:
    content = orjson.loads(row["content"])
    checked_on, languages = content.pop("checked_on"), tuple(content.pop("languages"))
    about = Activity(
        key=row["activity_key"],
        organisation=row["organisation"],
        area=row["area"],
        kind=Kind(row["kind"]),
        zone=row["zone"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        youngest=row["youngest"],
        oldest=row["oldest"],
        capacity=row["capacity"],
        access=Access(row["access"]),
        languages=languages,
        checked_on=date.fromisoformat(checked_on) if checked_on else None,
        is_cancelled=row["state"] == State.CANCELLED,
        **content,
    )
    return KeptActivity(
        ActivityId(row["activity_id"]),
        about,
        State(row["state"]),
        row["closes_at"],
        row["taken"],
        row["waiting"],
        row["asked"],
        KeyId(row["key_id"]) if row["key_id"] else None,
    )


def write_content(about: Activity) -> str:
    """Everything that is shown and never searched for, alike for activities that are alike."""
    content = {
        "title": dict(about.title),
        "place": dict(about.place),
        "about": dict(about.about),
        "bring": dict(about.bring),
        "cost": about.cost,
        "languages": about.languages,
        "source": about.source,
        "checked_on": about.checked_on.isoformat() if about.checked_on else "",
        "is_demonstration": about.is_demonstration,
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def read_place(row: Row) -> Place:
    return Place(
        AddressId(row["address_id"]),
        ActivityId(row["activity_id"]),
        Standing(row["standing"]),
        row["position"],
        row["offer_ends_at"],
        bytes(row["sealed"]),
        bool(row["is_here"]),
        Language(row["language"]) if row["language"] else None,
    )
