"""Finds phrases by the words a message shares with them, however many phrases there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.features.concerns.identifying.message import Message, words_in

Meaning = TypeVar("Meaning")

_BETWEEN = re.compile(r"[\s'’ʼ`.\-_]{1,3}")


@dataclass(frozen=True, slots=True)
class Tongue:
    """What tells a name from other words in one language."""

    not_names: frozenset[str]
    not_names_anywhere: frozenset[str]
    """Of all languages: with a capital they are no names either."""
    not_name_endings: tuple[str, ...]
    particles: frozenset[str]
    joining: frozenset[str]
    capitals_tell: bool

    def rules_out(self, word: str) -> bool:
        return word in self.not_names or (
            bool(self.not_name_endings) and word.endswith(self.not_name_endings)
        )


class PhraseIndex(Generic[Meaning]):
    """Phrases and what each means."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in phrases:
            first, *rest = words_in(phrase)
            self._by_first.setdefault(first, []).append((tuple(rest), meaning))

    def find(self, message: Message) -> Iterator[tuple[int, int, Meaning]]:
        """For each phrase: where its first word stands, where the word after it stands, and its meaning."""
        for first in message.standing.keys() & self._by_first.keys():
            for rest, meaning in self._by_first[first]:
                for at in message.standing[first]:
                    if _follows(message, at + 1, rest):
                        yield at, at + 1 + len(rest), meaning


def _follows(message: Message, at: int, rest: tuple[str, ...]) -> bool:
    """The words from `at` on are these, with nothing but a space or an apostrophe between."""
    if at + len(rest) > len(message.words):
        return False
    return all(
        message.words[at + n].lower == word and _BETWEEN.fullmatch(message.gap(at + n))
        for n, word in enumerate(rest)
    )
