"""Who is called to a case, in which order, how loudly, and what is said where nobody is on duty."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.journal import Deed
from bot.core.roles import Role
from bot.features.concerns import conduct, store
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.house import Play, playing
from tests.journeys.casework import HOUR, details, nothing_is_owed, the_case
from tests.journeys.steps import send_concern, taken_case

BODY = "Somebody sells pills behind the kiosk."
CRY = "He has a knife and he is coming."
OFFICE_HOURS = "Mon-Fri 08:00-12:00"
URGENT = 5 * 60 + 1
"""Seconds after which an urgent case that nobody took is called out again."""
MONDAY_EVENING = int(datetime(2026, 11, 23, 20, tzinfo=ZoneInfo("Europe/Vienna")).timestamp())


async def off_duty(officer: Phone) -> Phone:
    await officer.says("/duty off")
    await officer.hears("Off duty")
    officer.skips()
    return officer


async def an_hour_passes(play: Play) -> None:
    """In which nobody takes the case."""
    await nothing_is_owed(play)
    play.clock.advance(HOUR + 1)


async def test_who_is_on_duty_is_called_first_and_then_one_tier_after_the_other(play: Play) -> None:
    on_duty, away = await play.officer("Olaf"), await off_duty(await play.officer("Otto"))
    lead = await play.officer("Lea", role=Role.LEAD)
    chief = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    later = [away, lead, chief]
    await send_concern(play.person(), BODY)
    assert not on_duty.was_silent(await on_duty.hears("Concern"))
    while later:
        for phone in later:
            await phone.hears_nothing(0.1)
        await an_hour_passes(play)
        phone = later.pop(0)
        card = await phone.hears("Concern")
        assert phone.was_silent(card) == (phone is away), "who is not on duty is not woken"
    assert await details(play, await the_case(play), Deed.ESCALATED) == ["roster", "leads", "coordinators"]
    await an_hour_passes(play)
    await chief.hears_nothing(0.3)
    await chief.presses("Take")
    await chief.hears(BODY)
    for phone in (on_duty, away, lead):
        await phone.hears("Taken by another officer")


async def test_a_case_that_was_taken_is_called_out_no_more(play: Play) -> None:
    await taken_case(play, BODY)
    lead = await play.officer("Lea", role=Role.LEAD)
    for _ in range(3):
        await an_hour_passes(play)
    await lead.hears_nothing()
    assert await details(play, await the_case(play), Deed.ESCALATED) == []


async def test_nobody_on_duty_is_said_with_the_hour_they_are_back_and_nobody_is_woken(
    database_url: str,
) -> None:
    async with playing(database_url, start=MONDAY_EVENING) as play:
        officer, youth = await play.officer(hours=OFFICE_HOURS), play.person()
        await send_concern(youth, BODY)
        assert officer.was_silent(await officer.hears("Concern"))
        receipt = next(message for message in youth.messages if "Your case code:" in message.text)
        assert "Nobody is on duty just now." in receipt.text
        assert "The next officer begins at Tuesday 24 November, 08:00" in visible(receipt.text)


async def test_in_their_hours_the_same_officer_hears_it(database_url: str) -> None:
    async with playing(database_url, start=MONDAY_EVENING + 13 * HOUR) as play:
        officer, youth = await play.officer(hours=OFFICE_HOURS), play.person()
        await send_concern(youth, BODY)
        assert not officer.was_silent(await officer.hears("Concern"))
        assert not any("Nobody is on duty" in message.text for message in youth.messages)


async def test_an_urgent_case_is_called_out_again_and_again_until_somebody_has_it(play: Play) -> None:
    on_duty, away = await play.officer("Olaf"), await off_duty(await play.officer("Otto"))
    lead = await play.officer("Lea", role=Role.LEAD)
    await send_concern(play.person(), BODY, topic="Safety and violence")
    assert "Urgent" in (await on_duty.hears("Concern")).text
    await lead.hears_nothing(0.1)
    play.clock.advance(URGENT)
    await on_duty.hears("is urgent and still waits")
    assert not away.was_silent(await away.hears("Concern")), "what is urgent wakes them"
    play.clock.advance(URGENT)
    await lead.hears("Concern")
    for _ in range(2):
        await nothing_is_owed(play)
        for phone in (on_duty, away, lead):
            phone.skips()
        play.clock.advance(URGENT)
        for phone in (on_duty, away, lead):
            again = await phone.hears("is urgent and still waits")
            assert not phone.was_silent(again)
            assert again.buttons == ["Take"]
    await away.presses("Take")
    await away.hears(BODY)
    await nothing_is_owed(play)
    for phone in (on_duty, away, lead):
        phone.skips()
    play.clock.advance(URGENT)
    await on_duty.hears_nothing()
    await lead.hears_nothing(0.1)


async def test_urgent_and_nobody_on_duty_is_said_with_the_number_to_call(play: Play) -> None:
    away, lead = await off_duty(await play.officer()), await play.officer("Lea", role=Role.LEAD)
    youth = play.person()
    await send_concern(youth, CRY)
    receipt = next(message for message in youth.messages if "Your case code:" in message.text)
    assert "Nobody is on duty just now." in receipt.text
    assert "call 112 now" in visible(receipt.text)
    for phone in (away, lead):
        assert not phone.was_silent(await phone.hears("Concern")), "all are called at once"


async def test_words_of_danger_in_a_waiting_case_call_more_people_at_once(play: Play) -> None:
    first, away = await play.officer(), await off_duty(await play.officer("Otto"))
    youth = play.person()
    await send_concern(youth, BODY)
    await first.hears("Concern")
    await away.hears_nothing(0.1)
    await youth.says(CRY)
    await youth.hears("Added")
    await first.hears("is urgent and still waits")
    assert "Urgent" in (await away.hears("Concern")).text


async def test_danger_in_a_case_somebody_has_is_said_aloud_and_others_get_it_unless_they_look(
    play: Play,
) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    other = await play.officer("Otto")
    await youth.says("He was here again.")
    await officer.hears("He was here again.")
    await youth.says(CRY)
    assert not officer.was_silent(await officer.hears("is urgent now"))
    cry = await officer.hears(CRY)
    assert not officer.was_silent(cry), "although the message before was not looked at"
    await other.hears_nothing(0.2)
    play.clock.advance(URGENT)
    await officer.hears("given to others")
    await nothing_is_owed(play)
    assert copy.thread not in officer.topics
    await youth.hears("Others are being asked")
    await other.hears("Concern")
    await other.presses("Take")
    for words in (BODY, "He was here again.", CRY):
        await other.hears(words)
    assert await details(play, await the_case(play), Deed.RETURNED) == [""]


async def test_danger_that_was_looked_at_stays_with_who_has_the_case(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    other = await play.officer("Otto")
    await youth.says(CRY)
    await officer.hears(CRY)
    await officer.presses("Read")
    play.clock.advance(URGENT)
    await other.hears_nothing()
    assert copy.thread in officer.topics


async def test_whoever_is_paused_can_still_cry_for_help(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await pause(play)
    await youth.says("You are all stupid.")
    await youth.hears("You can write to officers again in")
    await youth.says(CRY)
    await youth.hears("Passed on")
    await officer.hears(CRY)
    assert not any("stupid" in message.text for message in officer.messages)


async def test_whoever_is_paused_can_open_a_case_in_danger_and_no_other(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await pause(play)
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says("You are all stupid.")
    await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.hears("Send it like this?")
    assert "You can write to officers again in" in str(await youth.presses("Send"))
    await officer.hears_nothing(0.2)
    await youth.presses("Cancel")
    await send_concern(youth, CRY)
    assert "Urgent" in (await officer.hears("Concern")).text


async def pause(play: Play) -> None:
    """Struck three times, by whoever had the case."""
    concern = await the_case(play)
    async with play.house.workshop.working() as work:
        token = await store.conduct_of(work.tx, work.keys, concern)
        for _ in range(3):
            await conduct.strike(work, token)
