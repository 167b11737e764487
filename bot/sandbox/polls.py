"""Polls and quizzes: sent by the bot, voted in by the person whose chat it is."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.sandbox.sending import given_of, post
from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.chats import Chat
    from bot.sandbox.world import World

QUESTION_LENGTH = 300
OPTION_LENGTH = 100
MOST_OPTIONS = 12
EXPLANATION_LENGTH = 200
OPEN_PERIOD = range(5, 2_628_001)


def send_poll(world: World, call: Call) -> Json:
    given = call.given
    question = _words(world, given["question"], given.get("question_parse_mode"), QUESTION_LENGTH, "question")
    options = [_option(world, number, option) for number, option in enumerate(given["options"])]
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise bad_request("poll must have 1-12 options")
    if given.get("open_period", OPEN_PERIOD[0]) not in OPEN_PERIOD:
        raise bad_request("POLL_OPEN_PERIOD_INVALID")
    kind = given.get("type") or "regular"
    quiz = _quiz(world, given, len(options)) if kind == "quiz" else {}
    poll = {
        "id": str(secrets.randbits(62)),
        **question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": given.get("is_closed", False),
        "is_anonymous": given.get("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": given.get("allows_multiple_answers", False),
        "allows_revoting": given.get("allows_revoting", kind == "regular"),
        "members_only": given.get("members_only", False),
        **quiz,
        **given_of(call, "open_period", "close_date"),
    }
    return post(world, call, {"poll": poll})


def _words(world: World, text: str, mode: str | None, limit: int, name: str) -> Json:
    plain, _ = world.texts.formatted(text, mode, None)
    if not plain.strip():
        raise bad_request(f"poll {name} must be non-empty")
    if len(plain) > limit:
        raise bad_request(f"poll {name} length must not exceed {limit}")
    return {name: plain}


def _option(world: World, number: int, option: object) -> Json:
    if isinstance(option, str):
        option = {"text": option}
    if not isinstance(option, dict) or not isinstance(option.get("text"), str):
        raise bad_request("can't parse InputPollOption: Can't find field \"text\"")
    words = _words(world, option["text"], option.get("text_parse_mode"), OPTION_LENGTH, "options")
    return {"persistent_id": str(number), "text": words["options"], "voter_count": 0}


def _quiz(world: World, given: Json, count: int) -> Json:
    right = given.get("correct_option_ids")
    if not right or not all(type(number) is int and 0 <= number < count for number in right):
        raise bad_request("wrong correct option ID specified")
    quiz: Json = {"correct_option_ids": right}
    if given.get("explanation"):
        mode = given.get("explanation_parse_mode")
        quiz |= _words(world, given["explanation"], mode, EXPLANATION_LENGTH, "explanation")
    return quiz


def vote(world: World, chat: Chat, message_id: int, chosen: Sequence[int]) -> None:
    """The person chooses answers; none takes the vote back. The bot hears how the poll stands; who chose what
    only of one that is not anonymous. Raises AssertionError for what Telegram's app does not offer."""
    message = chat.messages[message_id]
    poll, before = message["poll"], chat.votes.get(message_id, ())
    assert not poll["is_closed"], "the poll is closed"
    assert poll["allows_revoting"] or not before, "in this poll one votes once"
    assert len(chosen) <= 1 or poll["allows_multiple_answers"], "one answer only"
    assert all(0 <= each < len(poll["options"]) for each in chosen), "no such answer"
    chat.votes[message_id] = tuple(chosen)
    poll = _counted(poll, before, chosen)
    chat.messages[message_id] = {**message, "poll": poll}
    world.updates.put("poll", poll)
    if not poll["is_anonymous"]:
        answer = {"poll_id": poll["id"], "user": chat.user, "option_ids": list(chosen)}
        persistent = [poll["options"][each]["persistent_id"] for each in chosen]
        world.updates.put("poll_answer", {**answer, "option_persistent_ids": persistent})
    told = {"chat": chat.id, "message_id": message_id, "options": list(chosen)}
    world.tell({"type": "vote", **told, "poll": poll})


def _counted(poll: Json, before: Sequence[int], chosen: Sequence[int]) -> Json:
    options = [
        {**option, "voter_count": option["voter_count"] - (place in before) + (place in chosen)}
        for place, option in enumerate(poll["options"])
    ]
    voters = poll["total_voter_count"] - bool(before) + bool(chosen)
    return {**poll, "options": options, "total_voter_count": voters}
