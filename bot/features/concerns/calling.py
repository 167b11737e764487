"""Who is called to a case: those on duty first, then further and further up, until somebody has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.context import StaffMember, Tier, Work
from bot.core.ids import AddressId
from bot.core.journal import Deed
from bot.core.outcome import Lane, Letter, Post, Revise, Screen
from bot.core.text import Html
from bot.features.concerns import letters, store, views
from bot.features.concerns.office import Office
from bot.features.concerns.relations import able_for, note_deed
from bot.features.concerns.rules import Concern, State, card_ref

Able = Mapping[Tier, Sequence[StaffMember]]


async def call(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """A case that nobody has: cards to the first tier in which there is anybody.

    An urgent case that nobody on duty covers goes to everybody who covers it, and to their leads.
    """
    able = await able_for(work, office, concern)
    first = next((tier for tier in Tier if able[tier]), Tier.COORDINATORS)
    upto = max(first, Tier.LEADS) if concern.is_urgent and first is not Tier.DUTY else first
    return await _cards(work, office, concern, able, upto)


async def call_further(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """Nobody took it in time: the next tier is called; those called before to an urgent case, once more."""
    if concern.state is not State.NEW:
        await store.called(work.tx, concern, concern.tier, None)
        return []
    able = await able_for(work, office, concern)
    upto = next((tier for tier in Tier if tier > concern.tier and able[tier]), Tier.COORDINATORS)
    again = await _again(work, office, concern) if concern.is_urgent else []
    owed = again + await _cards(work, office, concern, able, upto)
    if upto > concern.tier:
        await note_deed(work, concern, Deed.ESCALATED, None, upto.name.lower())
    return owed


async def route(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """A case that is open again: to the officer who has it, or to those who may take it."""
    officer = concern.officer
    if concern.state is State.TAKEN and officer and (t := await work.texts_at(officer)):
        card = views.settled_card(
            t, office, concern, t("concerns.reopened_for_you"), *views.case_rows(t, concern)
        )
        return [
            Letter(officer, "concerns.card_settled", Revise(card_ref(concern.case_id, officer), card)),
            letters.retitle_topic(t, office, concern, officer),
            letters.news_to_officer(t, office, concern, officer, "concerns.reopened_by_youth"),
        ]
    return await recall(work, office, concern)


async def recall(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """A case that waits again: what stands on the phones of those who were called is called anew."""
    shown = await store.cards_of(work.tx, concern.case_id)
    owed = await settle_cards(work, office, concern, "concerns.card_returned", is_final=True)
    for officer in shown:
        await store.drop_card(work.tx, concern.case_id, officer)
    if concern.answer_by_at is None:  # others were promised: so there is a day by which
        await store.promise(work.tx, concern.case_id, work.now + office.times.answer)
    return owed + await call(work, office, replace(concern, tier=Tier.DUTY))


async def settle_cards(
    work: Work,
    office: Office,
    concern: Concern,
    key: str,
    *,
    but: AddressId | None = None,
    is_final: bool = False,
    **values: object,
) -> list[Letter]:
    """All cards of the case say what became of it and lose their buttons."""
    owed = []
    for officer in await store.cards_of(work.tx, concern.case_id):
        if officer != but and (t := await work.texts_at(officer)):
            screen = views.settled_card(t, office, concern, t(key, **values))
            target = card_ref(concern.case_id, officer)
            owed.append(Letter(officer, "concerns.card_settled", Revise(target, screen, is_final)))
    return owed


async def readers_of(work: Work, office: Office, concern: Concern) -> list[StaffMember]:
    """Those the young person is told of: whoever covers it."""
    able = await able_for(work, office, concern)
    covering = [*able[Tier.DUTY], *able[Tier.ROSTER]]
    return covering or [*able[Tier.LEADS], *able[Tier.COORDINATORS]]


async def is_anybody_on_duty(work: Work, office: Office, concern: Concern) -> bool:
    """Whoever has it; where nobody does, of those who may."""
    if concern.officer is not None:
        member = await office.roster.at(work.tx, concern.officer)
        return member is not None and member.is_on_duty
    return any(member.is_on_duty for member in await readers_of(work, office, concern))


async def _cards(work: Work, office: Office, concern: Concern, able: Able, upto: Tier) -> list[Letter]:
    """To everybody up to a tier who has no card yet. Who is not on duty is not woken, unless it is urgent."""
    times, shown = office.times, set(await store.cards_of(work.tx, concern.case_id))
    owed = []
    for member in (each for tier in Tier if tier <= upto for each in able[tier]):
        if member.address not in shown and (t := await work.texts_at(member.address)):
            await store.remember_card(work.tx, concern.case_id, member.address)
            owed.append(_card(concern, member, views.card_screen(t, office, concern)))
    is_last = upto is Tier.COORDINATORS or not any(able[tier] for tier in Tier if tier > upto)
    pause = times.acknowledge_urgent if concern.is_urgent else times.acknowledge
    await store.called(
        work.tx, concern, upto, None if is_last and not concern.is_urgent else work.now + pause
    )
    return owed


def _card(concern: Concern, member: StaffMember, screen: Screen) -> Letter:
    quiet = not (member.is_on_duty or concern.is_urgent)
    return Letter(
        member.address,
        "concerns.card",
        Post(replace(screen, is_silent=quiet)),
        Lane.URGENT if concern.is_urgent else Lane.ANSWERS,
        ref=card_ref(concern.case_id, member.address),
    )


async def _again(work: Work, office: Office, concern: Concern) -> list[Letter]:
    owed = []
    for officer in await store.cards_of(work.tx, concern.case_id):
        if t := await work.texts_at(officer):
            text: Html = t("concerns.still_waiting", reference=office.title(t, concern))
            place = Post(
                Screen(text, (views.take_row(t, concern),)), reply_to=card_ref(concern.case_id, officer)
            )
            soon = office.times.acknowledge_urgent
            owed.append(Letter(officer, "concerns.page", place, Lane.URGENT, expires_in=soon))
    return owed
