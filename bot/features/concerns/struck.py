"""What a case tells of the last strike in it: when, by whom, for what, and how an appeal stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.core.context import Work
from bot.core.ids import AddressId
from bot.features.concerns.rules import Concern
from bot.features.concerns.store import queries


class Misdeed(StrEnum):
    """What somebody is struck for."""

    INSULTS = "insults"
    THREATS = "threats"
    NONSENSE = "nonsense"
    PRANK = "prank"
    FILTH = "filth"


class Appeal(IntEnum):
    """How far the young person's disagreement has come."""

    NONE = 0
    ASKED = 1
    DECIDED = 2


@dataclass(frozen=True, slots=True)
class Struck:
    """The last strike in one case."""

    at: int
    by: AddressId
    misdeed: Misdeed
    appeal: Appeal


async def struck_in(work: Work, concern: Concern) -> Struck | None:
    row = await queries.struck(work.tx, case_id=concern.case_id)
    if row is None:
        return None
    return Struck(row["struck_at"], row["struck_by"], Misdeed(row["struck_for"]), Appeal(row["appeal"]))


async def set_struck(work: Work, concern: Concern, by: AddressId, misdeed: Misdeed) -> None:
    await queries.set_struck(work.tx, case_id=concern.case_id, now=work.now, officer=by, reason=misdeed)


async def set_appeal(work: Work, concern: Concern, appeal: Appeal) -> None:
    await queries.set_appeal(work.tx, case_id=concern.case_id, appeal=int(appeal))
