"""Text for Telegram: whatever people write cannot become markup, nor turn the line around it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import OperatorError, UserError
from bot.core.language import Language
from bot.core.outcome import CALLBACK_BYTES, press
from bot.core.text import Html, escape, isolate, lines, paragraphs


@given(st.text())
def test_what_people_write_is_no_markup(words: str) -> None:
    assert not set("<>") & set(escape(words))
    assert html.unescape(escape(words)) == html.unescape(html.escape(words, quote=False))


def test_what_is_markup_already_stays() -> None:
    assert escape(Html("<b>x</b>")) == "<b>x</b>"
    assert escape("<b>") == "&lt;b&gt;"
    assert escape(5) == "5"


def test_parts_that_are_empty_leave_no_gap() -> None:
    assert paragraphs("a", "", "b") == "a\n\nb"
    assert lines("", "a", "b", "") == "a\nb"
    assert paragraphs() == ""
    assert isolate("x") == "\u2068x\u2069"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("de", Language.DE),
        ("DE", Language.DE),
        ("pt-br", None),
        ("ar-EG", Language.AR),
        ("fr_CA", Language.FR),
        ("", None),
        (None, None),
        ("english", None),
    ],
)
def test_the_language_of_a_tag(code: str | None, language: Language | None) -> None:
    assert Language.from_code(code) is language


@given(st.text(max_size=70), st.text(max_size=70))
def test_a_button_never_carries_more_than_telegram_takes(route: str, argument: str) -> None:
    data = f"{route}|{argument}".encode(errors="surrogatepass")
    if len(data) > CALLBACK_BYTES:
        with pytest.raises(ValueError):
            press("label", route, argument)
    else:
        assert press("label", route, argument).press == data.decode()


def test_errors_say_what_they_are_about() -> None:
    assert str(UserError("some.key", n=1)) == "some.key"
    assert OperatorError("one", "two").problems == ("one", "two")
    assert str(OperatorError("one", "two")) == "one; two"
