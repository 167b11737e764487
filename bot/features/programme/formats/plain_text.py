"""Makes plain text of what schedule files carry: HTML, Markdown, control characters.

Every pattern is bounded, so that a hostile text costs no more time than its length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

LINE_LIMIT = 300
TEXT_LIMIT = 20_000

_Rewriting = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]

# Control characters, and those that turn the direction of everything after them: an unbalanced one in a title
# would leave the sentence it is put into reversed. The single marks (U+200E, U+200F) stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_BLOCKS = "blockquote|dd|div|dl|dt|h[1-6]|hr|ol|p|pre|table|tbody|thead|tr|ul"
_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|q|s|small|span|strike|strong|sub|sup|td|th|tt|u"
# What a text must have for the pattern to be worth trying, the pattern, and what stands in its place.
_HTML: tuple[_Rewriting, ...] = (
    ("</", re.compile(r"<(script|style)\b[^<>]{0,2000}>[^<]*</\1>", re.IGNORECASE), ""),
    ("<!--", re.compile(r"<!--[^<>]{0,2000}-->"), ""),
    (":", re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>"), r"\1"),
    (
        "href",
        re.compile(
            r"""<a\b[^<>]{0,500}?\shref=["']?(https?://[^"'<>\s]{1,2000})[^<>]{0,500}>([^<]{0,500})</a>""",
            re.IGNORECASE,
        ),
        lambda match: _link(match[2], match[1]),
    ),
    ("<", re.compile(r"<br\b[^<>]{0,500}>", re.IGNORECASE), "\n"),
    ("<", re.compile(r"<li\b[^<>]{0,500}>", re.IGNORECASE), "\n• "),
    ("</", re.compile(r"</li\s{0,9}>", re.IGNORECASE), ""),
    ("<", re.compile(rf"</?(?:{_BLOCKS})\b[^<>]{{0,2000}}>", re.IGNORECASE), "\n\n"),
    ("<", re.compile(rf"</?(?:{_INLINE})\b[^<>]{{0,2000}}>", re.IGNORECASE), ""),
)
_MARKDOWN: tuple[_Rewriting, ...] = (
    ("](", re.compile(r"!\[([^\[\]]{0,500})\]\([^\s()]{1,2000}\)"), r"\1"),
    (
        "](",
        re.compile(r"\[([^\[\]]{1,500})\]\((https?://[^\s()]{1,2000})\)"),
        lambda match: _link(match[1], match[2]),
    ),
    ("#", re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE), ""),
    (">", re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    ("*", re.compile(r"^([ \t]{0,9})\*[ \t]+", re.MULTILINE), r"\1• "),
    ("- ", re.compile(r"^([ \t]{0,9})-[ \t]+", re.MULTILINE), r"\1• "),
    ("*", re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,500})(?<=[^\s*])\1(?![\w*])"), r"\2"),
    ("_", re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500})(?<=[^\s_])\1(?!\w)"), r"\2"),
    ("`", re.compile(r"(`{1,3})([^`]{1,2000})\1"), r"\2"),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")


def one_line(text: str) -> str:
    """A title, a name: one line, no markup is looked for; over 300 characters it is cut."""
    line = " ".join(_UNPRINTABLE.sub("", text[: LINE_LIMIT * 4]).split())
    return line if len(line) <= LINE_LIMIT else line[: LINE_LIMIT - 1].rstrip() + "…"


def plain_text(text: str) -> str:
    """Paragraphs without markup; of more than 20,000 characters the rest is left off."""
    text = text[:TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n")
    for mark, pattern, replacement in _HTML + _MARKDOWN:
        if mark in text:
            text = pattern.sub(replacement, text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    lines = (" ".join(line.split()) for line in _UNPRINTABLE.sub("", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _link(text: str, address: str) -> str:
    text = text.strip()
    return text if not text or address in text else f"{text} ({address})"
