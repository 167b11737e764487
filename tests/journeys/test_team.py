"""A case is returned, somebody is kept away from one, a member leaves: nobody reads a word for that."""

from __future__ import annotations

from bot.core.roles import Role
from bot.sandbox import Phone
from tests.house import Play
from tests.journeys.handing import BODY, deeds, holders, loses, offers_colleagues, summarised_case, takes
from tests.journeys.steps import send_concern
from tests.journeys.watching import ever_shown, find_route, press_route
from tests.waiting import until


async def opens_team(lead: Phone) -> None:
    await lead.says("/desk")
    await lead.presses("All cases")
    await lead.hears("in somebody’s hands")


async def test_a_lead_returns_a_case_without_reading_it(play: Play) -> None:
    officer, youth, lead = await play.officer(), play.person(), await play.officer("Lea", role=Role.LEAD)
    colleague = await play.officer("Cora")
    await send_concern(youth, BODY)
    await takes(officer)
    await opens_team(lead)
    await press_route(lead, "case.of_team")
    assert "Olaf" in (await lead.hears("In the hands of")).text
    await lead.presses("Give it back to the queue")
    await lead.presses("Yes, give it back")
    await lead.hears("It waits again")
    await officer.hears("was given to others by your lead")
    await youth.hears("Others are being asked")
    await loses(officer, BODY)
    await colleague.hears("Concern")
    assert await holders(play) == []
    assert "returned" in await deeds(play)
    assert not any(BODY in each.text for each in ever_shown(play, lead))


async def test_a_lead_sees_no_case_of_another_organisation(play: Play) -> None:
    lead = await play.officer("Hella", organisation="youth-health", role=Role.LEAD)
    await summarised_case(play)
    await opens_team(lead)
    assert find_route(lead, "case.of_team") is None


async def test_whoever_is_named_in_a_case_never_has_it_nor_sees_it(play: Play) -> None:
    officer, youth, lead = await play.officer(), play.person(), await play.officer("Lea", role=Role.LEAD)
    colleague = await play.officer("Cora")
    await send_concern(youth, BODY)
    await takes(officer)
    await opens_team(lead)
    await press_route(lead, "case.of_team")
    await lead.presses("Keep somebody away")
    await lead.presses("Olaf")
    await lead.hears("They can’t have this case")
    await officer.hears("was given to others by your lead")
    await loses(officer, BODY)
    await youth.hears("Others are being asked")
    await colleague.hears("Concern")
    take = find_route(colleague, "case.take")
    assert take is not None
    assert "not there" in str(await officer.presses_data(take[0], officer.last.message_id))
    officer.skips()
    await officer.says("/desk")
    await officer.hears("Waiting to be taken: \u20680")
    await colleague.presses("Take")
    await colleague.hears(BODY)
    assert "excluded" in await deeds(play)


async def test_a_case_about_staff_is_kept_from_whoever_it_is_about(play: Play) -> None:
    accused = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    other = await play.officer("Conny", organisation="city", role=Role.COORDINATOR)
    youth = play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await press_route(youth, "concern.readers")
    await youth.presses("It is about somebody who answers here")
    await youth.says(BODY)
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await other.hears("Concern")
    await accused.hears("Concern")
    take = find_route(accused, "case.take")
    assert take is not None
    await opens_team(other)
    await press_route(other, "case.of_team")
    await other.hears("Nobody has it")
    await other.presses("Keep somebody away")
    await other.presses("Municipality")
    await other.presses("Carla")
    await other.hears("They can’t have this case")
    assert "not there" in str(await accused.presses_data(*take))
    await opens_team(accused)
    assert find_route(accused, "case.of_team") is None


async def ends_access(chief: Phone, name: str) -> None:
    await chief.says("/staff")
    await chief.hears("people")
    await chief.presses(name)
    await chief.presses("End access")
    await chief.presses("End access now")


async def test_whoever_leaves_takes_nothing_along(play: Play) -> None:
    chief = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    officer, youth = await summarised_case(play)
    colleague = await play.officer("Cora")
    await offers_colleagues(officer)
    await colleague.hears("asks you to take it over")
    await officer.says("Where does this belong?")
    await officer.hears("Not sent")
    youth.skips()
    await ends_access(chief, "Olaf")
    await youth.hears("Others are being asked")
    await loses(officer, BODY)
    await until(lambda: not officer.topics)
    await colleague.hears("Concern")
    await press_route(colleague, "case.take")
    await colleague.hears(BODY)
    async with play.house.database.transaction() as tx:
        assert not await tx.rows("SELECT 1 FROM concern_held", {})
        assert not await tx.rows("SELECT 1 FROM concern_handovers", {})


async def test_when_the_last_who_was_asked_leaves_the_first_officer_hears_so(play: Play) -> None:
    chief = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    officer, _ = await summarised_case(play)
    await play.officer("Cora")
    await offers_colleagues(officer)
    await ends_access(chief, "Cora")
    await officer.hears("nobody at")
    assert await holders(play) == ["police"]
