"""Who may be asked to have a case, the cards by which they are asked, and how the asking ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.core.context import Context, StaffMember, Work
from bot.core.errors import UserError
from bot.core.outcome import Delete, Lane, Letter, Post, Revise, Screen, press
from bot.core.roles import Action, Role
from bot.core.text import Texts, paragraphs
from bot.features.concerns import handovers, letters, news, store, views
from bot.features.concerns.handovers import Handover, Stage
from bot.features.concerns.office import Office
from bot.features.concerns.relations import able_for, require
from bot.features.concerns.rules import Concern, State, card_ref

ByOrganisation = dict[str, list[StaffMember]]


async def require_open(context: Context, office: Office, case_id: str, action: Action) -> Concern:
    """The case, for somebody who may do this to it while it is open. Raises UserError."""
    concern = await require(context, office, case_id, action)
    if concern.state is not State.TAKEN:
        raise UserError("concerns.closed_already")
    return concern


async def takers(work: Work, office: Office, concern: Concern) -> ByOrganisation:
    """Who else may have it, as the young person chose."""
    able = await able_for(work, office, concern)
    found: ByOrganisation = {}
    for member in (each for tier in able for each in able[tier]):
        if member.address != concern.officer:
            found.setdefault(member.organisation, []).append(member)
    return found


async def rescuers(work: Work, office: Office, concern: Concern) -> ByOrganisation:
    """Who of other organisations can be reached when somebody is in danger, whatever was chosen before.

    Who takes care of such cases, else whoever there is; never a member who was excluded.
    """
    found = await takers(work, office, replace(concern, kinds=frozenset()))
    if concern.training is None and not concern.is_about_staff:
        excluded = await store.excluded(work.tx, concern.case_id)
        for organisation in office.directory.organisations:
            if organisation not in found:
                there = await office.roster.working_for(work.tx, organisation)
                found[organisation] = [each for each in there if each.address not in excluded]
    return {each: members for each, members in found.items() if members and each != concern.organisation}


async def signers(work: Work, office: Office, concern: Concern) -> list[StaffMember]:
    """Who may agree that a case is passed on unasked: colleagues of its officer, and coordinators."""
    able = await takers(work, office, replace(concern, kinds=frozenset()))
    coordinators = [each for members in able.values() for each in members if each.role is Role.COORDINATOR]
    own = concern.organisation or ""
    if concern.training is not None:
        return able.get(own, [])
    if concern.is_about_staff:
        return coordinators
    excluded = {concern.officer, *await store.excluded(work.tx, concern.case_id)}
    colleagues = [
        each for each in await office.roster.working_for(work.tx, own) if each.address not in excluded
    ]
    return list({each.address: each for each in (*colleagues, *coordinators)}.values())


async def show(
    work: Work,
    concern: Concern,
    members: Iterable[StaffMember],
    screen_in: Callable[[Texts], Screen],
    lane: Lane = Lane.ANSWERS,
) -> list[Letter]:
    """To each a card on which they can say yes or no; the one they had of the case goes."""
    shown = await store.cards_of(work.tx, concern.case_id)
    owed = []
    for member in members:
        officer = member.address
        if (t := await work.texts_at(officer)) is None:
            continue
        ref = card_ref(concern.case_id, officer)
        if officer in shown:
            owed.append(
                Letter(officer, "concerns.card_settled", Delete(ref, Screen(t("concerns.newer_card"))), lane)
            )
        await handovers.offer_to(work.tx, concern.case_id, officer)
        owed.append(Letter(officer, "concerns.offer", Post(screen_in(t)), lane, ref=ref))
    return owed


async def offer(
    work: Work, office: Office, concern: Concern, handover: Handover, members: Iterable[StaffMember]
) -> list[Letter]:
    lane = Lane.URGENT if handover.danger else Lane.ANSWERS
    return await show(work, concern, members, lambda t: offer_card(t, office, concern, handover), lane)


def offer_card(t: Texts, office: Office, concern: Concern, handover: Handover) -> Screen:
    """Nothing that was written: whoever accepts gets what was agreed."""
    giver = office.directory.organisation_name(concern.organisation or "", t.language)
    said = paragraphs(
        views.card(t, office, concern),
        t("concerns.offer_danger", danger=t.label(f"concerns.danger_{handover.danger}"))
        if handover.danger
        else "",
        t("concerns.offer", organisation=giver),
        t(f"concerns.offer_{handover.scope.word}"),
    )
    arguments = (concern.case_id, handover.offer_id)
    return Screen(
        said,
        (
            (press(t.label("concerns.accept"), "case.accept", *arguments, style="primary"),),
            (press(t.label("concerns.refuse"), "case.refuse", *arguments),),
            (press(t.label("concerns.not_for_me"), "case.recuse", concern.case_id),),
        ),
    )


async def settle(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """The cards of those who have not answered lose their buttons."""
    owed = []
    for officer in await handovers.offered_to(work.tx, concern.case_id):
        if t := await work.texts_at(officer):
            screen = views.settled_card(t, office, concern, t("concerns.offer_over"))
            target = card_ref(concern.case_id, officer)
            owed.append(Letter(officer, "concerns.card_settled", Revise(target, screen)))
    return owed


async def end(
    work: Work,
    office: Office,
    concern: Concern,
    handover: Handover,
    *,
    officer: str | None = None,
    youth: str | None = None,
) -> list[Letter]:
    """Nothing came of it: it stays with its officer. `officer`, `youth`: what they hear of that, if anything.

    The young person hears nothing of what they were never told of.
    """
    owed = await settle(work, office, concern)
    await handovers.end(work.tx, concern.case_id)
    if officer and concern.officer and (t := await work.texts_at(concern.officer)):
        target = office.directory.organisation_name(handover.organisation, t.language)
        owed.append(
            letters.news_to_officer(t, office, concern, concern.officer, officer, organisation=target)
        )
    if youth and handover.is_known_to_youth(concern):
        owed += await tell_youth(work, office, concern, youth, handover.organisation)
    return owed


async def end_unless_offered(
    work: Work, office: Office, concern: Concern, handover: Handover
) -> list[Letter]:
    """Somebody will not have it: when that was the last one, it is over."""
    if handover.stage is Stage.ASKED or await handovers.offered_to(work.tx, concern.case_id):
        return []
    officer = "concerns.nobody_signed" if handover.stage is Stage.SIGNATURE else "concerns.nobody_accepted"
    return await end(
        work, office, concern, handover, officer=officer, youth="concerns.nobody_accepted_for_you"
    )


async def tell_youth(
    work: Work, office: Office, concern: Concern, key: str, organisation: str
) -> list[Letter]:
    """News that name an organisation, in the young person's language."""
    t = await work.texts_at(concern.reporter)
    if t is None:
        return []
    name = office.directory.organisation_name(organisation, t.language)
    return await news.tell(work, office, concern, key, organisation=name)
