"""By when an answer comes: said, seen, kept; and when it is not kept, both sides hear of it."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.journal import Deed
from bot.core.roles import Role
from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play
from tests.journeys.casework import HOUR, details, nothing_is_owed, the_case
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import find_route
from tests.waiting import until

BODY = "Somebody sells pills behind the kiosk."
PROMISED = 24 * HOUR
AGAIN = 12 * HOUR
"""From a promise that was not kept to the next."""


async def standing(youth: Phone) -> str:
    """What the young person is shown of their case."""
    await youth.says("/cases")
    listed = await youth.hears("You have")
    await youth.presses("Drugs", message=listed)
    return visible((await youth.hears("Topic:")).text)


async def answered(officer: Phone, youth: Phone, copy: Message, words: str = "I am here.") -> None:
    await officer.says(words, thread=copy.thread)
    await youth.hears(words)


async def passes(play: Play, seconds: int) -> None:
    await nothing_is_owed(play)
    play.clock.advance(seconds + 1)


async def test_received_seen_in_hand_answered(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, BODY)
    shown = await standing(youth)
    assert "✓ Received\nNo officer has taken it yet.\nAn answer was promised by" in shown
    await officer.hears("Concern")
    await officer.presses("Take")
    copy = await officer.hears(BODY)
    assert "✓ Received\n✓ Seen\nAn officer has it: Community police.\nAn answer was" in await standing(youth)
    await answered(officer, youth, copy)
    assert "promised" not in await standing(youth)
    await youth.says("He was here again.")
    await officer.hears("He was here again.")
    shown = await standing(youth)
    assert "Not seen yet\nAn officer has it: Community police.\nAn answer was promised by" in shown
    await officer.presses("Read")
    assert "✓ Seen\n" in await standing(youth)


async def test_the_button_under_a_message_says_that_it_was_seen_and_goes(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.says("He was here again.")
    copy = await officer.hears("He was here again.")
    assert copy.buttons == ["Read"]
    await officer.presses("Read")
    seen = officer.message(copy.message_id)
    assert (seen.text, seen.buttons) == ("He was here again.", [])
    assert await details(play, await the_case(play), Deed.READ) == [""]
    await youth.presses("My case")
    await youth.presses("Who opened it")
    told = visible((await youth.hears("Who opened")).text)
    assert "officer, Community police: read it" in told


async def test_words_stay_where_they_stand_when_it_is_not_known_what_was_sent_there(play: Play) -> None:
    """Read is pressed before we wrote down that the message has arrived, or long after we forgot it."""
    officer, youth, _ = await taken_case(play, BODY)
    await youth.says("He was here again.")
    copy = await officer.hears("He was here again.")
    await nothing_is_owed(play)
    async with play.house.database.transaction() as tx:
        assert await tx.execute("DELETE FROM outbox WHERE kind = 'concerns.relayed'", {})
    assert await officer.presses("Read") == "Marked as read."
    seen = officer.message(copy.message_id)
    assert (seen.text, seen.buttons) == ("He was here again.", [])
    assert await details(play, await the_case(play), Deed.READ) == [""]


@pytest.mark.parametrize("words", ["", "Forget it."], ids=["taken back", "changed"])
async def test_what_was_taken_back_or_changed_meanwhile_does_not_come_back_by_read(
    play: Play, words: str
) -> None:
    """Telegram makes the bot wait just when Read was pressed."""
    officer, youth, _ = await taken_case(play, BODY)
    said = await youth.says("He was here again.")
    copy = await officer.hears("He was here again.")
    await nothing_is_owed(play)
    for method in ("editMessageText", "editMessageReplyMarkup"):
        play.sandbox.faults.add(method, chat_id=officer.chat_id, retry_after=30)
    read = find_route(officer, "case.seen")
    assert read is not None
    await officer.presses_data(*read, wait=False)
    await until(lambda: play.sandbox.faults.happened == 1)
    play.sandbox.faults.clear()
    if words:
        await youth.edits(said.message_id, words)
        await until(lambda: words in officer.message(copy.message_id).text)
    else:
        await youth.presses("Take it back")
        await until(lambda: copy.message_id not in [each.message_id for each in officer.messages])
    play.clock.advance(31)
    await asyncio.sleep(0.5)
    assert not any("He was here again." in message.text for message in officer.messages)


async def test_thanks_asks_for_no_answer_and_a_question_does(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await answered(officer, youth, copy)
    assert (await the_case(play)).answer_by_at is None
    await youth.says("thanks ❤️")
    await officer.hears("thanks")
    assert (await the_case(play)).answer_by_at is None
    await youth.says("thanks, but he is back")
    await officer.hears("he is back")
    by = (await the_case(play)).answer_by_at
    assert by is not None
    await youth.says("Are you there?")
    await officer.hears("Are you there?")
    assert (await the_case(play)).answer_by_at == by, "what was promised first holds"


async def test_a_missed_promise_is_owned_up_to_and_a_second_one_gives_the_case_to_others(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    lead, other = await play.officer("Lea", role=Role.LEAD), await play.officer("Otto")
    await passes(play, PROMISED)
    await youth.hears("promised you an answer in")
    reminded = await officer.hears("waits for your answer")
    assert reminded.thread == copy.thread
    await lead.hears("waits for an answer that was promised")
    assert "were late. We are sorry. It should come by" in await standing(youth)
    await other.hears_nothing(0.2)
    await passes(play, AGAIN)
    await officer.hears("given to others because no answer came")
    await youth.hears("Others are being asked")
    await other.hears("Concern")
    await nothing_is_owed(play)
    assert copy.thread not in officer.topics
    concern = await the_case(play)
    assert (concern.officer, await details(play, concern, Deed.MISSED)) == (None, ["", ""])
    await other.presses("Take")
    await other.hears(BODY)
    await other.says("Here I am.", thread=next(iter(other.topics)))
    await youth.hears("Here I am.")
    assert "late" not in await standing(youth)


async def test_an_answer_after_a_missed_promise_keeps_the_case(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    other = await play.officer("Otto")
    await passes(play, PROMISED)
    await youth.hears("are late")
    await answered(officer, youth, copy, "I am sorry.")
    youth.skips()
    await passes(play, PROMISED)
    await youth.hears_nothing()
    await other.hears_nothing(0.1)
    assert copy.thread in officer.topics


async def test_what_was_answered_in_time_is_late_for_nobody(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await answered(officer, youth, copy)
    officer.skips()
    await passes(play, PROMISED)
    await youth.hears_nothing()
    await officer.hears_nothing(0.1)
    assert await details(play, await the_case(play), Deed.MISSED) == []


async def test_a_closed_case_owes_no_answer(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears("you got advice")
    await passes(play, PROMISED)
    await youth.hears_nothing()
    assert await details(play, await the_case(play), Deed.MISSED) == []


async def test_a_case_nobody_takes_is_late_too(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await send_concern(youth, BODY)
    await passes(play, PROMISED)
    await youth.hears("promised you an answer in")


async def test_only_the_first_message_an_officer_has_not_looked_at_makes_a_sound(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    heard = {}
    for words in ("one", "two", "three"):
        await youth.says(words)
        heard[words] = await officer.hears(words)
    assert [officer.was_silent(each) for each in heard.values()] == [False, True, True]
    assert [each.buttons for each in heard.values()] == [["Read"], [], []]
    await officer.presses("Read")
    await youth.says("four")
    assert not officer.was_silent(await officer.hears("four"))


async def test_an_answer_too_means_that_all_was_read(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await youth.says("one")
    await officer.hears("one")
    await answered(officer, youth, copy)
    await youth.says("two")
    assert not officer.was_silent(await officer.hears("two"))
