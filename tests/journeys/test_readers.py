"""Who may read a concern: the young person says so, and nobody else sees it or can take it."""

from __future__ import annotations

from bot.core.language import Language
from bot.core.roles import Role
from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play
from tests.journeys.casework import HOUR, nothing_is_owed, the_case
from tests.journeys.steps import send_concern
from tests.journeys.watching import ever_shown, press_route

BODY = "An officer took my bike and laughed."
ROUTES = ("case.take", "case.waiting", "case.show", "case.recuse", "case.recused", "case.seen", "case.note")


async def written_for(youth: Phone, choice: str) -> Message:
    """Writes a concern for the readers of one's choice; returns the receipt."""
    await choices(youth)
    await youth.presses(choice)
    asked = visible((await youth.hears("It can be read by:")).text)
    await youth.says(BODY)
    await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    receipt = await youth.hears("Your case code:")
    readers = asked.partition("It can be read by: ")[2].partition(".")[0]
    assert f"It will be read by: {readers}." in visible(receipt.text), "as they were told before"
    return receipt


async def choices(youth: Phone) -> list[str]:
    """Begins a concern; returns who may be chosen to read it."""
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.presses("Choose who may read it")
    *offered, back = (await youth.hears("Who may read it?")).buttons
    assert back == "Back"
    return offered


async def tries_everything(play: Play, phone: Phone) -> None:
    """Whatever they press, and wherever they look, the case is not theirs to see."""
    case_id = (await the_case(play)).case_id
    await phone.says("/desk")
    desk = await phone.hears("My desk")
    assert "Waiting to be taken: 0" in visible(desk.text)
    for route in ROUTES:
        refused = await phone.presses_data(f"{route}|{case_id}", desk.message_id)
        assert refused in (
            "This case is not there (any more).",
            "Another officer was faster: this case is taken.",
        ), route
    assert not any("Concern" in shown.text or BODY in shown.text for shown in ever_shown(play, phone))


async def test_not_the_police(play: Play) -> None:
    police, lead = await play.officer("Olaf"), await play.officer("Lea", role=Role.LEAD)
    health = await play.officer("Hana", organisation="youth-health")
    receipt = await written_for(play.person(), "Not the police")
    assert "Youth health service" in receipt.text
    assert "Community police" not in receipt.text
    await health.hears("Concern")
    for _ in range(3):  # nobody takes it, and more people are called
        play.clock.advance(HOUR + 1)
        await nothing_is_owed(play)
    for phone in (police, lead):
        await tries_everything(play, phone)
    await health.presses("Take")
    await health.hears(BODY)


async def test_only_health_services(play: Play) -> None:
    others = [await play.officer("Olaf"), await play.officer("Cora", organisation="city")]
    health = await play.officer("Hana", organisation="youth-health")
    receipt = await written_for(play.person(), "Only health services")
    assert "It will be read by: Youth health service." in visible(receipt.text)
    await health.hears("Concern")
    for phone in others:
        await tries_everything(play, phone)


async def test_about_somebody_who_answers_here(play: Play) -> None:
    officer, lead = await play.officer("Olaf"), await play.officer("Lea", role=Role.LEAD)
    chief = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    receipt = await written_for(play.person(), "It is about somebody who answers here")
    assert "It will be read by: Municipality." in visible(receipt.text)
    card = await chief.hears("Concern")
    assert "for coordinators only" in card.text
    play.clock.advance(HOUR + 1)
    await nothing_is_owed(play)
    for phone in (officer, lead):
        await tries_everything(play, phone)
    await chief.presses("Take")
    await chief.hears(BODY)
    await tries_to_read(play, officer)


async def said_to_be_gone(play: Play, officer: Phone) -> None:
    """They blocked the bot, and it has noticed."""
    officer.blocks()
    await send_concern(play.person("Somebody"), BODY)
    await nothing_is_owed(play)


async def tries_to_read(play: Play, phone: Phone) -> None:
    """Now that it is taken."""
    case_id = (await the_case(play)).case_id
    for route in ("case.take", "case.show", "case.note", "case.close"):
        refused = str(await phone.presses_data(f"{route}|{case_id}", phone.last.message_id))
        assert "not in your hands" in refused or route == "case.take", route
    assert not any(BODY in shown.text for shown in ever_shown(play, phone))


async def test_only_what_somebody_here_could_answer_is_offered(play: Play) -> None:
    await play.officer("Olaf")
    youth = play.person()
    assert await choices(youth) == ["Whoever can help best"]
    await play.officer("Hana", organisation="youth-health")
    first, not_police, *only = await choices(youth)
    assert (first, not_police) == ("Whoever can help best", "Not the police")
    assert set(only) == {"Only the police", "Only health services"}
    await play.officer("Carla", organisation="youth-health", role=Role.COORDINATOR)
    assert (await choices(youth))[-1] == "It is about somebody who answers here"


async def test_the_police_can_be_left_out_even_if_only_their_lead_would_be_called(play: Play) -> None:
    lead = await play.officer("Lea", role=Role.LEAD)
    await play.officer("Hana", organisation="youth-health")
    await written_for(play.person(), "Not the police")
    for _ in range(3):
        play.clock.advance(HOUR + 1)
        await nothing_is_owed(play)
    await tries_everything(play, lead)


async def test_a_choice_nobody_could_answer_any_more_is_refused_and_the_words_are_kept(play: Play) -> None:
    await play.officer("Olaf")
    health = await play.officer("Hana", organisation="youth-health")
    youth = play.person()
    await choices(youth)
    await youth.presses("Only health services")
    await youth.says(BODY)
    await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.hears(BODY)
    await said_to_be_gone(play, health)
    assert "Nobody is here to read this yet" in str(await youth.presses("Send"))
    await youth.presses_data("concern.readers", youth.last.message_id)
    await youth.presses("Whoever can help best")
    await youth.hears("1\u2069 message so far")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code:")


async def test_who_speaks_the_language_is_called_first(play: Play) -> None:
    """And named first."""
    await play.officer("Olaf", languages=(Language.EN,))
    await play.officer("Hana", organisation="youth-health", languages=(Language.DE,))
    english, german = play.person(), play.person("Max", "de")
    for youth, first in ((english, "Community police"), (german, "Jugendgesundheit")):
        await youth.says("/concern")
        await press_route(youth, "concern.topic|drugs")
        await press_route(youth, "concern.area|drugs|old-town")
        asked = visible((await youth.hears(first)).text)
        others = ("Youth health service", "Bürgernahe Polizei")
        assert all(asked.index(first) < asked.index(other) for other in others if other in asked)


async def test_a_choice_that_is_gone_is_never_taken_for_everybody(play: Play) -> None:
    await play.officer("Olaf")
    youth = play.person()
    await choices(youth)
    gone = await youth.presses_data("concern.reader|health|clairvoyants", youth.last.message_id)
    assert "older message" in str(gone)
    assert "It can be read by:" not in youth.last.text


async def test_who_looks_at_the_choice_and_goes_back_finds_it_again(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await choices(youth)
    await youth.presses("Back")
    asked = await youth.hears("Write it down")
    assert "It can be read by" in asked.text
    assert asked.buttons == ["Choose who may read it", "Cancel"]
    await youth.presses("Cancel")
    assert (await youth.hears("Nothing was sent")).buttons == ["Menu"]
