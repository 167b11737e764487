"""Danger: two members of staff pass a case on unasked, with a reason, and the young person is told."""

from __future__ import annotations

from bot.core.roles import Role
from bot.features.concerns.handovers import SIGNATURE_SECONDS
from bot.sandbox import Phone
from tests.house import Play
from tests.journeys.handing import BODY, HEALTH, OVER, deeds, holders, shows, takes
from tests.journeys.steps import case_code
from tests.journeys.watching import find_route, press_route

DANGER = "life is in danger now"
NEEDED = "A second signature is needed"


async def only_for_police(play: Play) -> tuple[Phone, Phone]:
    """The officer and the young person of a case that only the police may read."""
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await press_route(youth, "concern.readers")
    await youth.presses("Only the police")
    await youth.says(BODY)
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    case_code((await youth.hears("Your case code:")).text)
    await takes(officer)
    return officer, youth


async def asks(officer: Phone) -> None:
    await press_route(officer, "case.more")
    await officer.presses("Life in danger")
    await officer.hears("Only if somebody may die")
    await officer.presses(DANGER)
    await officer.presses(HEALTH)


async def test_two_together_pass_it_on_and_the_young_person_is_told(play: Play) -> None:
    health = await play.officer("Hanna", organisation="youth-health")
    lead = await play.officer("Lea", role=Role.LEAD)
    officer, youth = await only_for_police(play)
    await health.hears_nothing()
    await asks(officer)
    await officer.hears("being asked to agree")
    card = await lead.hears(NEEDED)
    assert BODY not in card.text
    await health.hears_nothing()
    assert "glass_broken" not in await deeds(play)
    await lead.presses("I agree")
    told = (await youth.hears("We have to tell you something")).text
    assert all(words in told for words in (HEALTH, DANGER, "112"))
    assert "Lea" not in told
    await officer.hears("a second member of staff agreed")
    offer = await health.hears("❗ Danger")
    assert "❗ Urgent" in offer.text
    assert BODY not in offer.text
    assert await holders(play) == ["police"]
    await health.presses("Accept")
    await health.hears(BODY)
    await youth.hears("Somebody else has")
    assert await holders(play) == ["youth-health"]
    assert [each for each in await deeds(play) if "glass" in each] == ["glass_asked", "glass_broken"]
    await youth.says("/cases")
    await press_route(youth, "concern.show")
    await press_route(youth, "concern.who")
    await youth.hears("Who opened")


async def test_nobody_signs_alone(play: Play) -> None:
    await play.officer("Hanna", organisation="youth-health")
    officer, youth = await only_for_police(play)
    youth.skips()
    await press_route(officer, "case.more")
    await officer.presses("Life in danger")
    await officer.presses(DANGER)
    assert "call \u2068112" in str(await officer.presses(HEALTH))
    colleague = await play.officer("Cora")
    await officer.presses(HEALTH)
    await colleague.hears(NEEDED)
    sign = find_route(colleague, "case.glass_sign")
    assert sign is not None
    await officer.presses_data(sign[0], officer.last.message_id)
    await youth.hears_nothing()
    assert "glass_broken" not in await deeds(play)


async def test_a_no_is_enough(play: Play) -> None:
    health = await play.officer("Hanna", organisation="youth-health")
    lead = await play.officer("Lea", role=Role.LEAD)
    colleague = await play.officer("Cora")
    officer, youth = await only_for_police(play)
    youth.skips()
    await asks(officer)
    await colleague.hears(NEEDED)
    sign = find_route(colleague, "case.glass_sign")
    assert sign is not None
    await lead.hears(NEEDED)
    await lead.presses("I don’t agree")
    await officer.hears("did not agree")
    await colleague.hears(OVER)
    await colleague.presses_data(*sign)
    await health.hears_nothing()
    await youth.hears_nothing()
    assert not shows(colleague, BODY)


async def test_after_an_hour_nobody_can_sign_any_more(play: Play) -> None:
    await play.officer("Hanna", organisation="youth-health")
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    officer, youth = await only_for_police(play)
    youth.skips()
    await asks(officer)
    await coordinator.hears(NEEDED)
    sign = find_route(coordinator, "case.glass_sign")
    assert sign is not None
    async with play.house.database.transaction() as tx:
        await tx.execute("UPDATE concerns SET answer_by_at = NULL, call_at = NULL", {})
    play.clock.advance(SIGNATURE_SECONDS + 1)
    await officer.hears("nobody signed within an hour")
    await coordinator.presses_data(*sign)
    await coordinator.hears(OVER)
    await youth.hears_nothing()
    assert await holders(play) == ["police"]
