"""What officers keep for each other: it never reaches the young person, whatever happens next."""

from __future__ import annotations

import pytest

from bot.core.journal import Deed
from bot.features.concerns.case_notes import WAITS
from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play
from tests.journeys.casework import all_opened, details, nothing_is_owed, the_case
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import ever_shown, hears_in_topic

BODY = "Somebody sells pills behind the kiosk."
OTHER = "They write awful things about me."
NOTE = "Sounds like the lantern-fish crowd."
SUMMARY = ("Somebody to talk to.", "Low for now.", "Listened.", "A call on Friday.")
TITLES = ("Need", "Risk", "Done", "Promised")
NOTED = "Noted on"


async def in_hand(play: Play) -> tuple[Phone, Phone, Message]:
    officer, youth, copy = await taken_case(play, BODY)
    await youth.hears("has taken")
    return officer, youth, copy


async def one_more(play: Play, officer: Phone) -> tuple[Phone, Message]:
    """Another young person, a little later, in another case of the same officer."""
    play.clock.advance(2)
    youth = play.person("Second")
    await send_concern(youth, OTHER, topic="Online")
    await officer.hears("Online")
    await officer.presses("Take")
    copy = await officer.hears(OTHER)
    await youth.hears("has taken")
    return youth, copy


async def reads_case(officer: Phone, copy: Message) -> str:
    await officer.says("/case", thread=copy.thread)
    return visible((await officer.hears("Received:")).text)


async def never_reached(play: Play, *youths: Phone, words: str = NOTE) -> None:
    await nothing_is_owed(play)
    for youth in youths:
        assert not any(words in shown.text for shown in ever_shown(play, youth))


