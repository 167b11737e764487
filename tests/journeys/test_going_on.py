"""Things that happen side by side: edits that alarm, two drafts, two accounts, somebody who left."""

from __future__ import annotations

from bot.core.media import MediaKind
from bot.core.roles import Role
from bot.features.concerns import store
from bot.features.concerns.drafts import MOST_ENTRIES
from bot.features.concerns.rules import Urgency
from tests.house import Play, playing
from tests.journeys.casework import the_case
from tests.journeys.steps import send_concern, taken_case
from tests.planted import planted_files

PDF = next(file for file in planted_files("x") if file.name.endswith(".pdf"))


async def test_words_of_danger_put_in_by_an_edit_call_as_loudly_as_if_they_had_been_written(
    play: Play,
) -> None:
    officer, youth, _ = await taken_case(play, "It is about the stairs.")
    await youth.hears("has taken")
    written = await youth.says("thanks")
    await youth.hears("Passed on")
    await youth.edits(written.message_id, "i took all the pills and i want to die")
    await youth.hears("Is somebody in danger right now?")
    await officer.hears("is urgent now")
    concern = await the_case(play)
    assert concern.urgency is Urgency.URGENT
    assert concern.call_at is not None
    assert concern.answer_by_at is not None


async def test_what_is_written_to_one_case_never_becomes_a_new_concern(play: Play) -> None:
    officer, youth, _ = await taken_case(play, "It is about the stairs.")
    await youth.hears("has taken")
    await youth.says("/concern")
    topics = await youth.hears("What is it about?")
    await youth.sends("document", content=PDF.content)
    await youth.hears("hidden data is gone")
    await youth.presses("Online", message=topics)
    await youth.hears("not sent yet")
    await youth.presses("Go on with it")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Passed on to the officer")
    while MediaKind.DOCUMENT not in (await officer.hears()).raw:
        pass


async def test_of_two_messages_that_wait_for_a_case_none_is_lost(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, "It is about the stairs.")
    await send_concern(youth, "It is about the lights.", topic="Online")
    for _ in range(2):
        await officer.hears("Concern")
        await officer.presses("Take")
        await youth.hears("has taken")
    await youth.says("My name is Anna Berger.")
    first = await youth.hears("To which case does this belong?")
    await youth.says("Nothing has changed since.")
    second = await youth.hears("To which case does this belong?")
    await youth.presses("Drugs", message=first)
    await youth.hears("This could say who you or others are")
    await youth.presses("Online", message=second)
    await youth.hears("Passed on to the officer")
    await officer.hears("Nothing has changed since.")
    await youth.presses("See what the officer will see")
    await youth.presses("Hide all of it")
    await youth.presses("Send")
    await officer.hears("My name is ▒▒▒")


async def test_when_too_many_wait_for_a_case_the_oldest_is_asked_about_again(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await send_concern(youth, "It is about the stairs.")
    await send_concern(youth, "It is about the lights.", topic="Online")
    for number in range(MOST_ENTRIES):
        await youth.says(f"Words {number}.")
        await youth.hears("To which case does this belong?")
    await youth.says("One too many.")
    full = await youth.hears("The last message was not kept")
    assert "Words 0." in full.text
    await youth.presses("Online")
    await youth.hears("Added.")
    await youth.says("One too many.")
    await youth.hears("To which case does this belong?")


async def test_what_went_through_a_preview_can_be_taken_back_too(play: Play) -> None:
    officer, youth, relayed = await taken_case(play, "I should not have written this.")
    await youth.hears("has taken")
    await youth.says("/cases")
    await youth.presses("Drugs")
    await youth.presses("Take something back")
    await youth.presses("I should not have written")
    await youth.hears("Taken back")
    await youth.says("This may stay.")
    await officer.hears("This may stay.")
    assert all(each.message_id != relayed.message_id for each in officer.messages)


async def test_an_answer_that_is_on_its_way_goes_where_the_person_is_now(database_url: str) -> None:
    async with playing(database_url, undo_seconds=10) as play:
        officer, youth = await play.officer(), play.person()
        code = await send_concern(youth, "It is about the stairs.")
        await officer.hears("Concern")
        await officer.presses("Take")
        relayed = await officer.hears("It is about the stairs.")
        await officer.says("The stairs will be looked after.", thread=relayed.thread)
        await officer.hears("It leaves")
        other = play.person("Elsewhere")
        await other.says(f"/resume {code}")
        await other.hears("Welcome back")
        play.clock.advance(11)
        await other.hears("The stairs will be looked after.")
        await youth.hears("answered in another account")
        assert not any("The stairs will be looked after." in each.text for each in youth.messages)


async def test_whoever_was_staff_once_is_warned_like_anybody(play: Play) -> None:
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    officer = await play.officer("Olaf")
    await coordinator.says("/staff")
    await coordinator.presses("Olaf")
    await coordinator.presses("End access")
    await coordinator.presses("End")
    await officer.hears("access has ended")
    await officer.says("i want to kill myself")
    await officer.hears("Is somebody in danger right now?")


async def test_an_officer_excluded_from_a_closed_case_does_not_get_it_back(play: Play) -> None:
    officer, youth, _ = await taken_case(play, "It is about the stairs.")
    other = await play.officer("Otto")
    concern = await the_case(play)
    await youth.hears("has taken")
    await youth.says("/cases")
    await youth.presses("Drugs")
    await youth.presses("Close it")
    await youth.hears("You closed")
    async with play.house.database.transaction() as tx:
        assert concern.officer is not None
        await store.exclude(tx, concern.case_id, concern.officer)
    await youth.presses("Open it again")
    await other.hears("Concern")
    await youth.says("Is anybody there?")
    await other.presses("Take")
    await other.hears("Is anybody there?")
    assert not any("Is anybody there?" in each.text for each in officer.messages)
