"""Telegram out of order: nothing crashes, nothing that is owed is lost, and what was said stays in order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Phone
from bot.sandbox.topics import delete_topic
from bot.sandbox.wire import Call
from tests.house import Play, playing
from tests.journeys.scripts import SAMPLES, longest
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import all_is_calm, hears_in_topic

BODY = "There is somebody at the bus stop."
FAST = 100.0
"""Speed of the clock by which the bot waits before it tries again."""
Fault = dict[str, Any]
TROUBLES: dict[str, list[Fault]] = {
    "too many requests": [{"status": 429, "retry_after": 20}],
    "server error": [{"status": 500}],
    "connection lost before": [{"kind": "drop_before"}],
    "connection lost after": [{"kind": "drop_after"}],
}


def trouble(play: Play, phone: Phone, *methods: str, faults: Sequence[Fault]) -> None:
    for method, fault in product(methods or ("sendMessage",), faults):
        play.sandbox.faults.add(method, chat_id=phone.chat_id, **fault)


@pytest.mark.parametrize("faults", TROUBLES.values(), ids=TROUBLES)
async def test_a_concern_is_written_and_answered_through_all_troubles(
    play: Play, capsys: pytest.CaptureFixture[str], faults: list[Fault]
) -> None:
    """Every reply, edit and letter fails at first; only a lost answer of Telegram's costs a double."""
    officer, youth = await play.officer(), play.person()
    play.clock.speed = FAST
    trouble(play, youth, "sendMessage", faults=faults)
    await youth.says("/concern")
    await youth.hears("What is it about?")
    trouble(play, youth, "editMessageText", "sendMessage", faults=faults)
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.hears("Write it down")
    await youth.says(BODY)
    await youth.hears("1\u2069 message")
    for phone in (youth, officer):
        trouble(play, phone, "sendMessage", "editMessageText", "createForumTopic", faults=faults)
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert (await hears_in_topic(officer)).text == BODY
    await youth.hears("has taken")
    trouble(play, youth, faults=faults)
    thread = next(reversed(officer.topics))
    answers = [f"Answer {number}" for number in range(5)]
    for answer in answers:
        await officer.says(answer, thread=thread)
    for answer in answers:
        await youth.hears(answer)
    arrived = [each.text.partition("\n")[2] for each in youth.messages if "\nAnswer" in each.text]
    assert [each for place, each in enumerate(arrived) if each not in arrived[:place]] == answers
    assert len(arrived) == len(answers) + faults.count({"kind": "drop_after"})
    all_is_calm(capsys)


async def test_telegram_silent_costs_patience_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reply and a letter are never answered; on SQLite alone, since it waits as long as the bot does."""
    async with playing(f"sqlite:///{tmp_path}/trustline.db") as play:
        officer, youth, _ = await taken_case(play, BODY)
        await youth.hears("has taken")
        asker = play.person("Asker")
        trouble(play, youth, faults=[{"kind": "hang"}])
        trouble(play, asker, faults=[{"kind": "hang"}])
        await officer.says("Are you safe?", thread=next(iter(officer.topics)))
        await asker.says("/menu")
        await asker.says("/privacy")
        async with asyncio.timeout(40):
            await youth.hears("Are you safe?", within=40)
            await asker.hears("What would you like", within=40)
            await asker.hears("Nothing is stored", within=40)
    all_is_calm(capsys)


async def test_polling_goes_on_after_every_failure(play: Play) -> None:
    youth = play.person()
    play.clock.speed = FAST
    for fault in chain.from_iterable(TROUBLES.values()):
        play.sandbox.faults.add("getUpdates", **fault)
    for command, answer in (("/menu", "What would you like"), ("/privacy", "Nothing is stored")):
        await youth.says(command)
        await youth.hears(answer, within=15)
    await youth.hears_nothing()


@pytest.mark.parametrize("status", [403, 400])
async def test_a_reply_to_somebody_who_is_gone_is_dropped_and_their_draft_waits(
    play: Play, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    """403 blocked by the user, 400 chat not found."""
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.hears("Write it down")
    trouble(play, youth, faults=[{"status": status}])
    await youth.says(BODY)
    await youth.says("And more.")
    await youth.hears("2\u2069 messages")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert [(await hears_in_topic(officer)).text for _ in range(2)] == [BODY, "And more."]
    all_is_calm(capsys)


@pytest.mark.parametrize("answer", ["Are you safe?", longest(SAMPLES["en"])], ids=["short", "longest"])
async def test_the_officer_is_told_of_an_answer_that_finds_the_bot_blocked_and_may_go_on_later(
    play: Play, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    thread = next(iter(officer.topics))
    youth.blocks()
    await officer.says(answer, thread=thread)
    told = await officer.hears("could not be delivered")
    assert told.thread == thread
    await officer.says("And another", thread=thread)
    await officer.hears("could not be delivered")
    await officer.hears_nothing()
    youth.unblocks()
    await youth.says("I am back.")
    await youth.hears("Passed on")
    await officer.hears("I am back.")
    await officer.says("Good to hear.", thread=thread)
    await youth.hears("Good to hear.")
    all_is_calm(capsys)


async def test_an_answer_whose_chat_is_not_found_is_told_and_the_next_one_arrives(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    thread = next(iter(officer.topics))
    trouble(play, youth, faults=[{"status": 400}])
    await officer.says("Are you safe?", thread=thread)
    await officer.hears("could not be delivered")
    await youth.says("Is anybody there?")
    await officer.hears("Is anybody there?")
    await officer.says("Yes.", thread=thread)
    await youth.hears("Yes.")


async def test_an_officer_who_had_blocked_the_bot_works_on(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    officer.blocks()
    await youth.says("Are you there?")
    await youth.hears("Passed on")
    await officer.hears_nothing()
    officer.unblocks()
    await officer.says("/desk")
    await officer.hears("1\u2069")
    await send_concern(play.person("Other"), "Another concern.", topic="Online")
    await officer.hears("Online")
    await officer.says("I am.", thread=next(iter(officer.topics)))
    await youth.hears("I am.")


async def test_a_topic_the_officer_deleted_is_gone_and_the_case_is_not(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    place = {"chat_id": officer.chat_id, "message_thread_id": next(iter(officer.topics))}
    delete_topic(play.sandbox.world, Call("deleteForumTopic", place))
    await youth.says("Are you there?")
    copy = await officer.hears("Are you there?")
    assert copy.thread is None
    card = officer.message(copy.reply_to or 0)
    assert "You have this case" in card.text
    await officer.says("I am.", reply_to=copy.message_id)
    await youth.hears("I am.")
    first = next(each for each in youth.messages if each.text == BODY and not each.is_from_bot)
    await youth.edits(first.message_id, "There is somebody at the stop.")
    await youth.hears("marked as edited")
    await youth.says("Thank you.")
    await officer.hears("Thank you.")


async def test_a_case_closed_erased_or_taken_meanwhile_says_so_in_its_topic(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    thread = next(iter(officer.topics))
    await youth.says("/cases")
    await youth.presses(" · Drugs")
    await youth.presses("Close it")
    await officer.hears("closed")
    await officer.says("One more thing", thread=thread)
    await officer.hears("This case is closed")
    trouble(play, officer, "deleteForumTopic", faults=[{"status": 502}])
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Proof of erasure")
    await officer.hears("was erased")
    assert not any(BODY in message.text for message in officer.messages)
