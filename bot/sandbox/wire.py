"""What goes over the wire: JSON objects, one call of the Bot API, and the refusals Telegram answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A call that Telegram refuses: its HTTP status and its own words."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(words: str) -> ApiError:
    return ApiError(400, f"Bad Request: {words}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart request."""

    content: bytes
    name: str
    mime: str


@dataclass(slots=True)
class Call:
    """One request of the bot: the method's name, its checked parameters and the files that came along."""

    method: str
    given: Json
    uploads: dict[str, Upload] = field(default_factory=dict)
