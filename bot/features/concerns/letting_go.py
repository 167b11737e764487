"""How a case leaves an officer's hands: what stood of it on their phone goes, and others are asked."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.context import Work
from bot.core.ids import AddressId, Ref
from bot.core.outcome import Delete, Letter, Post, Screen
from bot.features.concerns import calling, handovers, letters, news, offers, store
from bot.features.concerns.office import Office
from bot.features.concerns.rules import Concern, State, files_ref, seen_ref
from bot.features.concerns.store import queries
from bot.storage.database import Row


async def give_back(work: Work, office: Office, concern: Concern, told: str | None = None) -> list[Letter]:
    """The case waits again, for everybody who may take it; the young person hears that others will answer.

    `told`: what its officer hears; None where they did it themselves.
    """
    owed = await take_from(work, office, concern, told)
    concern = await store.give_back(work.tx, concern, work.now)
    owed += await calling.recall(work, office, concern)
    return owed + await news.tell(work, office, concern, "concerns.others_asked")


async def take_from(
    work: Work, office: Office, concern: Concern, told: str | None, **values: object
) -> list[Letter]:
    """What its officer was sent goes. What they hear is no part of the topic, which goes too."""
    officer = concern.officer
    if officer is None or (t := await work.texts_at(officer)) is None:
        return []
    rows = await queries.copies_of_case(work.tx, case_id=concern.case_id)
    owed = copies(officer, rows, Screen(t("concerns.copy_gone")))
    owed.append(letters.close_topic(concern, officer))
    if told is not None:
        screen = Screen(t(told, reference=office.title(t, concern), **values))
        owed.append(Letter(officer, "concerns.news", Post(screen)))
    return owed


async def step_aside(work: Work, office: Office, concern: Concern, officer: AddressId) -> list[Letter]:
    """They were called, or asked, and will not have it. When they were the last, that is seen to."""
    handover = await handovers.pending(work.tx, concern)
    await store.drop_card(work.tx, concern.case_id, officer)
    if handover is not None:
        return await offers.end_unless_offered(work, office, concern, handover)
    if concern.state is State.NEW and not await store.cards_of(work.tx, concern.case_id):
        return await calling.call_further(work, office, concern)
    return []


def copies(officer: AddressId, rows: Iterable[Row], instead: Screen) -> list[Letter]:
    """Every copy of what was written goes, whether or not it stands in a topic."""
    return [
        Letter(officer, "concerns.withdrawn", Delete(ref, instead)) for row in rows for ref in _copies_of(row)
    ]


def told_ref(message_id: str) -> Ref:
    """The copy of an earlier answer that a later officer got."""
    return Ref(f"told:{message_id}")


def _copies_of(row: Row) -> list[Ref]:
    message_id = row["message_id"]
    if row["from_officer"]:
        return [told_ref(message_id)]
    return [files_ref(message_id), seen_ref(message_id)] if row["files"] else [seen_ref(message_id)]
