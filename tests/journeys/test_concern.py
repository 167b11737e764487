"""A concern, from the first word to the answer, the closing, and the erasing."""

from __future__ import annotations

import pytest

from tests.house import Play
from tests.journeys.steps import case_code, send_concern, taken_case

BODY = "There is somebody at the bus stop who keeps offering us things."


async def test_a_concern_is_written_previewed_sent_taken_answered_and_continued(play: Play) -> None:
    officer, other = await play.officer("Olaf"), await play.officer("Otto", organisation="youth-health")
    youth = play.person("Zsófia-Unique", last_name="Namesake", username="zsofia_unique")
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    asked = await youth.hears("Write it down")
    assert "Community police" in asked.text
    assert "Youth health service" in asked.text
    await youth.says(BODY)
    await youth.says("It was there again today.")
    await youth.hears("2 messages so far")
    await youth.presses("See what the officer will see")
    await youth.hears("exactly what the officer will see")
    assert (await youth.hears(BODY)).text == BODY
    await youth.presses("Send")
    receipt = await youth.hears("Your case code:")
    assert "Community police" in receipt.text
    assert "An officer should answer by" in receipt.text
    await youth.presses("Copy the code")
    assert youth.clipboard in receipt.text

    card = await officer.hears("Concern")
    await other.hears("Concern")
    assert "Drugs" in card.text
    assert "Old Town" in card.text
    assert BODY not in card.text
    await officer.presses("Take")
    relayed = await officer.hears(BODY)
    assert relayed.text == BODY
    await other.hears("Taken by another officer")
    await youth.hears("has taken")

    topic = next(iter(officer.topics.values()))
    assert "Drugs" in topic.name
    assert relayed.thread == topic.thread
    await officer.says("Thank you for telling us. Are you safe right now?", thread=topic.thread)
    answer = await youth.hears("Are you safe right now?")
    assert "Community police" in answer.text
    assert "Olaf" not in answer.text
    await youth.says("Yes, I am at home.", reply_to=answer.message_id)
    await youth.hears("Passed on")
    again = await officer.hears("Yes, I am at home.")
    assert again.thread == topic.thread


async def test_the_second_officer_learns_that_the_case_is_taken(play: Play) -> None:
    first, second = await play.officer("Olaf"), await play.officer("Otto")
    youth = play.person()
    await send_concern(youth, BODY)
    card = await second.hears("Concern")
    await first.hears("Concern")
    take = next(key["callback_data"] for row in card.raw["reply_markup"]["inline_keyboard"] for key in row)
    await first.presses("Take")
    await first.hears(BODY)
    await second.hears("Taken by another officer")
    await second.presses_data(take, card.message_id)
    assert BODY not in "".join(message.text for message in second.messages)


async def test_without_topics_the_officer_replies_to_the_card_or_to_a_message(
    play_without_topics: Play,
) -> None:
    play = play_without_topics
    officer = await play.officer()
    youth = play.person()
    await send_concern(youth, BODY)
    card = await officer.hears("Concern")
    await officer.presses("Take")
    relayed = await officer.hears(BODY)
    assert relayed.reply_to == card.message_id
    await officer.says("I read it.", reply_to=relayed.message_id)
    await youth.hears("I read it.")
    await officer.says("And I am on it.", reply_to=card.message_id)
    await youth.hears("And I am on it.")


async def test_words_without_a_case_are_held_until_the_officer_says_where_they_belong(play: Play) -> None:
    officer = await play.officer()
    first, second = play.person("A"), play.person("B")
    await send_concern(first, "First concern.")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("First concern.")
    await send_concern(second, "Second concern.", topic="Online")
    await officer.hears("Online")
    await officer.presses("Take")
    await officer.hears("Second concern.")
    await officer.says("This is for the second one.")
    held = await officer.hears("Not sent")
    await first.hears("has taken")
    await first.hears_nothing(0.3)
    online = next(label for label in held.buttons if "Online" in label)
    await officer.presses(online)
    await second.hears("This is for the second one.")
    assert all("second one" not in message.text for message in first.messages)
    assert await officer.presses_data(_data(held, online), held.message_id) == (
        "This was sent or discarded already."
    )


