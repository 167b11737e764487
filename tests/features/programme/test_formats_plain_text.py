"""What becomes of HTML, Markdown and control characters in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.programme.formats.plain_text import LINE_LIMIT, TEXT_LIMIT, one_line, plain_text
from tests.growth import grows_with_its_length


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("<p>One <b>bold</b> word &amp; more</p><p>Two</p>", "One bold word & more\n\nTwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "• one\n• two"),
        ('<a class="x" href="https://example.org/a">here</a>', "here (https://example.org/a)"),
        ("<a href='https://example.org'>https://example.org</a>", "https://example.org"),
        ("before<script>alert('x')</script>after<!-- hidden -->", "beforeafter"),
        (
            "## Head\n\nSome *slanted*, **bold**, __bold__ and `code`",
            "Head\n\nSome slanted, bold, bold and code",
        ),
        ("- one\n* two\n> said", "• one\n• two\nsaid"),
        ("[site](https://example.org/a_b_c) ![picture](x.png)", "site (https://example.org/a_b_c) picture"),
        ("<https://example.org/>", "https://example.org/"),
        ("2 * 3 * 4 < 25 and snake_case_name in List<String>, I <3 AT&T", None),
        ("C# and #hashtag, 5 > 3, a - b", None),
        ("&lt;b&gt; stays", "<b> stays"),
        ("first\r\n\r\n\r\n\r\nsecond\rthird", "first\n\nsecond\nthird"),
        ("nul\x00 bell\x07 turned\u202e isolate\u2066", "nul bell turned isolate"),
        ("نص عربي ودود", None),
    ],
)
def test_plain_text(source: str, plain: str | None) -> None:
    assert plain_text(source) == (source if plain is None else plain)


def test_a_line_is_one_line_and_not_endless() -> None:
    assert one_line(" two \n lines\t ") == "two lines"
    assert len(one_line("x" * 5000)) == LINE_LIMIT
    assert one_line("x" * 5000).endswith("…")


@given(st.text(alphabet=st.sampled_from("ab *_`[](#<>&!/-\n\\\"'=:;."), max_size=300))
def test_any_mixture_of_marks_becomes_some_text(text: str) -> None:
    assert "\n\n\n" not in plain_text(text)


@pytest.mark.parametrize(
    "piece", ["<!--", "<a href=http://x ", "*a", "_a ", "**a ", "[", "`", "<", "![a](b", "&#", "<script>"]
)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    assert grows_with_its_length(lambda times: plain_text(piece * times), TEXT_LIMIT // 4)
