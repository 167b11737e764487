"""Faults on demand: refusals, silence and broken connections, for the next calls that match."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.wire import ApiError


class FaultKind(StrEnum):
    ERROR = "error"
    HANG = "hang"
    """No answer until the client gives up; nothing is done."""
    DROP_BEFORE = "drop_before"
    """The connection breaks, nothing is done."""
    DROP_AFTER = "drop_after"
    """The call is carried out, the connection breaks before the answer."""


DESCRIPTIONS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    method: str
    chat_id: int | None
    left: int
    kind: FaultKind
    error: ApiError

    def meets(self, method: str, chat_id: object) -> bool:
        return self.method in {"*", method} and (self.chat_id is None or str(self.chat_id) == str(chat_id))


class Faults:
    """The faults that are still to happen, in the order they were added."""

    def __init__(self) -> None:
        self.latency = 0.0
        """Real seconds every answer but that of `getUpdates` is late."""
        self.happened = 0
        self._waiting: list[Fault] = []

    def add(
        self,
        method: str = "*",
        *,
        chat_id: int | None = None,
        times: int = 1,
        kind: FaultKind | str = FaultKind.ERROR,
        status: int = 429,
        retry_after: int = 3,
        description: str = "",
    ) -> None:
        """The next `times` calls go wrong. `*` is any method but `getUpdates`; no `chat_id` is any chat."""
        if status == 429:
            words = description or f"Too Many Requests: retry after {retry_after}"
            error = ApiError(status, words, retry_after=retry_after)
        else:
            error = ApiError(status, description or DESCRIPTIONS.get(status, "Bad Request"))
        self._waiting.append(Fault(method.lower(), chat_id, times, FaultKind(kind), error))

    def clear(self) -> None:
        self._waiting.clear()

    def next_for(self, method: str, chat_id: object) -> Fault | None:
        """The fault of this call, which is used up by asking. `method` in lower case."""
        for fault in self._waiting:
            if fault.meets(method, chat_id) and not (fault.method == "*" and method == "getupdates"):
                fault.left -= 1
                self.happened += 1
                if fault.left == 0:
                    self._waiting.remove(fault)
                return fault
        return None
