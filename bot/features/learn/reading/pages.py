"""The body of an article: pages, paragraphs, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.text import Html, escape
from bot.features.learn.article import Page
from bot.features.learn.reading.markdown import (
    BULLET,
    ITEM,
    broken_paragraphs,
    length,
    line_mistakes,
    markup,
    plain,
)

PAGE_LIMIT = 3500
"""Of Telegram's 4,096 UTF-16 units; the rest is for the title and the notes the bot sets around a page."""


def read_pages(body: str, mark: str) -> tuple[tuple[Page, ...], list[str]]:
    """`mark` begins every line. The pages, and what is wrong with them, a line each."""
    before, *sections = re.split(r"^## ", body, flags=re.MULTILINE)
    mistakes = [] if not before.strip() else ["text stands before the first heading (## …)"]
    if not sections:
        mistakes.append("has no page: a page starts with a heading (## …)")
    pages = []
    for section in sections:
        heading, _, text = section.partition("\n")
        page = _page(heading.strip(), text.strip("\n").splitlines(), mark)
        mistakes += [f"page “{page.heading}” {mistake}" for mistake in _mistakes(page, text)]
        pages.append(page)
    return tuple(pages), mistakes


def shape_of_pages(pages: tuple[Page, ...]) -> dict[str, object]:
    """What is the same in every language."""
    listed = [sum(line.startswith(BULLET) for line in page.plain.splitlines()) for page in pages]
    return {"pages": len(pages), "lines in lists, page by page": " ".join(map(str, listed))}


def _page(heading: str, written: Iterable[str], mark: str) -> Page:
    lines = [BULLET + line[2:] if line.startswith(ITEM) else line for line in written]
    body = "\n".join(mark + markup(line) if line else "" for line in lines)
    return Page(
        heading=heading,
        html=Html(f"{mark}<b>{escape(heading)}</b>\n\n{body}"),
        plain="\n".join(plain(line) for line in lines if line),
    )


def _mistakes(page: Page, text: str) -> Iterable[str]:
    if not page.heading or not page.plain:
        yield "lacks a heading or a text"
    if (units := length(f"{page.heading}\n\n{text}")) > PAGE_LIMIT:
        yield f"has {units} characters; {PAGE_LIMIT} fit"
    lines = text.splitlines()
    yield from line_mistakes(line.removeprefix(ITEM) for line in (page.heading, *lines))
    yield from broken_paragraphs(lines)
