"""Who is called for a case, in which order, and when somebody is on duty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.core.context import Need, StaffMember, Tier
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff.rules import NOTHING, Grant, covered
from bot.storage.database import Database
from tests.features.staff.office import VIENNA, Office, directory, organisation

OFFICE_HOURS = "Mon-Fri 08:00-12:00 14:00-18:00"
NEED = Need("drugs", "north", Language.DE)


def vienna(day: int, hour: int, minute: int = 0, month: int = 11) -> int:
    return int(datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(VIENNA)).timestamp())


async def able(office: Office, need: Need = NEED) -> dict[Tier, Sequence[StaffMember]]:
    async with office.database.transaction() as tx:
        found = await office.roster.able(tx, need, office.now)
    assert set(found) == set(Tier)
    return dict(found)


async def next_duty(office: Office, need: Need = NEED) -> int | None:
    async with office.database.transaction() as tx:
        return await office.roster.next_duty(tx, need, office.now)


async def test_each_is_called_in_the_first_tier_they_belong_to(office: Office) -> None:
    on = await office.hires(2, Grant(Role.OFFICER, "police"))
    off = await office.hires(3, Grant(Role.OFFICER, "police", hours="22:00-06:00"))
    lead = await office.hires(4, Grant(Role.LEAD, "clinic"))
    chief = await office.hires_coordinator()
    found = await able(office)
    assert {tier: [each.address for each in found[tier]] for tier in Tier} == {
        Tier.DUTY: [on.address],
        Tier.ROSTER: [off.address],
        Tier.LEADS: [lead.address],
        Tier.COORDINATORS: [chief.address],
    }
    assert not any(each.name for tier in Tier for each in found[tier])


async def test_who_answers_in_the_language_comes_first_and_the_rest_in_one_order(office: Office) -> None:
    for number, languages in enumerate(((), (Language.EN,), (Language.DE, Language.EN), (Language.DE,))):
        await office.hires(10 + number, Grant(Role.OFFICER, "police", languages=languages))
    duty = (await able(office))[Tier.DUTY]
    assert [Language.DE in each.languages for each in duty] == [True, True, False, False]
    assert (await able(office))[Tier.DUTY] == duty


async def test_the_young_persons_choice_of_readers_holds_for_everybody(office: Office) -> None:
    for number, (role, place) in enumerate(
        product((Role.OFFICER, Role.LEAD, Role.COORDINATOR), ("police", "clinic"))
    ):
        await office.hires(20 + number, Grant(role, place))
    found = await able(office, Need("drugs", "north", Language.DE, frozenset({"health"})))
    assert {each.organisation for tier in Tier for each in found[tier]} == {"clinic"}
    assert [len(found[tier]) for tier in Tier] == [1, 0, 1, 1]


async def test_who_is_excluded_or_cannot_be_reached_is_not_called(office: Office) -> None:
    one = await office.hires(2, Grant(Role.OFFICER, "police"))
    await office.hires(3, Grant(Role.OFFICER, "police"))
    await office.blocks(3)
    assert [each.address for each in (await able(office))[Tier.DUTY]] == [one.address]
    excluded = Need("drugs", "north", Language.DE, excluded=frozenset({one.address}))
    assert not any((await able(office, excluded)).values())


@pytest.mark.parametrize(
    ("own", "house", "covers"),
    [
        ((), (), {"a", "b", "c"}),
        (("a",), (), {"a"}),
        ((), ("a", "b"), {"a", "b"}),
        (("a", "c"), ("a", "b"), {"a"}),
        (("c",), ("a", "b"), set()),
    ],
)
async def test_a_member_covers_what_they_and_their_organisation_cover(
    database: Database, own: tuple[str, ...], house: tuple[str, ...], covers: set[str]
) -> None:
    names = {"a": "drugs", "b": "online", "c": "safety"}
    place = organisation("police", topics=tuple(names[each] for each in house))
    office = await Office.open(database, vienna(23, 9), directory(place))
    await office.hires(2, Grant(Role.OFFICER, "police", topics=tuple(names[each] for each in own)))
    await office.hires(3, Grant(Role.LEAD, "police", topics=tuple(names[each] for each in own)))
    await office.hires_coordinator()
    for short, topic in names.items():
        found = await able(office, Need(topic, "north", Language.EN))
        expected = int(short in covers)
        assert [len(found[tier]) for tier in Tier] == [expected, 0, expected, 1]
    assert (covered(own, house) == NOTHING) == (not covers)


async def test_an_organisation_that_is_gone_covers_what_its_people_do(office: Office) -> None:
    member = await office.hires(2, Grant(Role.OFFICER, "police", topics=("drugs",)))
    office.directory.configured = {}
    office.directory.adopt([])
    assert [each.address for each in (await able(office))[Tier.DUTY]] == [member.address]
    assert not (await able(office, Need("drugs", "north", Language.DE, frozenset({"police"}))))[Tier.DUTY]


async def test_hours_are_the_members_else_the_organisations_else_always(database: Database) -> None:
    house = organisation("police", hours=OFFICE_HOURS, languages=["ru"])
    office = await Office.open(database, vienna(23, 9), directory(house, organisation("clinic", "health")))
    theirs = await office.hires(2, Grant(Role.OFFICER, "police"))
    own = await office.hires(
        3, Grant(Role.OFFICER, "police", hours="Mon 19:00-20:00", languages=(Language.DE,))
    )
    always = await office.hires(4, Grant(Role.OFFICER, "clinic"))
    assert (theirs.languages, own.languages) == ({Language.RU}, {Language.DE})
    for hour, on in ((9, {theirs, always}), (13, {always}), (19, {own, always})):
        office.at(vienna(23, hour))
        duty = {each.address for each in (await able(office))[Tier.DUTY]}
        assert duty == {each.address for each in on}
        assert {each.address for each in (theirs, own, always)} - duty == {
            each.address for each in (await able(office))[Tier.ROSTER]
        }


async def test_nobody_is_on_duty_on_a_holiday(database: Database) -> None:
    house = organisation("police", hours="08:00-18:00", holidays="AT", closed=[date(2026, 12, 24)])
    office = await Office.open(database, vienna(23, 9, month=12), directory(house))
    await office.hires(2, Grant(Role.OFFICER, "police"))
    assert (await member(office)).is_on_duty
    for day in (24, 25, 26):
        office.at(vienna(day, 9, month=12))
        assert not (await member(office)).is_on_duty
        assert await next_duty(office) == vienna(27, 8, month=12)


async def member(office: Office, chat_id: int = 2) -> StaffMember:
    return await office.member(chat_id)


async def test_off_duty_holds_to_the_end_of_the_shift_and_on_duty_to_the_next(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police", hours=OFFICE_HOURS))
    shown = await office.does(2, "/duty off")
    assert "Off duty until" in shown.text
    assert f'unix="{vienna(23, 14)}"' in shown.text
    assert not (await member(office)).is_on_duty
    office.at(vienna(23, 14))
    assert (await member(office)).is_on_duty
    office.at(vienna(23, 20))
    shown = await office.does(2, "/duty on")
    assert f'unix="{vienna(24, 12)}"' in shown.text
    office.at(vienna(24, 7))
    assert (await member(office)).is_on_duty
    office.at(vienna(24, 12))
    assert not (await member(office)).is_on_duty


async def test_who_is_always_on_is_off_until_they_say_otherwise(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police"))
    shown = await office.does(2, "/duty off")
    assert shown.text.startswith("Off duty.")
    assert await next_duty(office) is None
    office.at(vienna(30, 3))
    assert not (await member(office)).is_on_duty
    assert (await office.presses(2, shown, "I am on duty")).text.startswith("On duty.")
    assert await next_duty(office) == office.now


async def test_the_next_duty_is_the_first_of_those_who_cover_it(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police", hours="Mon 20:00-22:00"))
    await office.hires(3, Grant(Role.OFFICER, "police", hours="Mon 12:00-13:00", topics=("online",)))
    await office.hires(4, Grant(Role.LEAD, "police", hours="Mon 18:00-19:00"))
    await office.hires_coordinator()
    assert await next_duty(office) == vienna(23, 18)
    assert await next_duty(office, Need("online", "north", Language.DE)) == vienna(23, 12)
    assert await next_duty(office, Need("online", "north", Language.DE, frozenset({"school"}))) is None
