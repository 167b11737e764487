"""The code somebody with a place shows at the door: nobody's name, and found without being kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from bot.core.codes import new_code, read_code
from bot.core.context import Work
from bot.storage.database import Transaction

DIGITS = 5
_CODES = "checkin"
"""What codes are looked up as: another word than for case codes."""


class Begins(StrEnum):
    """With what the codes of each door begin: none of one can be taken for one of the other."""

    ACTIVITY = "0123456789ABCDEF"
    SESSION = "GHJKMNPQRSTVWXYZ"


async def fresh_code(
    work: Work, begins: Begins, is_taken: Callable[[Transaction, str], Awaitable[bool]]
) -> tuple[str, str]:
    """A code nobody has, and what it is looked up by."""
    while True:
        code = new_code(DIGITS)
        lookup = work.keys.lookup(_CODES, code)
        if code[0] in begins and not await is_taken(work.tx, lookup):
            return code, lookup


def looked_up(work: Work, typed: str) -> str | None:
    """None for what is no code."""
    code = read_code(typed, DIGITS)
    return work.keys.lookup(_CODES, code) if code else None
