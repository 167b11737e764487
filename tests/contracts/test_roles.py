"""Role by action by case: what `core.roles` allows can be done, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, fields

import pytest

from bot.core.context import Context, StaffMember, Tier
from bot.core.ids import AddressId, random_id
from bot.core.language import Language
from bot.core.roles import MAY, Action, Relation, Role, may
from bot.core.routes import OnCommand, OnPress
from bot.engine.people import Visitor
from bot.features.concerns import handovers, store
from bot.features.concerns.drafts import Draft
from bot.features.concerns.handovers import Scope, Stage
from bot.features.concerns.relations import is_allowed, relation_to
from bot.features.concerns.rules import Concern, Urgency
from bot.features.concerns.store import queries
from bot.features.staff.rules import Grant
from bot.storage.database import Transaction
from tests.station import NOW, Station, station

STRANGER, OFFICER, COLLEAGUE, LEAD, COORDINATOR, OTHER = range(1, 7)
GRANTS = {
    OFFICER: Grant(Role.OFFICER, "police"),
    COLLEAGUE: Grant(Role.OFFICER, "police"),
    LEAD: Grant(Role.LEAD, "police"),
    COORDINATOR: Grant(Role.COORDINATOR, "city"),
    OTHER: Grant(Role.OFFICER, "youth-health"),
}
ROLES = {STRANGER: Role.ANYONE, **{who: grant.role for who, grant in GRANTS.items()}}
REFUSED = ("older message", "don’t know this command")
FOR_EVERYBODY = {"training.leave"}
"""Buttons of a staff room that a young person has too."""


@dataclass(frozen=True, slots=True)
class Staffed:
    at: Station
    addresses: Mapping[int, AddressId]


@pytest.fixture
async def staffed(database_url: str) -> AsyncIterator[Staffed]:
    async with station(database_url) as at:
        yield Staffed(at, {who: await at.joins(who, grant) for who, grant in GRANTS.items()})


def test_the_table_grows_with_the_role_and_nobody_reads_what_is_not_theirs() -> None:
    for lower, higher in zip(list(Role), list(Role)[1:], strict=False):
        for action, relations in MAY[lower].items():
            assert relations <= MAY[higher][action], (lower, action)
    assert not MAY[Role.ANYONE]
    for role in Role:
        assert MAY[role].get(Action.READ, frozenset()) <= {Relation.OWN}
        assert MAY[role].get(Action.ANSWER, frozenset()) <= {Relation.OWN}
    assert {action for action in Action if not may(Role.COORDINATOR, action)} == set()


async def test_every_route_of_staff_names_an_action_and_refuses_whoever_may_not(staffed: Staffed) -> None:
    tried = 0
    for route in staffed.at.routes:
        if not isinstance(route, OnPress | OnCommand):
            continue
        room = route.name.partition(".")[0]
        if isinstance(route, OnPress) and room in (
            "case",
            "audit",
            "staff",
            "duty",
            "training",
            "team",
            "consult",
            "broadcast",
            "moderate",
        ):
            assert route.action is not None or route.name in FOR_EVERYBODY, route.name
        if route.action is None:
            continue
        for who, role in ROLES.items():
            if may(role, route.action):
                continue
            said = await _try(staffed.at, who, route)
            assert any(words in said for words in REFUSED), (route.name, role, said)
            tried += 1
    assert tried > 100


@pytest.mark.parametrize("how", ["taken", "waiting", "called_far", "offered", "closed"])
async def test_what_somebody_may_do_follows_from_how_the_case_stands_to_them(
    staffed: Staffed, how: str
) -> None:
    async with staffed.at.house.database.transaction() as tx:
        concern = await _case(staffed, tx, how)
        expected = _expected(how)
        for who, relation in expected.items():
            member = await staffed.at.house.roster.at(tx, staffed.addresses[who])
            assert member is not None
            context = _asking(staffed, tx, member)
            assert await relation_to(context, staffed.at.office, concern, member) is relation, (how, who)
            for action in Action:
                allowed = await is_allowed(context, staffed.at.office, concern, action)
                is_team = relation is Relation.OFFERED and member.organisation == concern.organisation
                wanted = may(member.role, action, relation) or (
                    is_team and may(member.role, action, Relation.COLLEAGUE)
                )
                assert allowed == wanted, (how, who, action)


async def test_whoever_is_excluded_may_do_nothing(staffed: Staffed) -> None:
    async with staffed.at.house.database.transaction() as tx:
        for how in ("taken", "waiting", "offered"):
            concern = await _case(staffed, tx, how)
            for who, address in staffed.addresses.items():
                await store.exclude(tx, concern.case_id, address)
                member = await staffed.at.house.roster.at(tx, address)
                assert member is not None
                context = _asking(staffed, tx, member)
                for action in Action:
                    assert not await is_allowed(context, staffed.at.office, concern, action), (how, who)


def _expected(how: str) -> dict[int, Relation]:
    foreign = dict.fromkeys(GRANTS, Relation.FOREIGN)
    team = {OFFICER: Relation.OWN, COLLEAGUE: Relation.COLLEAGUE, LEAD: Relation.COLLEAGUE}
    officers = dict.fromkeys((OFFICER, COLLEAGUE, OTHER), Relation.WAITING)
    match how:
        case "waiting":
            return foreign | officers
        case "called_far":
            return dict.fromkeys(GRANTS, Relation.WAITING)
        case "offered":
            return foreign | team | {OTHER: Relation.OFFERED}
        case _:
            return foreign | team


async def _case(staffed: Staffed, tx: Transaction, how: str) -> Concern:
    house, case_id = staffed.at.house, random_id()
    about = (AddressId(random_id()), Draft("drugs", "old-town"), Language.EN, Urgency.NORMAL, NOW, NOW + 60)
    concern, _ = await store.open_concern(tx, house.keyring, case_id, *about, "conduct", None)
    if how == "called_far":
        await store.called(tx, concern, Tier.COORDINATORS, None)
    if how in ("taken", "offered", "closed"):
        await store.take(tx, case_id, staffed.addresses[OFFICER], "police", NOW)
    found = await store.find_concern(tx, case_id)
    assert found is not None
    if how == "offered":
        await handovers.begin(tx, found, "youth-health", Scope.SUMMARY, Stage.OFFERED, NOW)
        await queries.offer_card(tx, case_id=case_id, officer=staffed.addresses[OTHER])
    if how == "closed":
        await queries.close(tx, case_id=case_id, outcome="advised", now=NOW, expires_at=NOW + 60)
        found = await store.find_concern(tx, case_id)
        assert found is not None
    return found


def _asking(staffed: Staffed, tx: Transaction, member: StaffMember) -> Context:
    house = staffed.at.house
    work = house.workshop.work_in(tx)
    shared = {each.name: getattr(work, each.name) for each in fields(work)}
    sender = house.registry.sender(OFFICER)
    return Context(
        **shared,
        person=sender.person,
        speaks_ours=True,
        t=house.texts_for(Language.EN),
        people=Visitor(tx, house.registry, sender, Language.EN),
        staff=member,
        steps={},
    )


async def _try(at: Station, who: int, route: OnPress | OnCommand) -> str:
    if isinstance(route, OnCommand):
        return await at.commands(who, f"/{route.name}")
    return await at.presses(who, route.name, random_id(), "1")