async def test_a_note_in_one_go_is_read_with_the_case(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    await officer.says(f"/note {NOTE}", thread=copy.thread)
    await officer.hears(NOTED)
    assert f"Notes\n• Community police: {NOTE}" in await reads_case(officer, copy)
    await youth.hears_nothing()
    await never_reached(play, youth)
    assert await details(play, await the_case(play), Deed.NOTED) == [""]
    assert NOTE.encode() in await all_opened(play)


async def test_a_note_in_the_next_message_and_the_one_after_it_is_an_answer(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    await officer.says("/note", thread=copy.thread)
    await officer.hears("Your next message here is a note.")
    await officer.says(NOTE, thread=copy.thread)
    await officer.hears(NOTED)
    await officer.says("I am here.", thread=copy.thread)
    await youth.hears("I am here.")
    await never_reached(play, youth)


async def test_a_note_by_the_button_can_be_written_anywhere(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    await officer.presses("Note")
    await officer.hears("Your next message is a note on")
    await officer.says(NOTE)
    await officer.hears(NOTED)
    assert NOTE in await reads_case(officer, copy)
    await never_reached(play, youth)


async def test_without_a_case_there_is_nothing_to_note_on(play: Play) -> None:
    officer, youth, _ = await in_hand(play)
    await officer.says(f"/note {NOTE}")
    await officer.hears("Open the case first")
    await never_reached(play, youth)
    await youth.says(f"/note {NOTE}")
    await youth.hears("I don’t know this command")


async def test_after_a_cancel_words_are_what_they_would_have_been(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    await officer.says("/note", thread=copy.thread)
    await officer.hears("Your next message here is a note.")
    await officer.says("/cancel", thread=copy.thread)
    await officer.hears()
    await officer.says("I am here.", thread=copy.thread)
    await youth.hears("I am here.")
    await officer.says(NOTE)
    await officer.hears("I don’t know to which case this belongs")
    assert await details(play, await the_case(play), Deed.NOTED) == []
    await never_reached(play, youth)


async def test_an_answer_in_another_topic_is_one_and_the_note_is_still_asked(play: Play) -> None:
    officer, first, copy = await in_hand(play)
    second, other = await one_more(play, officer)
    await officer.says("/note", thread=copy.thread)
    await officer.hears("Your next message here is a note.")
    await officer.says("I am here.", thread=other.thread)
    await second.hears("I am here.")
    await officer.says(NOTE, thread=copy.thread)
    await officer.hears(NOTED)
    await never_reached(play, first, second)
    assert NOTE not in await reads_case(officer, other)
    assert NOTE in await reads_case(officer, copy)


async def test_a_note_stays_one_whatever_else_is_asked_meanwhile(play: Play) -> None:
    officer, first, copy = await in_hand(play)
    second, other = await one_more(play, officer)
    await officer.says("/note", thread=copy.thread)
    await officer.hears("Your next message here is a note.")
    await officer.presses("Summary")
    assert "Online" not in (await officer.hears("1 of 4")).text
    await officer.says(NOTE, thread=copy.thread)
    await officer.hears(NOTED)
    for part in SUMMARY:
        await officer.says(part, thread=other.thread)
    await officer.hears("Kept.")
    assert NOTE not in await reads_case(officer, other)
    await never_reached(play, first, second)


async def test_a_reply_while_a_note_is_asked_is_the_note(play_without_topics: Play) -> None:
    play = play_without_topics
    officer, youth, copy = await in_hand(play)
    await officer.presses("Note")
    await officer.hears("Your next message is a note on")
    await officer.says(NOTE, reply_to=copy.message_id)
    await officer.hears(NOTED)
    await officer.says("I am here.", reply_to=copy.message_id)
    await youth.hears("I am here.")
    await never_reached(play, youth)


@pytest.mark.parametrize("is_in_topic", [False, True])
async def test_words_long_after_a_note_was_asked_are_sent_nowhere_by_themselves(
    play: Play, is_in_topic: bool
) -> None:
    """Nobody can tell any more whether they are a note or an answer."""
    officer, youth, copy = await in_hand(play)
    await officer.says("/note", thread=copy.thread)
    await officer.hears("Your next message here is a note.")
    play.clock.advance(WAITS + 1)
    await officer.says(NOTE, thread=copy.thread if is_in_topic else None)
    await officer.hears("Not sent:")
    await youth.hears_nothing()
    await never_reached(play, youth)
    if is_in_topic:  # the question is over, and the next words there are an answer
        await officer.says("I am here.", thread=copy.thread)
        await youth.hears("I am here.")


async def test_an_edited_note_stays_what_it_was_and_where_it_was(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    await officer.says("/note", thread=copy.thread)
    await officer.hears("Your next message here is a note.")
    mine = await officer.says(NOTE, thread=copy.thread)
    await officer.hears(NOTED)
    await officer.edits(mine.message_id, f"{NOTE} Or worse.")
    at_once = await officer.says(f"/note {NOTE} Again.", thread=copy.thread)
    await officer.hears(NOTED)
    await officer.edits(at_once.message_id, f"/note {NOTE} Or worse.")
    await youth.hears_nothing()
    await never_reached(play, youth)
    assert "Or worse" not in await reads_case(officer, copy)


async def test_a_note_is_never_among_what_goes_on_to_the_next_officer_as_words(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    other = await play.officer("Otto")
    await officer.says(f"/note {NOTE}", thread=copy.thread)
    await officer.hears(NOTED)
    officer.blocks()
    await youth.says("Are you there?")
    await youth.hears("could not be passed on")
    await youth.says("It happened again.")
    await youth.hears("Added")
    await other.presses("Take")
    await other.hears("It happened again.")
    taken = await hears_first(other)
    assert not any(NOTE in message.text for message in other.messages)
    assert NOTE in await reads_case(other, taken)
    await never_reached(play, youth)


async def hears_first(officer: Phone) -> Message:
    return next(message for message in officer.messages if message.text == BODY)


async def test_a_summary_in_four_parts(play: Play) -> None:
    officer, youth, copy = await in_hand(play)
    await officer.presses("Summary")
    for number, part in enumerate(SUMMARY, start=1):
        await officer.hears(f"{number} of 4")
        await officer.says(part, thread=copy.thread if number % 2 else None)
    kept = visible((await officer.hears("Kept.")).text)
    parts = [f"{title}: {part}" for title, part in zip(TITLES, SUMMARY, strict=True)]
    whole = "\n".join(["Summary", *parts])
    assert whole in kept
    assert whole in await reads_case(officer, copy)
    await never_reached(play, youth, words="Low for now.")
    assert await details(play, await the_case(play), Deed.SUMMARISED) == [""]


async def test_a_summary_given_up_half_way_leaves_the_one_before(play: Play) -> None:
    officer, _, copy = await in_hand(play)
    await officer.presses("Summary")
    for part in SUMMARY:
        await officer.says(part)
    await officer.hears("Kept.")
    await officer.presses("Summary")
    await officer.hears("Low for now.")
    await officer.says("Something else.")
    await officer.hears("2 of 4")
    await officer.says("/cancel")
    await officer.hears()
    shown = await reads_case(officer, copy)
    assert "Need: Somebody to talk to." in shown
    assert "Something else." not in shown


async def test_labels_go_on_and_off(play: Play) -> None:
    officer, _, copy = await in_hand(play)
    await officer.presses("Labels")
    await officer.hears("Only officers see them.")
    on = []
    for label in ("Family", "Violence", "Family"):
        await officer.presses(label)
        buttons = map(visible, (await officer.hears("Only officers see them.")).buttons)
        on.append([button for button in buttons if button.startswith("✓")])
    assert on == [["✓ Family"], ["✓ Family", "✓ Violence"], ["✓ Violence"]]
    assert "Labels: Violence" in await reads_case(officer, copy)
    assert await details(play, await the_case(play), Deed.LABELLED) == ["family", "violence", "family"]


async def test_the_desk_shows_what_presses_first_then_what_was_not_read(play: Play) -> None:
    officer, first, _ = await in_hand(play)
    second, _ = await one_more(play, officer)
    play.clock.advance(2)
    third = play.person("Third")
    await send_concern(third, "And a third.", topic="Pressure from others")
    await officer.hears("Pressure")
    await officer.presses("Take")
    await officer.hears("And a third.")
    assert await desk_of(officer) == ["Drugs", "Online", "Pressure from others"], "the oldest first"
    await second.says("Are you there?")
    await officer.hears("Are you there?")
    assert await desk_of(officer) == ["● Online", "Drugs", "Pressure from others"]
    await officer.says("/desk")
    desk = await officer.hears("My desk")
    await officer.presses("Pressure", message=desk)
    await officer.presses("More")
    await officer.presses("How urgent")
    await officer.hears("How urgent is it? Now: \u2068normal")
    await officer.presses("urgent")
    await officer.hears("It is marked now: \u2068urgent")
    assert await desk_of(officer) == ["Pressure from others", "● Online", "Drugs"]
    await first.says("He is not breathing!")
    await officer.hears("He is not breathing!")
    assert await desk_of(officer) == ["● Drugs", "Pressure from others", "● Online"]


async def desk_of(officer: Phone) -> list[str]:
    """The topics of the cases on it, and whether there is something to read."""
    await officer.says("/desk")
    shown = [visible(label) for label in (await officer.hears("My desk")).buttons]
    return [f"{'● ' if '●' in label else ''}{label.rpartition(' · ')[2]}" for label in shown if "·" in label]


async def test_what_waits_and_is_urgent_stands_before_what_waits_longer(play: Play) -> None:
    officer = await play.officer()
    await send_concern(play.person("First"), BODY)
    await send_concern(play.person("Second"), OTHER, topic="Safety and violence")
    await officer.hears("Safety")
    await officer.says("/desk")
    shown = [visible(label) for label in (await officer.hears("My desk")).buttons]
    assert [label.partition(":")[0] for label in shown] == ["❗ New", "New"]
    await officer.presses("❗ New")
    await officer.presses("Take")
    assert (await hears_in_topic(officer)).text == OTHER
