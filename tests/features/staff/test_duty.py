"""`/duty`: what a member sees of their hours, and how they change them."""

from __future__ import annotations

import pytest

from bot.core.errors import UserError
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff.rules import Grant
from bot.storage.database import Database
from tests.features.staff.office import Office, directory, labels, organisation, plain
from tests.features.staff.test_roster import vienna


@pytest.fixture
async def office(database: Database) -> Office:
    house = organisation("police", hours="Mon-Fri 08:00-12:00", zone="Europe/Moscow")
    return await Office.open(database, vienna(23, 9), directory(house, organisation("clinic", "health")))


async def test_hours_of_ones_own_and_back_to_those_of_the_organisation(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police"))
    first = await office.does(2, "/duty")
    assert "Mon–Fri: 08:00–12:00" in plain(first.text)
    assert "Moscow" in first.text
    assert labels(first) == ["I am off duty", "My hours"]
    asked = await office.presses(2, first, "My hours")
    assert "Mon-Fri 08:00-12:00 14:00-18:00" in asked.text
    shown = await office.does(2, "Lun-Mer 9-10; сб 22:00–02:00")
    assert "Mon–Wed: 09:00–10:00\nSat: 22:00–02:00" in plain(shown.text)
    assert "Your own hours" in shown.text
    back = await office.presses(2, shown, "As my organisation")
    assert back == first


async def test_a_slip_is_said_and_asked_again(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police"))
    await office.does(2, ":duty.ask")
    with pytest.raises(UserError) as refused:
        await office.does(2, "Mon-Fryday 8-12")
    assert (refused.value.key, refused.value.values) == ("staff.bad_hours_weekday", {"word": "fryday"})
    assert "Mon–Fri: 08:00–11:00" in plain((await office.does(2, "Mon-Fri 8-11")).text)


async def test_another_look_ends_the_question(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police"))
    asked = await office.does(2, ":duty.ask")
    await office.presses(2, asked, "Back")
    with pytest.raises(UserError, match=r"engine\.not_understood"):
        await office.does(2, "Mon-Fri 8-11")


async def test_new_hours_are_a_new_roster(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "clinic"))
    off = await office.does(2, "/duty off")
    assert "Off duty" in off.text
    await office.does(2, ":duty.ask")
    shown = await office.does(2, "00:00-24:00")
    assert shown.text.startswith("On duty.")


async def test_only_staff_have_duty(office: Office) -> None:
    for what in ("/duty", ":duty.set|on", ":duty.ask", ":duty.house", ":duty.show"):
        with pytest.raises(UserError, match=r"engine\."):
            await office.does(99, what)


async def test_the_answer_of_somebody_whose_access_has_ended_is_no_answer(office: Office) -> None:
    await office.hires_coordinator()
    member = await office.hires(2, Grant(Role.OFFICER, "police"))
    await office.does(2, ":duty.ask")
    await office.does(1, f":staff.ended|{member.address}")
    with pytest.raises(UserError, match=r"engine\.not_understood"):
        await office.does(2, "Mon-Fri 8-11")


async def test_in_arabic_every_line_runs_from_right_to_left(office: Office) -> None:
    await office.hires(2, Grant(Role.OFFICER, "police", hours="Mon-Fri 08:00-12:00 14:00-18:00"), Language.AR)
    shown = await office.does(2, "/duty", Language.AR)
    assert "الاثنين–الجمعة" in shown.text
    assert "08:00–12:00، 14:00–18:00" in shown.text
    assert all(line.startswith("\u200f") for line in shown.text.splitlines() if line)
