"""The library's errors in the engine's words."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.engine.carrier import NotCarried, NotSent, PlaceGone, RateLimited, Refused, Uncertain, Unreachable
from bot.gateway.request import NeverSent

_PLACE_GONE = ("message to edit not found", "message can't be edited", "thread not found", "topic_closed",
               "topic_id_invalid", "topic_deleted", "message to be replied not found")  # fmt: skip
_PERSON_GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")


def is_so_already(error: BadRequest) -> bool:
    """A message was to be changed into what it is."""
    return "message is not modified" in error.message.lower()


def problem_of(error: TelegramError) -> NotCarried:
    """What it means for a message. Messages of 400s are Telegram's, not a person's."""
    words = error.message.lower()
    match error:
        case RetryAfter():
            seconds = error.retry_after
            return RateLimited(seconds if isinstance(seconds, int | float) else seconds.total_seconds())
        case Forbidden():
            return Unreachable(error.message)
        case BadRequest() if any(phrase in words for phrase in _PERSON_GONE):
            return Unreachable(error.message)
        case BadRequest() if any(phrase in words for phrase in _PLACE_GONE):
            return PlaceGone(error.message)
        case NeverSent() | InvalidToken():
            return NotSent(error.message)
        case BadRequest():
            return Refused(error.message)
        case TimedOut():
            return Uncertain(error.message)
        case NetworkError() if "(413)" in words:
            return Refused(error.message)  # too large, now and ever
        case NetworkError() if "server error" in words or "unavailable" in words:
            return NotSent(error.message)  # said by the server itself; a gateway (502, 504) cannot know
        case _:
            return Uncertain(error.message)
