"""May this member of staff do this to this case? Asked here by everything staff can do to a case."""

from __future__ import annotations

from bot.core.context import Context, StaffMember, Tier, Work
from bot.core.errors import UserError
from bot.core.journal import Deed, Entry
from bot.core.roles import Action, Relation, Role, may
from bot.features.concerns import handovers, store, trainings
from bot.features.concerns.office import Office
from bot.features.concerns.rules import Concern, State, relation

_NOT_IN_TRAINING = frozenset({Action.HAND_OVER, Action.BREAK_GLASS, Action.STRIKE})
"""Somebody outside would get a case that is not real, or somebody a strike that is."""


def member_of(context: Context) -> StaffMember:
    assert context.staff is not None, "the route is for staff only"
    return context.staff


async def require(context: Context, office: Office, case_id: str, action: Action) -> Concern:
    """The case, for somebody who may do this to it.

    Raises UserError, for a case of others in the same words as for one that does not exist.
    """
    concern = await store.find_concern(context.tx, case_id)
    if concern is None:
        raise UserError("concerns.not_there")
    if concern.training is not None and action in _NOT_IN_TRAINING:
        raise UserError("concerns.not_in_training")
    if not await is_allowed(context, office, concern, action):
        raise UserError("concerns.not_yours" if concern.state is State.TAKEN else "concerns.not_there")
    return concern


async def is_allowed(context: Context, office: Office, concern: Concern, action: Action) -> bool:
    """Whoever was excluded from a case can do nothing to it, whatever their role."""
    member = member_of(context)
    if not may(member.role, action):
        return False
    if member.address in await store.excluded(context.tx, concern.case_id):
        return False
    if concern.officer == member.address:
        return may(member.role, action, Relation.OWN)
    stands = await relation_to(context, office, concern, member)
    is_colleague = stands is Relation.OFFERED and concern.organisation == member.organisation
    return may(member.role, action, stands) or (is_colleague and may(member.role, action, Relation.COLLEAGUE))


async def waiting_for(context: Context, office: Office) -> list[Concern]:
    """What the member at hand may take, what presses first; those alike in kind are asked about once."""
    member = member_of(context)
    excluded = await store.excluded_from(context.tx, member.address)
    mine: dict[object, bool] = {}
    found = []
    for concern in await store.cases_waiting(context.tx):
        if concern.case_id in excluded:
            continue
        alike = (concern.need(frozenset()), concern.is_about_staff, concern.training, concern.tier)
        if alike not in mine:
            mine[alike] = await _may_take(context, office, concern, member)
        found += [concern] if mine[alike] else []
    return found[: store.MOST_LISTED]


async def relation_to(work: Work, office: Office, concern: Concern, member: StaffMember) -> Relation:
    """For a member who was not excluded."""
    may_take = concern.state is State.NEW and await _may_take(work, office, concern, member)
    is_offered = await handovers.is_offered(work.tx, concern, member.address)
    return relation(concern, member, may_take=may_take, is_offered=is_offered)


async def _may_take(work: Work, office: Office, concern: Concern, member: StaffMember) -> bool:
    """Only who the young person was told may read it, and those above who were called since."""
    able = await able_for(work, office, concern)
    return any(
        each.address == member.address
        for tier, members in able.items()
        if tier <= max(concern.tier, Tier.ROSTER)
        for each in members
    )


async def able_for(work: Work, office: Office, concern: Concern) -> dict[Tier, list[StaffMember]]:
    """Who may have the case, tier by tier. In a training: those who take part in it, and nobody else."""
    excluded = await store.excluded(work.tx, concern.case_id)
    if concern.training is not None:
        members = await trainings.members(work, office.roster, concern.training)
        taking_part = [each for each in members if each.address not in excluded]
        return {tier: taking_part if tier is Tier.DUTY else [] for tier in Tier}
    need = concern.need(excluded)
    able = {
        tier: list(members) for tier, members in (await office.roster.able(work.tx, need, work.now)).items()
    }
    if concern.is_about_staff:
        able.update({tier: [] for tier in Tier if tier < Tier.COORDINATORS})
    elif not able[Tier.DUTY] and not able[Tier.ROSTER]:
        first = next((tier for tier in Tier if able[tier]), None)
        if first is not None:  # where there are no officers, the next above are those who answer
            able[Tier.ROSTER], able[first] = able[first], []
    return able


async def note_deed(
    work: Work, concern: Concern, deed: Deed, by: StaffMember | Role | None, detail: str = ""
) -> None:
    """One line in the journal. `by`: Role.ANYONE is the young person, None the clock."""
    member = by if isinstance(by, StaffMember) else None
    role = by.role if isinstance(by, StaffMember) else by
    entry = Entry(
        work.now,
        deed,
        role,
        member.organisation if member else "",
        member.address if member else None,
        concern.case_id,
        detail,
    )
    await work.journal.write(work.tx, entry)
