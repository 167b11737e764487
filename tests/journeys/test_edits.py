"""Edited messages: whatever was passed on follows the edit, and says that it did."""

from __future__ import annotations

from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.house import Play
from tests.journeys.scripts import INVISIBLE, SAMPLES, longest
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import hears_in_topic

BODY = "There is somebody at the bus stop."


def own(phone: Phone, text: str) -> int:
    """The number of the person's own message."""
    return next(each.message_id for each in phone.messages if each.text == text and not each.is_from_bot)


async def answered_case(play: Play) -> tuple[Phone, Phone, Message]:
    """A case with one answer, as the young person has it."""
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    await officer.says("Are you safe?", thread=next(iter(officer.topics)))
    return officer, youth, await youth.hears("Are you safe?")


async def test_a_draft_follows_its_messages_and_is_not_marked(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says("First words")
    await youth.hears("1\u2069 message")
    await youth.edits(own(youth, "First words"), BODY)
    await youth.hears("The new words will be sent")
    await youth.edits(own(youth, BODY), INVISIBLE[0])
    await youth.hears("no words in this")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert (await hears_in_topic(officer)).text == BODY


async def test_what_is_edited_before_anybody_took_the_case_is_shown_as_edited(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, "First words")
    await youth.edits(own(youth, "First words"), BODY)
    await youth.hears("marked as edited")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert (await hears_in_topic(officer)).text == f"edited\n{BODY}"


async def test_an_edit_as_long_as_telegram_allows_is_followed_by_its_mark(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await youth.edits(own(youth, BODY), longest(SAMPLES["ru"]))
    await youth.hears("marked as edited")
    mark = await officer.hears("edited")
    assert (mark.text, mark.reply_to, mark.thread) == ("edited", copy.message_id, copy.thread)
    assert officer.message(copy.message_id).text == longest(SAMPLES["ru"])
    await youth.edits(own(youth, longest(SAMPLES["ru"])), BODY)
    await officer.hears(f"edited\n{BODY}")


async def test_an_edit_that_leaves_no_words_changes_nothing_and_says_so(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await youth.edits(own(youth, BODY), INVISIBLE[1])
    await youth.hears("no words in this")
    await officer.hears_nothing()
    assert officer.message(copy.message_id).text == BODY


async def test_what_was_never_passed_on_may_be_edited_in_silence(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    for phone in (officer, youth):
        await phone.says("/menu")
        await phone.hears("What would you like")
        await phone.edits(own(phone, "/menu"), "Something else")
        await phone.hears_nothing()


async def test_an_officers_edit_keeps_the_organisation_and_the_button(play: Play) -> None:
    officer, youth, answer = await answered_case(play)
    sender = answer.text.partition("\n")[0]
    assert sender.endswith(" · \u2068Community police\u2069")
    await officer.edits(own(officer, "Are you safe?"), "Are you safe now?")
    await officer.hears("marked as edited")
    changed = await youth.hears("Are you safe now?")
    assert changed.message_id == answer.message_id
    assert changed.text == f"{sender}\nedited\nAre you safe now?"
    assert changed.buttons == ["My case"]
    await officer.edits(own(officer, "Are you safe now?"), longest(SAMPLES["de"]))
    mark = await youth.hears("edited")
    if mark.message_id == answer.message_id:  # the words themselves hold no such word
        mark = await youth.hears("edited")
    assert mark.text == f"{sender}\nedited"
    assert mark.reply_to == answer.message_id
    assert youth.message(answer.message_id).text == longest(SAMPLES["de"])


async def test_an_officers_edit_after_the_closing_is_said_not_to_arrive(play: Play) -> None:
    officer, youth, answer = await answered_case(play)
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears("you got advice")
    await officer.edits(own(officer, "Are you safe?"), "Never mind")
    await officer.hears("This case is closed")
    await officer.edits(own(officer, "Never mind"), INVISIBLE[0])
    await officer.hears("no words in this")
    await youth.hears_nothing()
    assert "Are you safe?" in youth.message(answer.message_id).text


async def test_held_words_are_sent_as_they_were_edited(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.says("Draft of an answer")
    held = await officer.hears("Not sent")
    await officer.edits(own(officer, "Draft of an answer"), "The answer")
    await officer.hears("The new words will be sent")
    await officer.edits(own(officer, "The answer"), INVISIBLE[0])
    await officer.hears("no words in this")
    await officer.presses("Drugs", message=held)
    assert (await youth.hears("The answer")).text.endswith("\nThe answer")


async def test_words_that_wait_for_their_case_are_sent_as_they_were_edited(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await send_concern(youth, "Another one", topic="Online")
    await youth.says("First words")
    question = await youth.hears("To which case")
    await youth.edits(own(youth, "First words"), "Better words")
    await youth.hears("The new words will be sent")
    await youth.presses("Drugs", message=question)
    assert (await officer.hears("Better words")).text == "Better words"
    assert not any("First words" in message.text for message in officer.messages)
