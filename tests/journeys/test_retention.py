"""How long a case is kept, what prolongs it, and what is left of it afterwards: a count, and when it went."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from bot.core.journal import Deed
from bot.features.concerns.drafts import DRAFT_SECONDS
from bot.features.concerns.store import queries
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.house import Play
from tests.journeys.casework import (
    DAY,
    HOUR,
    all_opened,
    cases,
    comes_true,
    details,
    nothing_is_owed,
    the_case,
)
from tests.journeys.steps import send_concern, taken_case
from tests.kept import dump

BODY = "Somebody sells quicksilver pills behind the kiosk."
ANSWER = "We will walk by with a lantern tonight."


async def closed_case(
    play: Play, outcome: str = "Advice given", topic: str = "Drugs"
) -> tuple[Phone, Phone, str]:
    """An officer, a young person, and the code of a case of theirs that was answered and closed."""
    officer, youth = await play.officer(), play.person()
    code = await send_concern(youth, BODY, topic=topic)
    await officer.hears("Concern")
    await officer.presses("Take")
    copy = await officer.hears(BODY)
    await officer.says(ANSWER, thread=copy.thread)
    await youth.hears(ANSWER)
    await officer.presses("Close with an outcome")
    await officer.presses(outcome)
    await youth.hears("The officer closed your case")
    return officer, youth, code


async def pass_days(play: Play, days: int) -> None:
    """And the hourly round that ends them."""
    await nothing_is_owed(play)
    play.clock.advance(days * DAY)
    await asyncio.sleep(0.1)
    play.clock.advance(HOUR + 1)


async def case_counts(play: Play) -> list[tuple[str, str, str, int]]:
    async with play.house.database.transaction() as tx:
        rows = await queries.case_counts(tx)
    return [(row["topic"], row["organisation"], row["outcome"], row["cases"]) for row in rows]


@pytest.mark.parametrize(
    ("outcome", "topic", "days"),
    [
        ("Advice given", "Drugs", 60),
        ("No answer came", "Drugs", 30),
        ("Something was done", "Drugs", 90),
        ("Advice given", "Safety and violence", 60),
    ],
)
async def test_outcome_and_topic_say_how_long(play: Play, outcome: str, topic: str, days: int) -> None:
    await closed_case(play, outcome, topic)
    expires_at = (await the_case(play)).expires_at
    assert expires_at is not None
    assert 0 <= play.clock.now() + days * DAY - expires_at < HOUR


async def test_when_its_time_is_over_it_is_erased_and_the_young_person_told(play: Play) -> None:
    officer, youth, code = await closed_case(play)
    (topic,) = officer.topics
    await pass_days(play, 59)
    await youth.hears_nothing()
    assert len(await cases(play)) == 1
    await pass_days(play, 1)
    await youth.hears("was erased because it was closed long ago")
    await nothing_is_owed(play)
    assert await cases(play) == []
    assert topic not in officer.topics
    assert not any(BODY in message.text for message in officer.messages)
    kept = await all_opened(play)
    assert BODY.encode() not in kept
    assert ANSWER.encode() not in kept
    await youth.says("/cases")
    await youth.hears("You have no cases")
    await youth.says(f"/resume {code}")
    await youth.hears("The case with this code was erased on")
    assert await case_counts(play) == [("drugs", "police", "advised", 1)]


async def test_the_journal_says_that_it_expired_and_nothing_of_what_it_was_about(play: Play) -> None:
    await closed_case(play)
    concern = await the_case(play)
    await pass_days(play, 60)
    await until_erased(play)
    assert await details(play, concern, Deed.EXPIRED) == [""]
    assert await details(play, concern, Deed.ERASED) == []


async def until_erased(play: Play) -> None:
    async def none_is_left() -> bool:
        return not await cases(play)

    await comes_true(none_is_left)


async def test_a_case_that_was_opened_again_is_kept_and_its_time_begins_anew(play: Play) -> None:
    officer, youth, _ = await closed_case(play)
    await pass_days(play, 50)
    await youth.presses("Open it again")
    await youth.hears("is open again")
    assert (await the_case(play)).expires_at is None
    await pass_days(play, 1)
    (topic,) = officer.topics
    await officer.says("I am still here.", thread=topic)
    await youth.hears("I am still here.")
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears("The officer closed your case")
    await pass_days(play, 59)
    assert len(await cases(play)) == 1
    await pass_days(play, 1)
    await youth.hears("was erased because")


async def test_two_erased_cases_are_counted_and_nothing_links_them(play: Play) -> None:
    officer, youth, _ = await closed_case(play)
    await send_concern(youth, BODY)
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)
    await youth.presses("My case")
    await youth.presses("Close it")
    await officer.hears("The young person closed")
    await pass_days(play, 60)
    await until_erased(play)
    assert await case_counts(play) == [("drugs", "police", "advised", 1), ("drugs", "police", "by_youth", 1)]


async def test_an_answered_case_in_which_nobody_writes_is_closed_and_can_be_opened_again(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says(ANSWER, thread=copy.thread)
    await youth.hears(ANSWER)
    await pass_days(play, 59)
    await youth.hears_nothing()
    await pass_days(play, 1)
    told = await youth.hears("was closed because nobody has written for a long time")
    assert "Open it again" in told.buttons
    await nothing_is_owed(play)
    assert officer.topics[copy.thread or 0].name.startswith("✓")
    await youth.presses("Open it again")
    await youth.hears("is open again")
    assert (await the_case(play)).is_open


async def test_whatever_is_written_keeps_a_case_from_falling_silent(play: Play) -> None:
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says(ANSWER, thread=copy.thread)
    await youth.hears(ANSWER)
    await pass_days(play, 50)
    await youth.says("thanks ❤️")
    await officer.hears("thanks")
    await youth.hears("Passed on")
    await pass_days(play, 50)
    await youth.hears_nothing()
    assert (await the_case(play)).is_open


async def test_a_case_that_waits_for_an_answer_never_falls_silent(play: Play) -> None:
    await play.officer()
    await send_concern(play.person(), BODY)
    await pass_days(play, 61)
    await nothing_is_owed(play)
    assert (await the_case(play)).is_open


async def test_a_draft_is_forgotten_after_two_days(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says(BODY)
    await youth.hears("not sent yet")
    assert BODY.encode() in await all_opened(play)
    play.clock.advance(DRAFT_SECONDS - 60)
    await youth.presses("See what the officer will see")
    await youth.hears("Send it like this?")
    play.clock.advance(61)
    assert "sent or cancelled already" in str(await youth.presses("Send"))
    play.clock.advance(61)
    await gone(play, BODY.encode())


async def test_the_files_of_a_draft_go_with_it(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await sends_photo(youth)
    assert len(await files(play)) == 1
    play.clock.advance(DRAFT_SECONDS + HOUR)
    play.clock.advance(61)

    async def none_is_left() -> bool:
        return not await files(play)

    await comes_true(none_is_left)


async def test_the_files_of_a_case_go_with_it_and_not_before(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await sends_photo(youth)
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    photo = await hears_photo(officer)
    await officer.says(ANSWER, thread=photo.thread)
    await youth.hears(ANSWER)
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears("The officer closed your case")
    await pass_days(play, 59)
    assert len(await files(play)) == 1, "a file that was sent is kept as long as its case"
    await pass_days(play, 1)
    await youth.hears("was erased because")
    await nothing_is_owed(play)
    assert await files(play) == []
    assert photo.message_id not in {message.message_id for message in officer.messages}


async def sends_photo(youth: Phone) -> None:
    picture = BytesIO()
    Image.new("RGB", (64, 64), "navy").save(picture, "JPEG")
    await youth.sends("photo", content=picture.getvalue())
    await youth.presses("Send it, cleaned")
    await youth.hears("all hidden data is gone", within=30)


async def hears_photo(officer: Phone) -> Message:
    while "photo" not in (heard := await officer.hears()).raw:
        pass
    return heard


async def files(play: Play) -> list[object]:
    return [row["file_id"] for row in (await dump(play.house.database))["files"]]


async def gone(play: Play, words: bytes) -> None:
    async def is_kept_nowhere() -> bool:
        return words not in await all_opened(play)

    await comes_true(is_kept_nowhere)


async def test_words_an_officer_never_sent_anywhere_are_told_of_and_kept_three_days(play: Play) -> None:
    officer, _, _ = await taken_case(play, BODY)
    await officer.says(ANSWER)
    await officer.hears("I don’t know to which case this belongs")
    await pass_days(play, 2)
    await nothing_is_owed(play)
    assert ANSWER.encode() in await all_opened(play)
    await pass_days(play, 1)
    await gone(play, ANSWER.encode())
    assert BODY.encode() in await all_opened(play), "the case itself is kept"
