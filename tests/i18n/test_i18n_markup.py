"""What the check takes for Telegram's HTML."""

from __future__ import annotations

import pytest

from bot.i18n.markup import html_problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain, 100 % – “fine”",
        "<b>a <i>b</i></b> <u>c</u> <s>d</s> <tg-spoiler>e</tg-spoiler>",
        "&lt;b&gt; &amp; &quot;",
        '<a href="https://example.org/?a=1&amp;b=2">there</a>',
        "<blockquote expandable>long</blockquote><blockquote>short</blockquote>",
        '<pre><code class="language-python">x</code></pre>',
        '<tg-time unix="1774746000" format="wDT">Sunday</tg-time>',
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "<b>{name}</b>",
    ],
)
def test_right(text: str) -> None:
    assert html_problem(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a < b", "a bare <: write &lt; &gt; &amp;"),
        ("a > b", "a bare >: write &lt; &gt; &amp;"),
        ("Q & A", "a bare &: write &lt; &gt; &amp;"),
        ("&nbsp;", "a bare &: write &lt; &gt; &amp;"),
        ("&#128512;", "a bare &: write &lt; &gt; &amp;"),
        ("<b>a", "<b> is never closed"),
        ("a</b>", "</b> closes nothing"),
        ("<b><i>a</b></i>", "</b> closes nothing"),
        ("<b>a</b >", "</b > closes nothing"),
        ("<B>a</B>", "a bare <: write &lt; &gt; &amp;"),
        ("<br>", "Telegram has no tag <br>"),
        ("<br/>", "a bare <: write &lt; &gt; &amp;"),
        ('<span class="tg-spoiler">a</span>', 'Telegram has no tag <span class="tg-spoiler">'),
        ("<a>x</a>", "<a> is not how Telegram writes <a>"),
        ('<a href="{url}">x</a>', '<a href="{url}"> is not how Telegram writes <a>'),
        ("<b class=x>a</b>", "<b class=x> is not how Telegram writes <b>"),
        ('<tg-time unix="soon">a</tg-time>', '<tg-time unix="soon"> is not how Telegram writes <tg-time>'),
        ("<b><i><b>a</b></i></b>", "<b> inside <b>"),
    ],
)
def test_wrong(text: str, problem: str) -> None:
    assert html_problem(text) == problem
