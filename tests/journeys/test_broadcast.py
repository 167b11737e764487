"""One person writes to many, another approves; it arrives in each language, once, and can be stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.language import Language
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.broadcasting import NOON, Newsroom
from tests.house import playing
from tests.waiting import until

ENGLISH, GERMAN = "The doors open at nine & we wait for you.", "Die Türen öffnen um neun."


@pytest.fixture
async def newsroom(database_url: str) -> AsyncIterator[Newsroom]:
    async with playing(database_url, start=NOON) as play:
        yield await Newsroom.opens(play)


async def test_what_one_writes_and_another_approves_arrives_in_each_language(newsroom: Newsroom) -> None:
    pavel, greta = await newsroom.participant(), await newsroom.participant("Greta", "de")
    leila = await newsroom.participant("Leila", "ar")
    stranger = newsroom.play.person("Stranger")
    await stranger.says("/start")
    await stranger.hears()
    overview = await newsroom.writes(English=ENGLISH, German=GERMAN)
    await newsroom.carla.presses_data("broadcast.preview|en", overview.message_id)
    assert ENGLISH in visible((await newsroom.carla.hears("doors")).text)
    await newsroom.carla.says("/broadcast")
    await newsroom.carla.hears("Nothing has been written yet")
    for phone in (pavel, greta, leila):
        await phone.hears_nothing(0.05)
    handed_in = visible((await newsroom.hands_in(English=ENGLISH, German=GERMAN)).text)
    assert "fewer than 5 people" in handed_in
    assert "it ends before quiet hours" in handed_in
    await newsroom.carla.presses("Show it")
    assert "Approve and send" not in (await newsroom.carla.hears("waits for a second person")).buttons
    await newsroom.approves()
    assert "News" in visible((await pavel.hears(ENGLISH)).text)
    await greta.hears(GERMAN)
    t = newsroom.play.house.texts_for(Language.AR)
    arrived = await leila.hears(ENGLISH)
    assert t.label("broadcast.kind_news") in visible(arrived.text)
    assert t.language_name("en") in arrived.text
    await newsroom.carla.hears("Your message to many")
    done = visible((await newsroom.carla.hears("Arrived: ")).text)
    assert "Arrived: fewer than 5 people" in done
    await stranger.hears_nothing(0.1)
    await newsroom.carla.says("/audit")
    journal = visible((await newsroom.carla.hears("wrote a message to many")).text)
    assert "approved a message to many" in journal
    assert "doors" not in journal


async def test_nobody_approves_their_own_and_no_officer_has_a_say(newsroom: Newsroom) -> None:
    await newsroom.participant()
    olga = await newsroom.play.officer("Olga")
    await newsroom.hands_in(English=ENGLISH)
    await newsroom.carla.presses("Show it")
    card = await newsroom.carla.hears("waits for a second person")
    move = await data_of(newsroom.carla, card.message_id, "broadcast.move")
    said = await newsroom.carla.presses_data(move.replace("decline", "approve"), card.message_id)
    assert "Somebody else has to approve" in str(said)
    for who in (olga, newsroom.play.person("Mira")):
        await who.says("/broadcast")
        await who.hears("don’t know this command")
    await newsroom.lea.says("/broadcast")
    assert not any("Write" in label for label in (await newsroom.lea.hears("Messages to many")).buttons)


async def data_of(phone: Phone, message_id: int, route: str) -> str:
    message = next(each for each in phone.messages if each.message_id == message_id)
    data = [button.get("callback_data", "") for row in message.rows for button in row]
    return next(each for each in data if each.startswith(route))


async def test_the_same_text_to_the_same_people_is_stopped(newsroom: Newsroom) -> None:
    pavel = await newsroom.participant()
    await newsroom.hands_in(English=ENGLISH)
    await newsroom.approves()
    await pavel.hears(ENGLISH)
    await newsroom.carla.hears("Arrived: ")
    await newsroom.writes(English=f"  {ENGLISH.upper()} ", German=GERMAN)
    assert "not sent twice" in str(await newsroom.carla.presses("Ask for approval"))
    newsroom.play.clock.advance(7 * 86400 + 1)
    await newsroom.hands_in(English=ENGLISH)
    await pavel.hears_nothing()


async def test_a_session_and_a_language_can_be_chosen(newsroom: Newsroom) -> None:
    pavel, greta = await newsroom.participant(), await newsroom.participant("Greta", "de")
    carla = newsroom.carla
    await carla.says("/broadcast")
    await carla.presses("Write a message")
    await carla.presses("Participants")
    circles = await carla.hears("only what is on their agenda")
    await carla.presses(circles.buttons[1], message=circles)
    days = await carla.hears("To:")
    await carla.presses(days.buttons[1], message=days)
    sessions = await carla.hears("Or only some of them")
    await carla.presses(sessions.buttons[0], message=sessions)
    await carla.presses("Write to these")
    await carla.presses("German")
    await carla.presses("Next")
    await carla.presses("Programme changes")
    await carla.presses("Write: English")
    await carla.says(ENGLISH)
    await carla.presses("Ask for approval")
    await newsroom.approves()
    assert "nur diesen Text" in visible((await greta.hears(ENGLISH)).text)
    await pavel.hears_nothing()


async def test_no_more_of_a_kind_means_none_until_it_is_wanted_again(newsroom: Newsroom) -> None:
    pavel, ines = await newsroom.participant(), await newsroom.participant("Ines")
    await newsroom.hands_in(English=ENGLISH)
    await newsroom.approves()
    await pavel.hears(ENGLISH)
    assert "Turned off: News" in visible(str(await pavel.presses("No more of this kind")))
    await pavel.says("/privacy")
    await pavel.hears("1 kind of message you don’t want")
    await newsroom.hands_in(English="Something else.")
    await newsroom.approves()
    await ines.hears("Something else.")
    assert "Want no such messages: fewer than 5" in visible((await newsroom.carla.hears("Want no")).text)
    await pavel.hears_nothing(0.1)
    await pavel.says("/settings")
    await pavel.presses("Messages I want")
    await pavel.presses("News")
    await newsroom.hands_in(English="And one thing more.")
    await newsroom.approves()
    await pavel.hears("And one thing more.")
    await pavel.presses("No more of this kind")
    await pavel.says("/erase")
    await pavel.presses("Yes, erase everything")
    await pavel.hears("Proof of erasure")
    async with newsroom.play.house.database.transaction() as tx:
        assert not await tx.rows("SELECT * FROM broadcast_refusals", {})


async def test_a_pause_holds_and_a_stop_withdraws_what_has_not_left(newsroom: Newsroom) -> None:
    play, readers = newsroom.play, [await newsroom.participant(f"Reader {number}") for number in range(4)]
    for each in readers:
        play.sandbox.faults.add("sendMessage", chat_id=each.chat_id, retry_after=3600)
    await newsroom.hands_in(English=ENGLISH)
    await newsroom.approves()
    await until(lambda: play.sandbox.faults.happened > 0)
    await newsroom.lea.presses("Pause")
    await newsroom.lea.hears("paused")
    await newsroom.lea.presses("Go on")
    await newsroom.lea.hears("going out")
    await newsroom.lea.presses("Stop for good")
    await newsroom.lea.hears("being stopped")
    await newsroom.carla.hears("stopped")
    play.clock.advance(3601)
    for each in readers:
        each.skips()
        await each.hears_nothing(0.1)


async def test_what_was_ready_when_it_was_paused_arrives_when_it_goes_on(newsroom: Newsroom) -> None:
    play, pavel = newsroom.play, await newsroom.participant()
    play.sandbox.faults.add("sendMessage", chat_id=pavel.chat_id, retry_after=60)
    await newsroom.hands_in(English=ENGLISH)
    await newsroom.approves()
    await until(lambda: play.sandbox.faults.happened > 0)
    await newsroom.lea.presses("Pause")
    await newsroom.lea.hears("paused")
    play.clock.advance(120)
    await pavel.hears_nothing(1.5)
    await newsroom.lea.presses("Go on")
    await pavel.hears(ENGLISH)


async def test_nothing_arrives_at_night(newsroom: Newsroom) -> None:
    pavel = await newsroom.participant()
    newsroom.play.clock.advance(10 * 3600 + 60)
    await newsroom.hands_in(English=ENGLISH)
    await newsroom.lea.hears("waits for a second person")
    await newsroom.lea.presses("Show it")
    assert "waits for 8:00 in the morning" in visible((await newsroom.lea.hears("To:")).text)
    await newsroom.lea.presses("Approve and send")
    await newsroom.lea.hears("going out")
    await pavel.hears_nothing(1.5)
    newsroom.play.clock.advance(10 * 3600)
    await pavel.hears(ENGLISH)


async def test_everybody_is_written_to_by_their_own_clocks(newsroom: Newsroom) -> None:
    """When it is noon at the venue, it is night in Auckland."""
    pavel, vera, ana = [await newsroom.participant(name) for name in ("Pavel", "Vera", "Ana")]
    for phone, zone in ((vera, "Europe/Vienna"), (ana, "Pacific/Auckland")):
        await phone.says("/reminders")
        shown = await phone.hears("no reminder wakes you")
        await phone.presses_data(f"programme.zone|{zone}", shown.message_id)
        phone.skips()
    await newsroom.hands_in(English=ENGLISH)
    asked = await newsroom.lea.hears("waits for a second person")
    await newsroom.lea.presses("Show it", message=asked)
    assert "In 1 time zone" in visible((await newsroom.lea.hears("To:")).text)
    await newsroom.lea.presses("Approve and send")
    await pavel.hears(ENGLISH)
    await vera.hears(ENGLISH)
    await ana.hears_nothing()
    newsroom.play.clock.advance(10 * 3600 + 60)
    await ana.hears(ENGLISH)
    await pavel.hears_nothing(0.1)


async def test_colleagues_are_written_to_by_role_and_organisation(newsroom: Newsroom) -> None:
    olga = await newsroom.play.officer("Olga")
    other = await newsroom.play.officer("Otto", organisation="youth-health")
    carla = newsroom.carla
    await carla.says("/broadcast")
    await carla.presses("Write a message")
    await carla.presses("Colleagues")
    await carla.presses("liaison officer")
    await carla.presses("Community police")
    await carla.presses("Write to these")
    await carla.presses("Next")
    await carla.presses("Invitations")
    await carla.presses("Write: English")
    await carla.says("We meet on Monday.")
    await carla.presses("Ask for approval")
    await newsroom.approves()
    await olga.hears("We meet on Monday.")
    await other.hears_nothing(0.2)
    await olga.presses("No more of this kind")
    await olga.says("/settings")
    await olga.presses("Messages I want")
    assert "✗ At work: Invitations" in map(visible, (await olga.hears("Tap to turn")).buttons)
