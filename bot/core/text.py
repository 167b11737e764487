"""Ready text: HTML for Telegram in which every inserted value is escaped and keeps its own direction."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.core.language import Language

FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides, isolates: inside a value they could end the isolate around it."""
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that look like nothing."""
_UNSEEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


class Html(str):
    """Text that Telegram's HTML parse mode accepts as it stands."""

    __slots__ = ()


def escape(value: object) -> Html:
    """The value as text that can neither become markup nor turn the text around it; Html stays as it is."""
    return value if isinstance(value, Html) else Html(html.escape(STEERING.sub("", str(value)), quote=False))


def isolate(value: object) -> str:
    """The value fenced (UAX #9), so that it cannot turn the direction of the line around it."""
    inner = value if isinstance(value, Html) else STEERING.sub("", str(value))
    return f"{FIRST_STRONG_ISOLATE}{inner}{POP_DIRECTIONAL_ISOLATE}"


def clean(text: str) -> str:
    """The words without control characters and without marks that would turn the text around them.

    Nothing at all where nobody would see anything: Telegram refuses to send that.
    """
    kept = STEERING.sub("", text)
    words = "".join(
        char for char in kept if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    ).strip()
    return words if any(_is_seen(char) for char in words) else ""


def _is_seen(char: str) -> bool:
    is_selector = "\ufe00" <= char <= "\ufe0f"
    return not is_selector and char not in _UNSEEN and unicodedata.category(char) not in _UNSEEN_KINDS


def paragraphs(*parts: str) -> Html:
    """Parts that are Html already, with an empty line between them; empty parts are left out."""
    return Html("\n\n".join(part for part in parts if part))


def lines(*parts: str) -> Html:
    """Parts that are Html already, each on its own line; empty parts are left out."""
    return Html("\n".join(part for part in parts if part))


class Texts(Protocol):
    """The catalogue in one language. A key that is not in it is a mistake of ours: KeyError."""

    @property
    def language(self) -> Language: ...

    def __call__(self, key: str, **values: object) -> Html:
        """The sentence as HTML, its values escaped and isolated."""
        ...

    def count(self, key: str, n: int, **values: object) -> Html:
        """The plural form for `n`, which the sentence may name as `{n}`."""
        ...

    def label(self, key: str, **values: object) -> str:
        """The sentence as plain text, for buttons and short notices."""
        ...

    def listed(self, items: Sequence[str]) -> Html:
        """`a, b and c`, each item escaped and isolated."""
        ...

    def day(self, day: date) -> str:
        """A day in words, with its weekday."""
        ...

    def clock_time(self, at: int, zone: str) -> str:
        """Hours and minutes of an instant (UTC seconds) as the clocks of `zone` (IANA) show it."""
        ...

    def plain_moment(self, at: int, zone: str) -> str:
        """An instant (UTC seconds) in words, as the clocks of `zone` (IANA) show it."""
        ...

    def moment(self, at: int, zone: str) -> Html:
        """An instant as Telegram's `date_time` entity; `zone`'s own time is the text old apps show."""
        ...

    def zone_name(self, zone: str) -> str:
        """A zone by its city, as in `Vienna time`."""
        ...

    def country_name(self, code: str) -> str:
        """What a country (ISO 3166-1 alpha-2) is called here."""
        ...

    def language_name(self, language: str) -> str:
        """What a language is called here."""
        ...


def span(t: Texts, start: object, end: object) -> str:
    """`10:00–12:00`; in words where a dash between digits would be read from the wrong end."""
    return t.label("start.from_to", start=start, end=end)
