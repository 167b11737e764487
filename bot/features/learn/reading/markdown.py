"""The little Markdown of the library as HTML for Telegram: bold, italic, and what is none of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.core.text import escape

BULLET = "• "
ITEM = "- "
"""A line of a list, as it is written."""

_MARK = "*"
_BOLD = re.compile(r"\*\*(?!\s)((?:[^*]|\*[^*]+\*)+?)(?<!\s)\*\*(?!\*)")
_ITALIC = re.compile(r"\*(?![\s*])([^*]+?)(?<!\s)\*")
_FOREIGN = re.compile(r"^(?:\s|#|>|[-+*]\s|\d+[.)]\s|\||```)|[*`\\]|__|\]\(|<[a-z/!]|https?:")
_SHOWN = 60


def markup(line: str) -> str:
    html = escape(line)
    return _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", html)) if _MARK in html else html


def plain(line: str) -> str:
    return _ITALIC.sub(r"\1", _BOLD.sub(r"\1", line)) if _MARK in line else line


def line_mistakes(lines: Iterable[str]) -> Iterator[str]:
    """Markup a chat cannot show, in lines without the sign of their list or quotation."""
    for line in lines:
        if _FOREIGN.search(plain(line)):
            yield f"has markup that a chat cannot show: {line.strip()[:_SHOWN]}"


def plain_text_mistakes(lines: Iterable[str]) -> Iterator[str]:
    """Markup of any kind, where the words are shown as they stand."""
    for line in lines:
        if _FOREIGN.search(line):
            yield f"has markup where words stand as they are: {line.strip()[:_SHOWN]}"


def broken_paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """In a chat the end of a line is seen: a paragraph is one line, and an empty line follows."""
    for one, other in pairwise(lines):
        if one and other and not one.startswith((ITEM, ">")) and not other.startswith((ITEM, ">")):
            yield f"has a paragraph of more than one line: {other[:_SHOWN]}"


def length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
