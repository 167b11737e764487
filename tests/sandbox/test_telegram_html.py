"""Telegram's HTML in the scripts of all seven languages: offsets, entities, complaints."""

from __future__ import annotations

import contextlib
import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.texts import CAPTION_LIMIT, TEXT_LIMIT, Texts, width
from bot.sandbox.wire import ApiError

SCRIPTS = ["مرحبا", "Straße", "hello", "mañana", "été", "perché", "Привет", "👩‍👩‍👧 𝒳", "\u2068x\u2069"]
texts = Texts({7: {"id": 7, "first_name": "Ann"}}.get)


def marked(source: str) -> tuple[str, list[dict[str, Any]]]:
    return texts.message(source, "HTML", None)


def complaint(source: str, mode: str = "HTML") -> str:
    with pytest.raises(ApiError) as refused:
        texts.message(source, mode, None)
    return refused.value.description.removeprefix("Bad Request: ")


def slice_utf16(text: str, entity: dict[str, Any]) -> str:
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


@pytest.mark.parametrize("word", SCRIPTS)
def test_offsets_count_utf16_units(word: str) -> None:
    text, entities = marked(f"{word} <b>{word}</b> &amp; <i>{word}</i>")
    assert text == f"{word} {word} & {word}"
    assert [slice_utf16(text, entity) for entity in entities] == [word, word]
    assert [entity["type"] for entity in entities] == ["bold", "italic"]


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ("<strong>x</strong>", {"type": "bold"}),
        ("<em>x</em>", {"type": "italic"}),
        ("<ins>x</ins>", {"type": "underline"}),
        ("<del>x</del>", {"type": "strikethrough"}),
        ("<tg-spoiler>x</tg-spoiler>", {"type": "spoiler"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<blockquote>x</blockquote>", {"type": "blockquote"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ("<code>x</code>", {"type": "code"}),
        ("<pre>x</pre>", {"type": "pre"}),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', {"type": "text_link", "url": "https://example.org/?a=1&b=2"}),
        ("<a href='example.org'>x</a>", {"type": "text_link", "url": "http://example.org/"}),
        ('<a href="tg://user?id=7">x</a>', {"type": "text_mention", "user": {"id": 7, "first_name": "Ann"}}),
        ('<tg-emoji emoji-id="536">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "536"}),
        (
            '<tg-time unix="17" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 17, "date_time_format": "wDT"},
        ),
        ('<tg-time unix="1790000000">x</tg-time>', {"type": "date_time", "unix_time": 1790000000}),
        ("<B>x</B>", {"type": "bold"}),
    ],
)  # fmt: skip
def test_every_tag_becomes_its_entity(source: str, entity: dict[str, Any]) -> None:
    assert marked(source) == ("x", [{"offset": 0, "length": 1, **entity}])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<x>y</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>y", "Can't find end tag corresponding to start tag \"b\""),
        ("<b>", "Can't find end tag corresponding to start tag \"b\""),
        ("y</b>", "Unexpected end tag at byte offset 1"),
        ("<b>y</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>y</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>y</b", "Unclosed end tag at byte offset 4"),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ('<a href="x" =y>z</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=/x>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>z</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            '<tg-time unix="x">z</tg-time>',
            'Tag "tg-time" must have a valid "unix" and "format" at byte offset 0',
        ),
    ],
)  # fmt: skip
def test_wrong_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    assert complaint(source) == f"can't parse entities: {words}"


def test_links_telegram_does_not_take_lose_their_entity() -> None:
    assert marked('<a href="tel:+431234">call</a>') == ("call", [])
    assert marked('<a href="tg://user?id=8">stranger</a>') == ("stranger", [])


def test_only_html_is_played() -> None:
    assert complaint("*x*", "MarkdownV2") == "parse mode markdownv2 is not played by the sandbox"
    assert complaint("x", "BBCode") == "unsupported parse_mode"


def test_entities_in_numbers_and_unknown_ones() -> None:
    assert marked("&#128512;&#x41;&lt;&gt;&quot;&nbsp;&amp")[0] == '😀A<>"&nbsp;&'


def test_texts_are_trimmed_and_cleaned() -> None:
    assert marked("  \n <b> x</b>\r\n\x07y \n") == (" x\n y", [{"type": "bold", "offset": 0, "length": 2}])
    assert marked("a\u202ab\u2068c\u2069") == ("ab\u2068c\u2069", [])


@pytest.mark.parametrize("empty", ["<b> </b>", " \n", "\u200b\u2060", "\u2068\u2069"])
def test_nothing_to_see_is_empty(empty: str) -> None:
    assert complaint(empty) == "message text is empty"


@pytest.mark.parametrize("letter", ["a", "ж", "ع", "😀"])
def test_limits_count_characters_after_the_markup(letter: str) -> None:
    marked(f"<b>{letter * TEXT_LIMIT}</b>")
    assert complaint(letter * (TEXT_LIMIT + 1)) == "message is too long"
    texts.caption(letter * CAPTION_LIMIT, "HTML", None)
    with pytest.raises(ApiError, match="message caption is too long"):
        texts.caption(letter * (CAPTION_LIMIT + 1), "HTML", None)


def test_what_telegram_finds_by_itself() -> None:
    text, entities = texts.plain(
        "😀 /start see https://example.org/a. or example.com, @ann_demo #мир $USD ann@example.org"
        " +43 664 1234567"
    )
    assert [(entity["type"], slice_utf16(text, entity)) for entity in entities] == [
        ("bot_command", "/start"),
        ("url", "https://example.org/a"),
        ("url", "example.com"),
        ("mention", "@ann_demo"),
        ("hashtag", "#мир"),
        ("cashtag", "$USD"),
        ("email", "ann@example.org"),
        ("phone_number", "+43 664 1234567"),
    ]


def test_nothing_is_found_in_code_and_links() -> None:
    _, entities = marked('<code>/start</code> <a href="https://example.org">@ann_demo</a>')
    assert [entity["type"] for entity in entities] == ["code", "text_link"]


def test_entities_given_by_the_bot_are_checked() -> None:
    bold = {"type": "bold", "offset": 2, "length": 1}
    assert texts.message("😀x", None, [bold]) == ("😀x", [bold])
    for wrong, words in [
        ({**bold, "length": 2}, "ends after the end of the text"),
        ({**bold, "offset": 1}, "in a middle of a UTF-16 symbol"),
        ({**bold, "type": "blink"}, "unsupported type"),
        ({"type": "bold"}, "can't find field"),
    ]:
        with pytest.raises(ApiError, match=words):
            texts.message("😀x", None, [wrong])


@given(st.text(min_size=1))
def test_escaped_text_survives_as_plain_text(text: str) -> None:
    assert texts.formatted(html.escape(text), "HTML", None) == texts.plain(text)


@given(st.lists(st.tuples(st.text(), st.sampled_from(["b", "i", "u", "s", "code", "tg-spoiler"]))))
def test_entities_stay_inside_the_text(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text, tag in parts)
    text, entities = texts.formatted(source, "HTML", None)
    for entity in entities:
        assert entity["length"] > 0
        assert 0 <= entity["offset"] <= width(text) - entity["length"]
        slice_utf16(text, entity)


@given(st.text(alphabet="<>/ab=\"' &;#x1", max_size=30))
def test_any_soup_is_either_read_or_refused(soup: str) -> None:
    with contextlib.suppress(ApiError):
        texts.formatted(soup, "HTML", None)
