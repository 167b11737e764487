"""Pressed twice, or late: nothing is done twice, and nobody is told what is not so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.roles import Role
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.house import Play, playing
from tests.journeys.casework import nothing_is_owed
from tests.journeys.handing import HEALTH, NEED, asks_youth, summarised_case
from tests.journeys.steps import taken_case
from tests.journeys.test_activities import MORNING, Town
from tests.journeys.test_break_glass import NEEDED, asks, only_for_police
from tests.journeys.test_buttons import press_twice, times_heard
from tests.journeys.test_programme import Timetable, attends
from tests.journeys.watching import find_route, press_route

BODY = "There is somebody at the bus stop."
OTHER = "And somebody else behind the school."


async def presses_both(phone: Phone, first: str, second: str) -> tuple[str | None, int]:
    """Before the bot has answered the first: what it says to the second, and the number of their message."""
    one, other = find_route(phone, first), find_route(phone, second)
    assert one
    assert other
    _, said = await asyncio.gather(phone.presses_data(*one), phone.presses_data(*other))
    return said, one[1]


async def test_words_that_were_sent_are_not_said_to_be_discarded(play: Play) -> None:
    """A thumb on the one button, then on the other, before the bot has answered."""
    officer, youth, _ = await taken_case(play, BODY)
    await officer.says("Are you safe?")
    await officer.hears("Not sent")
    said, message = await presses_both(officer, "case.to", "case.drop")
    assert said == "This was sent or discarded already."
    await youth.hears("Are you safe?")
    assert "Discarded" not in officer.message(message).text


async def test_a_ready_answer_pressed_twice_is_said_once(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.presses("Ready answers")
    await officer.presses("Sorry for the wait")
    await officer.hears("Now I am here")
    answers = await press_twice(officer, "case.said")
    assert answers == {None: 1, "This was sent or discarded already.": 1}
    await youth.hears("Now I am here")
    await youth.hears_nothing()
    assert times_heard(youth, "Now I am here") == 1


async def test_one_message_is_taken_out_of_a_draft_and_not_two(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    for words in (BODY, OTHER):
        await youth.says(words)
        await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    answers = await press_twice(youth, "concern.drop_last")
    assert answers[None] == 1
    assert "1\u2069 message" in youth.last.text
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)
    assert times_heard(officer, OTHER) == 0


@pytest.mark.parametrize("has_case", [True, False], ids=["in a case", "in a draft"])
async def test_an_area_is_said_once(play: Play, has_case: bool) -> None:
    if has_case:
        officer, youth, _ = await taken_case(play, BODY)
    else:
        officer, youth = await play.officer(), play.person()
        await youth.says("/concern")
        await youth.presses("Drugs")
        await youth.presses("Old Town")
        await youth.says(BODY)
        await youth.hears("not sent yet")
    await youth.sends("location", location={"latitude": 48.2, "longitude": 16.3})
    await youth.hears("An exact place is never passed on")
    answers = await press_twice(youth, "concern.place|north")
    assert answers[None] == 1
    if has_case:
        await officer.hears("North district")
        await nothing_is_owed(play)
        assert times_heard(officer, "The area is") == 1
    else:
        assert "2\u2069 messages" in youth.last.text


async def test_nobody_is_told_that_nothing_was_passed_on_when_it_was(play: Play) -> None:
    officer, youth = await summarised_case(play)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    answers = await press_twice(youth, "concern.agree")
    assert answers[None] == 1
    assert not any("Nothing was passed on" in str(said) for said in answers)
    await health.hears("asks you to take it over")
    keep = find_route(youth, "concern.decline")
    assert keep is not None
    await health.presses("Accept")
    await health.hears(NEED)
    said = str(await youth.presses_data(*keep))
    assert "answered or is over" in said
    assert "Nothing was passed on" not in said
    await youth.says("/cases")
    await press_route(youth, "concern.show")
    assert HEALTH in (await youth.hears("Topic:")).text


async def test_who_has_signed_goes_on_reading_that_they_have(play: Play) -> None:
    lead = await play.officer("Lea", role=Role.LEAD)
    await play.officer("Hanna", organisation="youth-health")
    officer, youth = await only_for_police(play)
    await asks(officer)
    card = await lead.hears(NEEDED)
    answers = await press_twice(lead, "case.glass_sign")
    assert answers[None] == 1
    await youth.hears("We have to tell you something")
    assert "You agreed" in lead.message(card.message_id).text


async def test_leaving_a_picture_out_when_it_is_on_its_way_says_that_it_was_not_left_out(play: Play) -> None:
    youth = play.person()
    await play.officer()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says(BODY)
    await youth.hears("not sent yet")
    await youth.sends("photo")
    await youth.hears("A picture can show who you are")
    said, _ = await presses_both(youth, "concern.file_yes", "concern.file_no")
    assert "older message" in str(said)


async def test_a_day_nobody_has_planned_any_more_is_not_said_to_stand_in_the_chat(
    play: Play, tmp_path: Path
) -> None:
    timetable = Timetable(play, tmp_path / "programme.ics")
    await timetable.imports(("Opening", timetable.moment(9)))
    participant = play.person("Pavel")
    await attends(participant, play, "Opening")
    await participant.says("/agenda")
    agenda = await participant.hears("Your agenda")
    await participant.says("/erase")
    await participant.presses("Yes, erase everything")
    await participant.hears("Proof of erasure")
    assert "older message" in str(await participant.presses("Keep here", message=agenda))


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with playing(database_url, start=MORNING.timestamp()) as play:
        yield Town(play, tmp_path)


async def offered(town: Town) -> Phone:
    """Somebody who waited, and is asked."""
    await town.offers_basketball()
    first, second = await town.comer("Mira"), await town.comer("Noah")
    await first.presses("Give the place back")
    await first.presses("Yes, give it back")
    await second.hears("A place is free")
    return second


async def test_a_place_taken_twice_is_not_said_to_be_gone(town: Town) -> None:
    second = await offered(town)
    assert await press_twice(second, "activities.take") == Counter({None: 2})
    assert "You have a place" in visible(second.last.text)


async def test_a_place_that_was_taken_is_not_given_back_by_an_old_button(town: Town) -> None:
    second = await offered(town)
    no = find_route(second, "activities.decline")
    assert no is not None
    await second.opens(f"a-{await town.activity()}")
    await second.presses("Yes, I take the place")
    await second.hears("You have a place")
    await second.presses_data(*no)
    assert "Yes, give it back" in second.message(no[1]).buttons
    await second.presses("No, keep it", message=no[1])
    assert "You have a place" in visible(second.message(no[1]).text)
