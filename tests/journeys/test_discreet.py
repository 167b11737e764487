"""A young person whose phone others look at, in discreet mode, from a concern to the last trace of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import App
from bot.core.clock import FastClock
from bot.engine.veil import WAITS_FOR
from bot.house import open_house
from bot.sandbox import Phone, Sandbox
from bot.sandbox.seen import Message
from bot.settings import Settings
from tests.house import REPOSITORY, Play
from tests.journeys.casework import nothing_is_owed
from tests.journeys.watching import all_is_calm, ever_shown
from tests.kept import dump
from tests.waiting import until

BODY = "There is somebody at the bus stop."
ANSWER = "Are you safe right now?"
NEUTRAL = "A new message is waiting."
TELLING = (BODY, ANSWER, "police", "fficer", "Drugs", "case", "help", "oncern", "answer")
"""What somebody who looks over a shoulder must not read."""
FAST = 50.0


async def turns_on(youth: Phone, *buttons: str) -> None:
    await youth.says("/settings")
    await youth.presses("Discreet mode", message=await youth.hears("Settings"))
    for button in buttons:
        await youth.presses(button)


async def in_a_discreet_case(play: Play, *buttons: str) -> tuple[Phone, Phone, int]:
    """An officer and a young person in a case that was taken, and the officer's topic."""
    officer, youth = await play.officer(), play.person()
    await turns_on(youth, *buttons)
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says(BODY)
    await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await arrives(youth, "Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    topic = (await officer.hears(BODY)).thread
    assert topic is not None
    await arrives(youth, "has taken")
    return officer, youth, topic


async def arrives(youth: Phone, words: str) -> Message:
    """The next letter; one that waits behind a neutral message is asked for."""
    while True:
        heard = await youth.hears()
        if words in heard.text:
            return heard
        if heard.text == NEUTRAL and heard.buttons:
            await youth.presses("Show", message=heard)


def told(message: Message) -> list[str]:
    return [word for word in TELLING if word in str(message)]


async def test_a_lock_screen_shows_nothing_of_an_answer_and_everything_arrives(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    officer, youth, topic = await in_a_discreet_case(play, "All on")
    before = youth.last.message_id
    play.clock.speed = FAST
    play.sandbox.faults.add("sendMessage", chat_id=youth.chat_id, status=429, retry_after=5)
    play.sandbox.faults.add("sendMessage", chat_id=youth.chat_id, kind="drop_after")
    await officer.says(ANSWER, thread=topic)
    neutral = await youth.hears(NEUTRAL)
    came = [message for message in ever_shown(play, youth) if message.message_id > before]
    assert came
    assert not [message for message in came if told(message)]
    await youth.presses("Show", message=neutral)
    shown = await youth.hears(ANSWER)
    await youth.says("Yes, I am at home.", reply_to=shown.message_id)
    await officer.hears("Yes, I am at home.")
    all_is_calm(capsys)


async def test_every_letter_of_a_case_comes_as_the_same_neutral_message(play: Play) -> None:
    officer, youth, topic = await in_a_discreet_case(play, "All on")
    for words in ("One.", "Two.", "Three."):
        await officer.says(words, thread=topic)
        await arrives(youth, words)
    states: dict[int, list[str]] = {}
    for message in ever_shown(play, youth):
        states.setdefault(message.message_id, []).append(message.text)
    waited = [texts for texts in states.values() if texts[0] == NEUTRAL]
    for words in ("Your case code:", "has taken", "One.", "Two.", "Three."):
        assert any(words in later for texts in waited for later in texts[1:]), words
        assert not any(words in texts[0] for texts in states.values()), words


async def test_an_answer_waits_through_a_restart(database_url: str) -> None:
    clock = FastClock()
    sandbox = Sandbox(clock, topics_can_be_closed=False)
    await sandbox.start()
    try:
        async with at_work(sandbox, clock, database_url) as play:
            officer, youth, topic = await in_a_discreet_case(play, "Neutral messages: off")
            await officer.says(ANSWER, thread=topic)
            neutral = await youth.hears(NEUTRAL)
        async with at_work(sandbox, clock, database_url):
            await youth.presses("Show", message=neutral)
            shown = await youth.hears(ANSWER)
            await youth.says("Yes, I am at home.", reply_to=shown.message_id)
            await officer.hears("Yes, I am at home.")
    finally:
        await sandbox.stop()


@asynccontextmanager
async def at_work(sandbox: Sandbox, clock: FastClock, url: str) -> AsyncIterator[Play]:
    """The bot, started and stopped while Telegram goes on."""
    settings = Settings(database_url=url, config=REPOSITORY / "config", undo_seconds=0)  # type: ignore[arg-type]
    house, stop = await open_house(settings, clock), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        work = tasks.create_task(App(settings, house, sandbox.token, sandbox.url).run(stop))
        try:
            yield Play(sandbox, house, clock)
        finally:
            stop.set()
            await work


async def test_the_panic_button_leaves_one_line_and_keeps_the_case(play: Play) -> None:
    officer, youth, topic = await in_a_discreet_case(play, "All on")
    await officer.says(ANSWER, thread=topic)
    await youth.hears(NEUTRAL)
    await nothing_is_owed(play)
    await youth.says("/wipe")
    done = await youth.hears("All clear")
    await until(lambda: len(youth.messages) <= 2)
    assert not [message for message in youth.messages if told(message)]
    play.clock.advance(61)
    assert (await officer.hears("was not opened")).thread == topic
    await youth.says("/cases")
    await youth.hears("case")
    await officer.says("I am still here.", thread=topic)
    await arrives(youth, "I am still here.")
    assert done.message_id in {message.message_id for message in youth.messages}


async def test_whoever_answered_hears_once_that_nothing_of_it_was_opened(play: Play) -> None:
    officer, youth, topic = await in_a_discreet_case(play, "Neutral messages: off")
    for words in ("One.", "Two."):
        await officer.says(words, thread=topic)
        await youth.hears(NEUTRAL)
    await nothing_is_owed(play)
    play.clock.advance(WAITS_FOR + 61)
    await officer.hears("was not opened")
    await nothing_is_owed(play)
    said = [message.text for message in officer.messages if "was not opened" in message.text]
    assert len(said) == 1, said
    await officer.says("Three.", thread=topic)
    await arrives(youth, "Three.")


async def test_both_sides_of_a_talk_leave_the_chat_at_the_chosen_age(play: Play) -> None:
    officer, youth, topic = await in_a_discreet_case(play, "Delete messages", "after 1 hour")
    await officer.says(ANSWER, thread=topic)
    await youth.hears(ANSWER)
    await youth.says("Yes, I am at home.")
    await officer.hears("Yes, I am at home.")
    play.clock.advance(3600 + 60)
    await until(lambda: not [message for message in youth.messages if told(message)])
    assert "Yes, I am at home." in [message.text for message in officer.messages], "officers keep theirs"


async def test_an_erasing_takes_all_that_discreet_mode_kept(play: Play) -> None:
    _, youth, _ = await in_a_discreet_case(play, "All on")
    await youth.says("/privacy")
    stored = await youth.hears("Stored about you now")
    assert "discreet mode" in stored.text
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Proof of erasure")
    held = await dump(play.house.database)
    assert held["traces"] == []
    assert len(held["people"]) == 1, "the officer"
