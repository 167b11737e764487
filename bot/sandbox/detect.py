"""What Telegram finds in a text by itself: links, mentions, hashtags, commands, addresses, phone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.wire import Json

_GENERIC = "com|org|net|info|edu|gov|int|mil|biz|name|app|dev|site|online|shop|help|xyz|club|page|link|onion"
_HINT = re.compile(r"[@#$/.+]")
_FOUND = re.compile(
    rf"""
    (?P<email>(?<![\w.+-])[A-Za-z0-9_.+-]{{1,64}}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}})
  | (?P<url>(?<![\w@./])(?:(?:https?|ftp|tg|ton)://[^\s<>"«»]+|(?:[\w-]+\.)+(?:[a-z]{{2}}|{_GENERIC})(?![\w@.-]*\w)
        (?::\d+)?(?:[/?\#][^\s<>"«»]*)?))
  | (?P<mention>(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{{2,31}}(?!\w))
  | (?P<hashtag>(?<![\w\#/])\#(?=\w*[^\W\d])\w{{1,256}}(?!\w))
  | (?P<cashtag>(?<![\w$])\$[A-Z]{{1,8}}(?!\w))
  | (?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{{1,64}}(?:@[A-Za-z0-9_]{{3,32}})?(?![\w/]))
  | (?P<phone_number>(?<![\w+])\+\d[\d\s().-]{{6,20}}\d(?!\w))
    """,
    re.VERBOSE,
)
_TRAILING = ".,:;!?)'…"


def detected(text: str) -> Iterator[Json]:
    """The entities of a plain text, with Python's offsets."""
    if not _HINT.search(text):
        return
    for match in _FOUND.finditer(text):
        kind = match.lastgroup
        length = len(match[0].rstrip(_TRAILING) if kind == "url" else match[0])
        yield {"type": kind, "offset": match.start(), "length": length}


def with_detected(text: str, entities: list[Json]) -> list[Json]:
    """Adds what is found outside code, links and what is marked already; sorted as Telegram sorts."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
    ]
    found = [
        entity
        for entity in detected(text)
        if all(
            end <= entity["offset"] or entity["offset"] + entity["length"] <= start for start, end in taken
        )
    ]
    marked = {(entity["type"], entity["offset"]) for entity in entities}
    fresh = [entity for entity in found if (entity["type"], entity["offset"]) not in marked]
    return sorted(entities + fresh, key=lambda entity: (entity["offset"], -entity["length"]))
