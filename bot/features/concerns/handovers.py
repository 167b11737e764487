"""A case on its way to others: to whom, how much of it they get, and how far that has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from bot.core.ids import AddressId, random_id
from bot.features.concerns import store
from bot.features.concerns.messages import Written
from bot.features.concerns.rules import Concern, State
from bot.features.concerns.store import queries
from bot.storage.database import Row, Transaction

ANSWER_SECONDS = 3 * 24 * 3600
"""After which a question to the young person, or an offer, is over."""
SIGNATURE_SECONDS = 3600
"""After which nobody will sign any more: what was imminent has passed, or was seen to otherwise."""


class Scope(IntEnum):
    """What whoever gets a case from another organisation may read of what was there before."""

    SUMMARY = 0
    WORDS = 1
    FILES = 2
    """All of it."""

    @property
    def word(self) -> str:
        """Ends a catalogue key, and stands in the journal."""
        return self.name.lower()


class Stage(IntEnum):
    """The numbers are kept in the database."""

    ASKED = 0
    """The young person is asked."""
    OFFERED = 1
    SIGNATURE = 2
    """Without the young person: a second member of staff is asked to agree."""


class Danger(StrEnum):
    """Why a case may be passed on although the young person was not asked; the value ends a catalogue key."""

    LIFE = "life"
    HOME = "home"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Handover:
    """One that is not over yet; a case has one at most."""

    offer_id: str
    """Stands in its buttons: those of an earlier one mean nothing any more."""
    organisation: str
    """To which it goes."""
    scope: Scope
    stage: Stage
    danger: Danger | None
    """None: nobody's life is in danger, and the young person is asked first."""
    asked_at: int

    def is_known_to_youth(self, concern: Concern) -> bool:
        """A colleague of the same organisation is among those they were told of: nobody asked them."""
        return self.stage is not Stage.SIGNATURE and self.organisation != concern.organisation

    def is_over(self, now: int) -> bool:
        return self.asked_at <= now - (SIGNATURE_SECONDS if self.stage is Stage.SIGNATURE else ANSWER_SECONDS)


async def begin(
    tx: Transaction,
    concern: Concern,
    organisation: str,
    scope: Scope,
    stage: Stage,
    now: int,
    danger: Danger | None = None,
) -> Handover:
    """The summary is kept as it is now: what is agreed to is what goes over."""
    handover = Handover(random_id(), organisation, scope, stage, danger, now)
    await queries.end_offers(tx, case_id=concern.case_id)
    await queries.offer(
        tx,
        case_id=concern.case_id,
        offer_id=handover.offer_id,
        to_organisation=organisation,
        scope=int(scope),
        state=int(stage),
        reason=danger or "",
        now=now,
    )
    return handover


async def pending(tx: Transaction, concern: Concern) -> Handover | None:
    """None too when the case was closed or has changed hands since."""
    if concern.state is not State.TAKEN:
        return None
    row = await queries.handover(tx, case_id=concern.case_id)
    return _handover(row) if row and row["from_officer"] == concern.officer else None


async def offered(tx: Transaction, concern: Concern, handover: Handover, scope: Scope, now: int) -> Handover:
    """It was agreed to: from now on it is for others to accept."""
    await queries.end_offers(tx, case_id=concern.case_id)
    await queries.handover_agreed(
        tx, case_id=concern.case_id, state=int(Stage.OFFERED), scope=int(scope), now=now
    )
    return replace(handover, stage=Stage.OFFERED, scope=scope, asked_at=now)


async def end(tx: Transaction, case_id: str) -> None:
    await queries.end_offers(tx, case_id=case_id)
    await queries.end_handover(tx, case_id=case_id)


async def old(tx: Transaction, now: int) -> list[str]:
    """Cases whose hand-over nobody answered in time."""
    rows = await queries.handovers_before(
        tx, before=now - ANSWER_SECONDS, unsigned_before=now - SIGNATURE_SECONDS, most=store.AT_ONCE
    )
    return sorted(row["case_id"] for row in rows)


async def offer_to(tx: Transaction, case_id: str, officer: AddressId) -> None:
    """They were shown a card on which they can say yes or no."""
    await queries.offer_card(tx, case_id=case_id, officer=officer)


async def offered_to(tx: Transaction, case_id: str) -> list[AddressId]:
    """Those who have said neither yes nor no."""
    return [AddressId(row["officer"]) for row in await queries.offered_to(tx, case_id=case_id)]


async def is_offered(tx: Transaction, concern: Concern, officer: AddressId) -> bool:
    handover = await pending(tx, concern)
    return handover is not None and officer in await offered_to(tx, concern.case_id)


async def turn_down(tx: Transaction, case_id: str, officer: AddressId) -> None:
    await queries.turn_down(tx, case_id=case_id, officer=officer)


async def pass_on(
    tx: Transaction, concern: Concern, handover: Handover, officer: AddressId, organisation: str, now: int
) -> Concern:
    """Somebody else is responsible from now on, and may read as much as was agreed."""
    await queries.take_over_summary(tx, case_id=concern.case_id)
    if organisation != concern.organisation:
        await queries.limit(tx, case_id=concern.case_id, organisation=organisation, scope=int(handover.scope))
    await end(tx, concern.case_id)
    passed_on = await store.pass_on(tx, concern, officer, organisation, now)
    await store.looked_at(tx, concern.case_id, now)
    return replace(passed_on, unseen=0, seen_at=now, call_at=None)


async def shown_to(
    tx: Transaction, concern: Concern, organisation: str, written: Sequence[Written]
) -> list[Written]:
    """What was written, as far as an organisation may read it: all, unless it got the case by a hand-over."""
    rows = await queries.limits(tx, case_id=concern.case_id, organisation=organisation)
    scopes = {row["message_id"]: Scope(row["scope"]) for row in rows}
    shown = []
    for each in written:
        match scopes.get(each.message_id, Scope.FILES):
            case Scope.FILES:
                shown.append(each)
            case Scope.WORDS if each.text:
                shown.append(replace(each, files=()))
    return shown


async def notes_shown_to(
    tx: Transaction, concern: Concern, organisation: str, notes: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Notes stay with whoever made them: an organisation that got the case by a hand-over has the summary."""
    is_limited = bool(await queries.limits(tx, case_id=concern.case_id, organisation=organisation))
    return [note for note in notes if not is_limited or note[0] == organisation]


def _handover(row: Row) -> Handover:
    return Handover(
        row["offer_id"],
        row["to_organisation"],
        Scope(row["scope"]),
        Stage(row["state"]),
        Danger(row["reason"]) if row["reason"] else None,
        row["asked_at"],
    )
