"""An officer's answer: to the case it is meant for, after a moment in which it can be taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.journal import Deed
from bot.core.language import Language
from bot.features.concerns.rules import HELD_SECONDS
from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play, playing
from tests.journeys.casework import (
    HOUR,
    all_opened,
    callback,
    cases,
    comes_true,
    details,
    nothing_is_owed,
    the_case,
)
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import ever_shown, press_route

BODY = "Somebody sells pills behind the kiosk."
OTHER = "They write awful things about me."
UNDO = 10
ASKING = "What is your name?"
DECIDE = "You decide what you tell; help does not depend on it."


@pytest.fixture
async def unhurried(database_url: str) -> AsyncIterator[Play]:
    """Answers can be taken back for ten seconds."""
    async with playing(database_url, undo_seconds=UNDO) as running:
        yield running


async def two_cases(play: Play) -> tuple[Phone, tuple[Phone, Message], tuple[Phone, Message]]:
    """One officer; two young people, each with the officer's copy of what they wrote."""
    officer, first, copy = await taken_case(play, BODY)
    await first.hears("has taken")
    second = play.person("Second")
    await send_concern(second, OTHER, topic="Online")
    await officer.hears("Online")
    await officer.presses("Take")
    other = await officer.hears(OTHER)
    await second.hears("has taken")
    return officer, (first, copy), (second, other)


def ever_heard(play: Play, phone: Phone, words: str) -> bool:
    return any(words in shown.text for shown in ever_shown(play, phone))


async def test_an_answer_leaves_after_ten_seconds_as_it_was_shown(unhurried: Play) -> None:
    officer, youth, copy = await taken_case(unhurried, BODY)
    await youth.hears("has taken")
    await officer.says("I am here for you.", thread=copy.thread)
    leaving = await officer.hears("It leaves")
    await youth.hears_nothing(0.5)
    unhurried.clock.advance(UNDO)
    answer = await youth.hears("I am here for you.")
    assert visible(answer.text) in visible(leaving.text), "word for word, with what stands above it"
    refused = str(await officer.presses_data(callback(leaving, "Take it back"), leaving.message_id))
    assert "Too late" in refused
    assert youth.message(answer.message_id).text == answer.text


async def test_what_was_taken_back_in_time_never_arrives_and_is_kept_nowhere(unhurried: Play) -> None:
    play = unhurried
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says("Words I regret.", thread=copy.thread)
    leaving = await officer.hears("It leaves")
    await officer.presses("Take it back")
    await officer.hears("Nothing was sent")
    play.clock.advance(UNDO + 1)
    await nothing_is_owed(play)
    await officer.says("Better words.", thread=copy.thread)
    await officer.hears("It leaves")
    play.clock.advance(UNDO + 1)
    await youth.hears("Better words.")
    assert not ever_heard(play, youth, "regret")
    assert b"regret" not in await all_opened(play)
    twice = await officer.presses_data(callback(leaving, "Take it back"), leaving.message_id)
    assert twice == "This was taken back already."


async def test_after_an_answer_was_taken_back_it_is_still_owed(unhurried: Play) -> None:
    officer, _, copy = await taken_case(unhurried, BODY)
    promised = (await the_case(unhurried)).answer_by_at
    await officer.says("Words I regret.", thread=copy.thread)
    await officer.hears("It leaves")
    assert (await the_case(unhurried)).answer_by_at is None
    await officer.presses("Take it back")
    await officer.hears("Nothing was sent")
    assert (await the_case(unhurried)).answer_by_at == promised is not None


async def test_taking_back_an_answer_in_a_closed_case_promises_nothing(unhurried: Play) -> None:
    play = unhurried
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says("Words I regret.", thread=copy.thread)
    leaving = await officer.hears("It leaves")
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await officer.hears("Closed:")
    await officer.presses_data(callback(leaving, "Take it back"), leaving.message_id)
    await officer.hears("Nothing was sent")
    await youth.hears("you got advice")
    play.clock.advance(25 * HOUR)
    await youth.hears_nothing()
    assert (await the_case(play)).answer_by_at is None