async def test_closing_with_an_outcome_and_opening_again(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears("you got advice")
    topic = next(iter(officer.topics.values()))
    await officer.says("One more thing", thread=topic.thread)
    await officer.hears("This case is closed")
    await youth.presses("Open it again")
    await officer.hears("opened")
    await officer.says("Welcome back.", thread=topic.thread)
    await youth.hears("Welcome back.")


async def test_the_young_person_closes_and_reopens(play: Play) -> None:
    officer = await play.officer()
    youth = play.person()
    await send_concern(youth, BODY)
    await officer.hears("Concern")
    await youth.presses("My case")
    await youth.hears("No officer has taken it yet")
    await youth.presses("Close it")
    await officer.hears("Closed.")
    await youth.presses("Open it again")
    await youth.hears("is open again")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)


async def test_an_edit_reaches_the_officer_marked_as_edited(play: Play) -> None:
    officer, youth, relayed = await taken_case(play, BODY)
    mine = next(message for message in youth.messages if message.text == BODY and not message.is_from_bot)
    await youth.edits(mine.message_id, "There is somebody at the stop.")
    await youth.hears("marked as edited")
    await officer.hears("There is somebody at the stop.")
    copy = officer.message(relayed.message_id)
    assert copy.text == "edited\nThere is somebody at the stop."


async def test_the_code_brings_the_case_to_another_account_and_the_old_one_is_told(play: Play) -> None:
    officer = await play.officer()
    old, new = play.person("Old"), play.person("New")
    code = await send_concern(old, BODY)
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)
    await new.says("/resume")
    await new.says(code.lower().replace("-", " "))
    await new.hears("Welcome back")
    await old.hears("in another account")
    topic = next(iter(officer.topics.values()))
    await officer.says("Are you there?", thread=topic.thread)
    await new.hears("Are you there?")
    await old.says("/cases")
    await old.hears("You have no cases")


async def test_codes_cannot_be_guessed_for_long(play: Play) -> None:
    guesser = play.person()
    await guesser.says("/resume")
    await guesser.hears("Type or paste")
    for _ in range(5):
        await guesser.says("00000-00000-0")
        await guesser.hears("no case with this code")
    await guesser.says("00000-00000-0")
    await guesser.hears("too many tries")
    await guesser.says("/resume 00000-00000-0")
    await guesser.hears("too many tries")


async def test_erasing_everything_leaves_a_proof_and_blanks_the_officers_copies(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.says("/privacy")
    stored = await youth.hears("Stored about you now")
    assert "1\u2069 case" in stored.text
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    proof = await youth.hears("Proof of erasure")
    assert case_code(proof.text)
    await officer.hears("was erased")
    assert all(BODY not in message.text for message in officer.messages)
    assert not officer.topics
    await youth.says("/privacy")
    await youth.hears("Nothing is stored about you")


async def test_nobody_there_is_said_honestly(play: Play) -> None:
    youth = play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    assert "Nobody is here to read this yet" in str(await youth.presses("Old Town"))


async def test_an_officer_cannot_take_a_case_of_their_own(play: Play) -> None:
    officer = await play.officer()
    await send_concern(officer, BODY)
    assert await officer.presses("Take") == "You can’t take a case that you opened yourself."


async def test_somebody_who_is_no_officer_cannot_press_an_officers_button(play: Play) -> None:
    officer = await play.officer()
    youth, stranger = play.person("Y"), play.person("S")
    await send_concern(youth, BODY)
    card = await officer.hears("Concern")
    await stranger.says("/start")
    shown = await stranger.hears()
    answer = await stranger.presses_data(_data(card, "Take"), shown.message_id)
    assert "older message" in str(answer)
    await stranger.says("/desk")
    await stranger.hears("I don’t know this command")


@pytest.mark.parametrize("command", ["/learn", "/programme", "/privacy", "/help", "/unheard_of"])
async def test_a_command_in_the_middle_does_not_lose_the_draft(play: Play, command: str) -> None:
    officer = await play.officer()
    youth = play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says(BODY)
    await youth.hears("1\u2069 message so far")
    await youth.says(command)
    await youth.hears()
    await youth.says("/concern")
    await youth.hears("not sent yet")
    await youth.presses("Go on with it")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await officer.hears("Concern")


def _data(message: object, label: str) -> str:
    rows = message.raw["reply_markup"]["inline_keyboard"]  # type: ignore[attr-defined]
    return str(next(key["callback_data"] for row in rows for key in row if key["text"] == label))
