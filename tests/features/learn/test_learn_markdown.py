"""Markdown becomes what Telegram shows, and nothing written can become markup by accident."""

from __future__ import annotations

import pytest

from bot.core.text import RIGHT_TO_LEFT_MARK
from bot.features.learn.article import Page
from bot.features.learn.reading.pages import PAGE_LIMIT, read_pages


def page_of(text: str, mark: str = "") -> Page:
    (page,), mistakes = read_pages(f"\n## Heading\n\n{text}\n", mark)
    assert mistakes == []
    return page


def body_of(text: str) -> str:
    return page_of(text).html.removeprefix("<b>Heading</b>\n\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("**bold** and *italic*", "<b>bold</b> and <i>italic</i>"),
        ("**all *in* bold**", "<b>all <i>in</i> bold</b>"),
        ("**ends *italic***", "<b>ends <i>italic</i></b>"),
        ("*all **in** italic*", "<i>all <b>in</b> italic</i>"),
        ("**one** two **three**", "<b>one</b> two <b>three</b>"),
        ("- one\n- **two:** more", "• one\n• <b>two:</b> more"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("**a & b**", "<b>a &amp; b</b>"),
        ("“quoted” - not a list", "“quoted” - not a list"),
        ("snake_case and 112", "snake_case and 112"),
    ],
)
def test_markup_is_nested_and_everything_else_escaped(written: str, shown: str) -> None:
    assert body_of(written) == shown


CROSSED_OR_OPEN = ["*a **b* c**", "**a *b** c*", "** a**", "a * b", "***", "**", "__a__", "`a`"]


@pytest.mark.parametrize("written", CROSSED_OR_OPEN)
def test_markup_that_crosses_or_stays_open_is_a_mistake(written: str) -> None:
    _, mistakes = read_pages(f"## Heading\n\n{written}\n", "")
    assert len(mistakes) == 1
    assert mistakes[0].endswith(written)


def test_a_heading_starts_a_page_and_stands_above_it_in_bold() -> None:
    pages, mistakes = read_pages("## One & all\n\nfirst\n\n## Two\n\nsecond\n", "")
    assert mistakes == []
    assert [page.html for page in pages] == ["<b>One &amp; all</b>\n\nfirst", "<b>Two</b>\n\nsecond"]
    assert pages[0].heading == "One & all"


def test_plain_text_is_for_searching() -> None:
    assert page_of("**a & b:** *c*\n\n- d").plain == "a & b: c\n• d"


def test_every_line_in_arabic_says_its_direction() -> None:
    page = page_of("- **112** هو الرقم\n- ثانيًا\n\nنص", RIGHT_TO_LEFT_MARK)
    written = [line for line in page.html.splitlines() if line]
    assert len(written) == 4
    assert all(line.startswith(RIGHT_TO_LEFT_MARK) for line in written)
    assert RIGHT_TO_LEFT_MARK not in page.plain


def test_length_is_counted_as_telegram_counts_it() -> None:
    longest = "😀" * ((PAGE_LIMIT - len("Heading\n\n\n\n")) // 2)
    assert page_of(longest).html.endswith(longest)
    _, mistakes = read_pages(f"## Heading\n\n{longest}😀😀\n", "")
    assert mistakes == [f"page “Heading” has {PAGE_LIMIT + 3} characters; {PAGE_LIMIT} fit"]
