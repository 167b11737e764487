"""Who may take a case, and what happens when its officer cannot be reached."""

from __future__ import annotations

from bot.core.roles import Role
from tests.house import Play
from tests.journeys.steps import send_concern, taken_case

BODY = "Somebody follows me home."


async def test_only_who_the_young_person_was_told_may_take_the_case(play: Play) -> None:
    officer = await play.officer()
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    youth = play.person()
    await send_concern(youth, BODY)
    card = await officer.hears("Concern")
    await coordinator.says("/desk")
    desk = await coordinator.hears("Waiting to be taken: \u20680")
    take = next(key["callback_data"] for row in card.raw["reply_markup"]["inline_keyboard"] for key in row)
    assert "not there" in str(await coordinator.presses_data(take, desk.message_id))
    await officer.says("/desk")
    await officer.hears("Waiting to be taken: \u20681")


async def test_words_to_an_officer_who_is_gone_are_not_lost(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    officer.blocks()
    await youth.says("It happened again.")
    await youth.hears("could not be passed on")
    await youth.says("It happened again, near the bridge.")
    await youth.hears("Added")
    await coordinator.hears("Concern")
    await coordinator.presses("Take")
    for words in (BODY, "It happened again.", "It happened again, near the bridge."):
        await coordinator.hears(words)
    await youth.hears("has taken")


async def test_a_concern_nobody_can_read_is_not_accepted(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    officer.blocks()
    await youth.says("Are you there?")
    await youth.hears("could not be passed on")
    await youth.says("/concern")
    await youth.presses("Online")
    assert "Nobody is here to read this yet" in str(await youth.presses("Old Town"))
