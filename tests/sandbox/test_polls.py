"""Polls and quizzes are voted in, and the bot hears as much of it as Telegram tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiogram.types import Poll, PollAnswer

from bot.sandbox.seen import Message

if TYPE_CHECKING:
    from bot.sandbox import Phone
    from tests.sandbox.bare_api import Api

QUIZ = {"type": "quiz", "question": "2 + 2?", "options": ["3", "4"], "correct_option_ids": [1]}
POLL = {"question": "Shall we?", "options": ["Yes", "No"]}


async def sent(api: Api, to: Phone, **poll: Any) -> Message:
    return Message(await api.call("sendPoll", chat_id=to.chat_id, **poll))


async def heard(api: Api, kind: str) -> list[Any]:
    updates = await api.call("getUpdates", allowed_updates=["message", "poll", "poll_answer"])
    return [update[kind] for update in updates if kind in update]


async def test_a_quiz_shows_whether_it_was_right_and_why_to_its_voter_alone(api: Api, ann: Phone) -> None:
    quiz = await sent(api, ann, **QUIZ, explanation="Two and two.")
    assert ann.sees_verdict(quiz) is None
    ann.votes(quiz, "3")
    assert ann.sees_verdict(quiz) == (False, "Two and two.")
    with pytest.raises(AssertionError, match="one votes once"):
        ann.votes(quiz, "4")


async def test_of_an_anonymous_poll_the_bot_hears_only_how_it_stands(api: Api, ann: Phone) -> None:
    await api.call("getUpdates", allowed_updates=["message", "poll", "poll_answer"])
    quiz = await sent(api, ann, **QUIZ)
    ann.votes(quiz, "4")
    (poll,) = await heard(api, "poll")
    assert [option.voter_count for option in Poll.model_validate(poll).options] == [0, 1]
    assert poll["total_voter_count"] == 1
    assert await heard(api, "poll_answer") == []


async def test_of_a_public_poll_the_bot_hears_every_vote(api: Api, ann: Phone) -> None:
    await api.call("getUpdates", allowed_updates=["message", "poll", "poll_answer"])
    poll = await sent(api, ann, **POLL, is_anonymous=False)
    ann.votes(poll, "Yes")
    ann.votes(poll, "No")
    ann.votes(poll)
    assert ann.sees_verdict(poll) is None
    answers = [PollAnswer.model_validate(each) for each in await heard(api, "poll_answer")]
    assert [answer.option_ids for answer in answers] == [[0], [1], []]
    assert {answer.user.id for answer in answers if answer.user} == {ann.chat_id}
    assert ann.message(poll.message_id).raw["poll"]["total_voter_count"] == 0


async def test_the_app_offers_no_vote_that_telegram_would_not_take(api: Api, ann: Phone) -> None:
    with pytest.raises(AssertionError, match="closed"):
        ann.votes(await sent(api, ann, **POLL, is_closed=True), "Yes")
    poll = await sent(api, ann, **POLL)
    with pytest.raises(AssertionError, match="one answer only"):
        ann.votes(poll, 0, 1)
    with pytest.raises(AssertionError, match="no such answer"):
        ann.votes(poll, 2)
    ann.votes(await sent(api, ann, **POLL, allows_multiple_answers=True), "Yes", "No")