async def test_an_edit_before_it_leaves_is_what_arrives(unhurried: Play) -> None:
    officer, youth, copy = await taken_case(unhurried, BODY)
    mine = await officer.says("First wrods.", thread=copy.thread)
    await officer.hears("It leaves")
    await officer.edits(mine.message_id, "First words.")
    await officer.hears("The change was passed on")
    unhurried.clock.advance(UNDO + 1)
    await youth.hears("First words.")


async def test_only_what_goes_to_another_case_than_the_last_is_pointed_out(play: Play) -> None:
    officer, (first, copy), (second, other) = await two_cases(play)
    said = []
    for place in (copy, copy, other, copy):
        await officer.says("I am here.", thread=place.thread)
        said.append("Another case than your last answer." in (await officer.hears("Passed on")).text)
    assert said == [False, False, True, True]
    await first.hears("I am here.")
    await second.hears("I am here.")


async def test_a_reply_goes_to_the_case_of_the_message_it_answers(play_without_topics: Play) -> None:
    play = play_without_topics
    officer, (first, copy), (second, other) = await two_cases(play)
    await officer.says("For the first.", reply_to=copy.message_id)
    await officer.says("For the second.", reply_to=other.message_id)
    await first.hears("For the first.")
    await second.hears("For the second.")
    assert not ever_heard(play, first, "second")
    assert not ever_heard(play, second, "first")


async def test_what_is_held_goes_nowhere_when_it_is_discarded_or_too_old(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.says("To whom?")
    held = await officer.hears("I don’t know to which case this belongs")
    await officer.presses("Discard")
    await officer.hears("Discarded. Nothing was sent.")
    gone = await officer.presses_data(callback(held, "Discard"), held.message_id)
    assert gone == "This was sent or discarded already."
    await officer.says("Long forgotten words.")
    old = await officer.hears("I don’t know to which case this belongs")
    assert b"Long forgotten words." in await all_opened(play)
    play.clock.advance(HELD_SECONDS + 2 * HOUR)

    async def is_kept_nowhere() -> bool:
        return b"Long forgotten words." not in await all_opened(play)

    await comes_true(is_kept_nowhere)
    case_button = old.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert await officer.presses_data(case_button, old.message_id) == ("This was sent or discarded already.")
    assert not any(ever_heard(play, youth, words) for words in ("To whom?", "forgotten"))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("What is your name?", "their name"),
        ("Can I call you?", "a phone number"),
        ("Could we meet tomorrow at the park?", "a meeting"),
    ],
)
async def test_what_asks_for_something_personal_waits_for_a_reason(
    play: Play, words: str, asked: str
) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await youth.hears("has taken")
    await officer.says(words, thread=copy.thread)
    held = await officer.hears("Not sent yet.")
    assert f"This asks a young person for: {asked}." in visible(held.text)
    await youth.hears_nothing()
    assert (await the_case(play)).answer_by_at is not None, "nothing was answered"
    await officer.presses("Needed for their safety")
    answer = await youth.hears(words)
    assert DECIDE in answer.text
    assert await details(play, await the_case(play), Deed.TOLD_WHY) == ["safety"]
    await officer.says("Thank you.", thread=copy.thread)
    assert DECIDE not in (await youth.hears("Thank you.")).text


async def test_what_is_written_differently_needs_no_reason_and_the_question_never_arrives(
    play: Play,
) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says(ASKING, thread=copy.thread)
    held = await officer.hears("Not sent yet.")
    await officer.presses("Write it differently")
    await officer.hears("Discarded")
    await officer.says("What would help you most?", thread=copy.thread)
    await youth.hears("What would help you most?")
    over = await officer.presses_data(callback(held, "They offered it"), held.message_id)
    assert over == "This was sent or discarded already."
    assert not ever_heard(play, youth, ASKING)
    assert await details(play, await the_case(play), Deed.TOLD_WHY) == []


