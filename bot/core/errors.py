"""Errors that carry their own explanation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

Given = TypeVar("Given")
Found = TypeVar("Found")


class UserError(Exception):
    """Something a person can act on: nothing is kept, and they are shown the sentence under `key`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class OperatorError(Exception):
    """Mistakes of whoever runs the bot, all of them, one line each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Reading:
    """Reads one thing after the other, whatever is wrong with those before: all mistakes are to be found."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def of(self, read: Callable[[Given], Found], given: Given) -> Found:
        """What is read; nothing at all where it cannot be, or where what it needs could not be."""
        if given is not None:
            try:
                return read(given)
            except OperatorError as error:
                self.problems += error.problems
        return cast("Found", None)

    def end(self) -> None:
        """Before anything is used. Raises OperatorError with every mistake."""
        if self.problems:
            raise OperatorError(*self.problems)
