"""Errors that carry their own explanation."""

from __future__ import annotations


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
