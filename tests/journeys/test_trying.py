"""Scenarios are played in one message, and quizzes answered where nobody sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.seen import visible
from tests.house import Play, playing
from tests.library import config_with_library

IN_TIME = datetime(2026, 11, 29, 12, tzinfo=UTC).timestamp()
LATE = datetime(2027, 1, 15, 12, tzinfo=UTC).timestamp()
"""When what expires at Christmas has."""

GONE = (
    *("learn.play", "learn.play|last-bus|9", "learn.play|last-bus|x", "learn.play|last-bus|1111111"),
    *("learn.play|last-bus|²", "learn.play_sources|last-bus|0", "learn.quiz|friends|7", "learn.quiz|sport|0"),
    *("learn.share|s|last-bus", "learn.share|topic|sport", "learn.share|quiz|asking"),
    *("learn.helpful|try|no-such|1", "learn.helpful|try|last-bus|2", "learn.helpful"),
)


@pytest.fixture
async def play(database_url: str, tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(database_url, config=config_with_library(tmp_path), start=IN_TIME) as running:
        yield running


async def test_a_scenario_turns_in_place_and_ends_with_all_skills_on_the_way(play: Play) -> None:
    youth = play.person()
    await youth.says("/learn")
    topics = await youth.hears("What would you like to read about?")
    await youth.presses("Friends and pressure")
    listed = await youth.hears("Try it: what would you say?")
    assert "For: ages 10 to 13 and ages 14 to 18" in visible(listed.text)
    await youth.presses("Try it: The last bus")
    start = await youth.hears("Everybody looks.")
    assert "2. I take it, so that nobody asks" in visible(start.text)
    assert [button["text"] for button in start.rows[0]] == ["1", "2"]
    await youth.presses("1")
    turn = await youth.hears("Often the talk just goes on.")
    (skill,) = (each for each in turn.entities if each["type"] == "blockquote")
    assert turn.text[skill["offset"] :].startswith("Skill: A short no needs no reason.")
    await youth.presses("2")
    ending = await youth.hears("To take away")
    taken = visible(ending.text).partition("To take away")[2]
    assert "• A short no needs no reason.\n• Leaving is an answer too." in taken
    assert ending.message_id == topics.message_id
    await youth.presses("Back")
    await youth.hears("A little later the friend asks again.")
    await youth.presses("1")
    await youth.hears("Offer something else to do.")
    await youth.presses("Play again")
    await youth.hears("Everybody looks.")


async def test_another_scenario_and_the_sources_are_one_press_away(play: Play) -> None:
    youth = play.person()
    await youth.opens("try-last-bus")
    await youth.hears("Everybody looks.")
    await youth.presses("Sources")
    await youth.hears("https://www.unodc.org/")
    await youth.presses("Back")
    await youth.hears("Everybody looks.")
    await youth.presses("2")
    await youth.presses("2")
    await youth.hears("To take away")
    await youth.presses("Another story")
    await youth.hears("The party")
    await youth.presses("1")
    await youth.presses("1")
    await youth.hears("To take away")


async def test_a_scenario_in_arabic_runs_from_right_to_left(play: Play) -> None:
    youth = play.person(language="ar")
    await youth.opens("try-last-bus")
    start = await youth.hears("آخر حافلة")
    await youth.presses("1")
    turn = await youth.hears("مهارة:")
    await youth.presses("1")
    ending = await youth.hears("ما يبقى معك")
    for shown in (start, turn, ending):
        assert all(line.startswith("\u200f") for line in shown.text.splitlines() if line)


async def test_ways_that_no_scenario_goes_are_said_to_be_gone(play: Play) -> None:
    youth = play.person()
    await youth.opens("try-no-such")
    gone = await youth.hears("This is no longer here")
    for data in GONE:
        assert "This is no longer here" in (await youth.presses_data(data, gone.message_id) or ""), data


async def test_a_round_of_questions_is_voted_in_where_nobody_sees_it(play: Play) -> None:
    youth = play.person()
    await youth.opens("topic-friends")
    await youth.presses("Quiz")
    await youth.hears("question 1 of 3")
    quiz = await youth.hears("A friend does not wake up.")
    assert quiz.raw["poll"]["is_anonymous"]
    youth.votes(quiz, "Wait until morning")
    assert youth.sees_verdict(quiz) == (False, "Help first, questions later. Nobody blames you for asking.")
    await youth.hears("Nobody sees your answer.")
    await youth.presses("Sources")
    await youth.hears("https://www.unodc.org/")
    await youth.presses("Back")
    await youth.presses("Next question")
    await youth.hears("question 2 of 3")
    second = await youth.hears("A friend does not wake up.")
    assert second.message_id != quiz.message_id
    youth.votes(second, "Call for help and stay")
    assert youth.sees_verdict(second) == (True, "Help first, questions later. Nobody blames you for asking.")
    await youth.presses("Next question")
    await youth.hears("That was the last question.")
    await youth.presses("Start again")
    await youth.hears("question 1 of 3")
    assert {"poll", "poll_answer"}.isdisjoint(play.sandbox.world.updates.allowed)


async def test_what_has_expired_says_so_stands_last_and_is_not_asked(
    database_url: str, tmp_path: Path
) -> None:
    config = config_with_library(tmp_path)
    async with playing(database_url, config=config, start=LATE) as play:
        youth = play.person()
        await youth.opens("topic-help")
        listed = await youth.hears("The party")
        assert "Quiz" not in listed.buttons
        await youth.presses("Try it: The party")
        old = await youth.hears("may be out of date")
        assert visible(old.text).index("may be out of date") < old.text.index("Everybody looks.")
        await youth.opens("topic-friends")
        await youth.presses("Quiz")
        await youth.hears("question 1 of 2")


@pytest.mark.parametrize(
    ("opened", "link", "title"),
    [
        ("l-saying-no", "l-saying-no", "Saying no and keeping your friends"),
        ("try-last-bus", "try-last-bus", "The last bus"),
        ("topic-help", "topic-help", "Getting help"),
    ],
)
async def test_a_link_is_copied_sent_on_and_opens_the_same(
    play: Play, opened: str, link: str, title: str
) -> None:
    youth, friend = play.person(), play.person("Leo")
    await youth.opens(opened)
    before = await youth.hears()
    await youth.presses("Share")
    shown = await youth.hears("sees that it comes from you")
    assert title in shown.text
    await youth.presses("Copy link")
    assert youth.clipboard.endswith(f"?start={link}")
    send = shown.button("Send in Telegram")
    assert send is not None
    assert send["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    await friend.opens(youth.clipboard)
    assert (await friend.hears()).text == before.text
    await youth.presses("Back")
    assert (await youth.hears()).text == before.text
