"""Which HTML a catalogue may hold: what Telegram takes, in its plainest spelling."""

from __future__ import annotations

import re

TAG = re.compile(r"<(/?)([a-z-]*)((?: [^<>]*)?)>")
_TOKEN = re.compile(rf"{TAG.pattern}|&(?:lt|gt|amp|quot);|[<>&]")
_ATTRIBUTES = {
    **dict.fromkeys(("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre"), ""),
    "a": r' href="[^"{}]+"',
    "blockquote": r"( expandable)?",
    "code": r'( class="language-[a-z0-9+-]+")?',
    "tg-emoji": r' emoji-id="\d+"',
    "tg-time": r' unix="\d+"( format="(r|w?[dD]?[tT]?)")?',
}


def html_problem(text: str) -> str | None:
    """What Telegram would not take, or would not show as it is meant; None when all is well."""
    opened: list[str] = []
    for token in _TOKEN.finditer(text):
        if token[0] in "<>&":
            return f"a bare {token[0]}: write &lt; &gt; &amp;"
        if token[2] is not None and (problem := _tag_problem(token, opened)):
            return problem
    return f"<{opened[-1]}> is never closed" if opened else None


def _tag_problem(token: re.Match[str], opened: list[str]) -> str | None:
    slash, name, attributes = token[1], token[2], token[3]
    if name not in _ATTRIBUTES:
        return f"Telegram has no tag {token[0]}"
    if slash:
        is_right = bool(opened) and opened.pop() == name and not attributes
        return None if is_right else f"{token[0]} closes nothing"
    if not re.fullmatch(_ATTRIBUTES[name], attributes):
        return f"{token[0]} is not how Telegram writes <{name}>"
    if name in opened:
        return f"<{name}> inside <{name}>"
    opened.append(name)
    return None