async def test_words_that_are_held_for_a_case_are_asked_about_too(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.says(ASKING)
    held = await officer.hears("I don’t know to which case this belongs")
    await officer.presses("Drugs", message=held)
    await officer.hears("This asks a young person for")
    await officer.presses("Needed for an appointment")
    assert DECIDE in (await youth.hears(ASKING)).text


async def test_an_edit_that_asks_too_much_changes_nothing(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    mine = await officer.says("How are you?", thread=copy.thread)
    answer = await youth.hears("How are you?")
    await officer.edits(mine.message_id, ASKING)
    await officer.hears("so the old words stay")
    await youth.hears_nothing()
    assert "How are you?" in youth.message(answer.message_id).text
    assert ASKING.encode() not in await all_opened(play)


async def test_a_ready_answer_arrives_in_the_young_persons_language_with_its_places_filled(
    play: Play,
) -> None:
    officer, youth = await play.officer(), play.person("Max", "de")
    await writes_in_german(youth)
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)
    await officer.presses("Ready answers")
    await officer.presses("Sorry for the wait")
    shown = visible((await officer.hears("It arrives in German")).text)
    assert "Now I am here (Community police)" in shown
    assert "Jetzt bin ich da (Bürgernahe Polizei)" in shown
    await officer.presses("Send it")
    answer = visible((await youth.hears("Jetzt bin ich da")).text)
    assert "Ist jemand in Gefahr, ruf jetzt 112 an." in answer
    assert "Meine Antwort plane ich bis " in answer
    assert not set("{}") & set(answer)
    assert "Now I am here" not in answer
    assert await details(play, await the_case(play), Deed.ANSWERED) == [""]
    assert (await the_case(play)).language is Language.DE


async def writes_in_german(youth: Phone) -> None:
    await youth.says("/concern")
    await press_route(youth, "concern.topic|drugs")
    await press_route(youth, "concern.area|drugs|old-town")
    await youth.says(BODY)
    for route in ("concern.preview", "concern.send"):
        await press_route(youth, route)


async def test_an_officer_sends_words_only(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await youth.hears("has taken")
    await officer.sends("photo", thread=copy.thread, caption="Look at this.")
    await officer.hears("Only words go to young people")
    await youth.hears_nothing()


async def test_nothing_goes_to_a_case_that_was_closed(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    held = await held_words(officer)
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears("you got advice")
    for words in ("One more thing", ASKING):
        await officer.says(words, thread=copy.thread)
        await officer.hears("This case is closed. Nothing was sent.")
    case_button = held.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    refused = str(await officer.presses_data(case_button, held.message_id))
    assert "This case is closed. Nothing was sent." in refused
    await youth.hears_nothing()


async def held_words(officer: Phone) -> Message:
    await officer.says("To whom?")
    return await officer.hears("I don’t know to which case this belongs")


async def test_nothing_goes_to_a_case_that_was_erased(play_without_topics: Play) -> None:
    play = play_without_topics
    officer, youth, copy = await taken_case(play, BODY)
    concern = await the_case(play)
    held = await held_words(officer)
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Proof of erasure")
    await officer.hears("was erased")
    await nothing_is_owed(play)
    youth.skips()
    card = next(message for message in officer.messages if "was erased" in message.text)
    await officer.says("Are you there?", reply_to=card.message_id)
    await officer.hears("You have no case in hand, so nothing was sent.")
    case_button = held.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert concern.case_id in case_button
    assert "This case is not there" in str(await officer.presses_data(case_button, held.message_id))
    await youth.hears_nothing()
    assert await cases(play) == []
    assert copy.message_id not in {message.message_id for message in officer.messages if BODY in message.text}


async def test_an_answer_on_its_way_to_a_case_that_is_erased_meanwhile_never_arrives(
    unhurried: Play,
) -> None:
    play = unhurried
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says("I am here for you.", thread=copy.thread)
    await officer.hears("It leaves")
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Proof of erasure")
    play.clock.advance(UNDO + 1)
    await nothing_is_owed(play)
    assert not ever_heard(play, youth, "I am here for you.")
