"""What becomes of the cases of a member whose access ends: they wait again, and nothing stays behind."""

from __future__ import annotations

from bot.core.context import Work
from bot.core.ids import AddressId, KeyId
from bot.core.journal import Deed
from bot.core.outcome import Delete, DeleteTopic, Letter, Screen
from bot.features.concerns import calling, handovers, letting_go, news, offers, store
from bot.features.concerns.office import Office
from bot.features.concerns.relations import note_deed
from bot.features.concerns.rules import Concern, State, card_ref, topic_ref
from bot.features.concerns.store import queries


async def return_cases(work: Work, office: Office, member: AddressId) -> list[Letter]:
    """What is owed because of it. The roster must not know them any more, or they would be called again."""
    rows = await queries.cases_of_officer(work.tx, officer=member)
    offered = [row["case_id"] for row in await queries.offers_to(work.tx, officer=member)]
    taken = [row["case_id"] for row in rows if row["state"] == State.TAKEN]
    cases = await store.concerns_of(work.tx, {*taken, *offered})
    owed = await _withdraw(work, member, [row["case_id"] for row in rows])
    for concern in cases:
        if concern.officer == member and concern.state is State.TAKEN:
            owed += await _give_back(work, office, concern)
        elif concern.case_id in offered:
            owed += await _nobody_left(work, office, concern)
    await _drop_held(work, member)
    await queries.leave_trainings(work.tx, officer=member)
    return owed


async def _withdraw(work: Work, member: AddressId, case_ids: list[str]) -> list[Letter]:
    """All that stood on their phone, of closed cases too."""
    shown = await store.cards_shown_to(work.tx, member)
    await queries.drop_cards_of(work.tx, officer=member)
    if (t := await work.texts_at(member)) is None:
        return []
    gone = Screen(t("concerns.card_gone"))
    rows = await queries.copies_of_officer(work.tx, officer=member)
    owed = letting_go.copies(member, rows, Screen(t("concerns.copy_gone")))
    owed += [
        Letter(member, "concerns.topic", DeleteTopic(topic_ref(case_id, member))) for case_id in case_ids
    ]
    owed += [
        Letter(member, "concerns.withdrawn", Delete(card_ref(case_id, member), gone)) for case_id in shown
    ]
    return owed


async def _give_back(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """By the house itself: who ended the access stands in the journal already."""
    await note_deed(work, concern, Deed.RETURNED, None)
    concern = await store.give_back(work.tx, concern, work.now)
    owed = await calling.recall(work, office, concern)
    return owed + await news.tell(work, office, concern, "concerns.others_asked")


async def _nobody_left(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """They were asked to have it, or to sign: when nobody else was, it is over."""
    handover = await handovers.pending(work.tx, concern)
    return await offers.end_unless_offered(work, office, concern, handover) if handover else []


async def _drop_held(work: Work, member: AddressId) -> None:
    """What they wrote and never sent is destroyed."""
    for row in await queries.held_of(work.tx, officer=member):
        await work.keys.destroy(work.tx, KeyId(row["key_id"]))
        await queries.drop_held(work.tx, held_id=row["held_id"])
