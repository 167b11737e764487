"""A text as Telegram keeps it: cleaned, trimmed, counted, with entities in UTF-16 units."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.sandbox.detect import with_detected
from bot.sandbox.markup import HtmlParser
from bot.sandbox.wire import Json, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CACHED_TEXTS = 2048
LAST_NARROW = "\uffff"

Formatted = tuple[str, list[Json]]

ENTITIES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
# Control characters become spaces, carriage returns and the old direction marks go: the isolates stay.
_CLEAN = {
    **dict.fromkeys([*range(10), 11, 12, *range(14, 32)], " "),
    **dict.fromkeys([13, *range(0x2028, 0x202F), 0x333, 0x33F, 0x30A]),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRTY = re.compile(f"[{''.join(re.escape(chr(code)) for code in _CLEAN)}]")
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202f\u2060-\u206f\u2800\u3164\ufeff\uffa0]*"
)


def width(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Texts:
    """Formats texts and remembers the last ones: a bot says the same sentences again and again."""

    def __init__(self, user: Callable[[int], Json | None]) -> None:
        self._user = user
        self._parsed: Callable[[str, str], Formatted] = lru_cache(CACHED_TEXTS)(_parsed)

    def formatted(self, text: str, mode: str | None, entities: list[Json] | None) -> Formatted:
        """The text of a bot, marked up or with its own entities. Not checked for its length."""
        if entities and not mode:
            found = _finished(text, _given_entities(text, entities))
        else:
            found = self._parsed(text, (mode or "").lower())
        if any(entity["type"] == "text_mention" for entity in found[1]):
            return found[0], [each for entity in found[1] if (each := self._mentioned(entity))]
        return found

    def _mentioned(self, entity: Json) -> Json | None:
        """A mention of somebody the bot has never met is dropped without a word."""
        if entity["type"] != "text_mention":
            return entity
        user = self._user((entity.get("user") or {}).get("id", 0))
        return {**entity, "user": user} if user else None

    def message(self, text: str, mode: str | None, entities: list[Json] | None) -> Formatted:
        formatted = self.formatted(text, mode, entities)
        if _INVISIBLE.fullmatch(formatted[0]):
            raise bad_request("message text is empty")
        if len(formatted[0]) > TEXT_LIMIT:
            raise bad_request("message is too long")
        return formatted

    def caption(self, text: str, mode: str | None, entities: list[Json] | None) -> Formatted:
        formatted = self.formatted(text, mode, entities)
        if len(formatted[0]) > CAPTION_LIMIT:
            raise bad_request("message caption is too long")
        return formatted

    def plain(self, text: str) -> Formatted:
        """The text of a person."""
        return self._parsed(text, "")


def _parsed(text: str, mode: str) -> Formatted:
    if mode == "html":
        return _finished(*HtmlParser(text).parse())
    if mode in {"markdown", "markdownv2"}:
        raise bad_request(f"parse mode {mode} is not played by the sandbox")
    if mode:
        raise bad_request("unsupported parse_mode")
    return _finished(text, [])


def _finished(text: str, entities: list[Json]) -> Formatted:
    if _SURROGATE.search(text):
        raise bad_request("strings must be encoded in UTF-8")
    text, entities = _cleaned(text, entities)
    text, entities = _trimmed(text, entities)
    entities = with_detected(text, entities)
    return text, _in_utf16(text, entities)


def _cleaned(text: str, entities: list[Json]) -> Formatted:
    if not _DIRTY.search(text):
        return text, entities
    kept = [_CLEAN.get(ord(each), each) or "" for each in text]
    places = [0]
    for each in kept:
        places.append(places[-1] + len(each))
    return "".join(kept), [_moved(entity, places) for entity in entities]


def _moved(entity: Json, places: list[int]) -> Json:
    start, end = places[entity["offset"]], places[entity["offset"] + entity["length"]]
    return {**entity, "offset": start, "length": end - start}


def _trimmed(text: str, entities: list[Json]) -> Formatted:
    right = text.rstrip(" \n")
    first = min((entity["offset"] for entity in entities), default=len(right))
    left = min(len(right) - len(right.lstrip(" \n")), first)
    trimmed = right[left:]
    if len(trimmed) == len(text):
        return text, [entity for entity in entities if entity["length"]]
    moved = (
        {
            **entity,
            "offset": entity["offset"] - left,
            "length": min(entity["length"], len(trimmed) - entity["offset"] + left),
        }
        for entity in entities
    )
    return trimmed, [entity for entity in moved if entity["length"] > 0]


def _in_utf16(text: str, entities: list[Json]) -> list[Json]:
    if not entities or max(text) <= LAST_NARROW:
        return entities
    return [
        {
            **entity,
            "offset": width(text[: entity["offset"]]),
            "length": width(text[entity["offset"] : entity["offset"] + entity["length"]]),
        }
        for entity in entities
    ]


def _given_entities(text: str, entities: list[Json]) -> list[Json]:
    """Entities a bot gave itself, checked, with Python's offsets."""
    places = {0: 0}
    at = 0
    for index, each in enumerate(text):
        at += 1 + (each > LAST_NARROW)
        places[at] = index + 1
    return [_given_entity(entity, places, at) for entity in entities]


def _given_entity(entity: Json, places: dict[int, int], end: int) -> Json:
    if not isinstance(entity, dict) or not all(
        type(entity.get(name)) is int for name in ("offset", "length")
    ):
        raise bad_request('can\'t parse MessageEntity: can\'t find field "offset" or "length"')
    if entity.get("type") not in ENTITIES:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    if start < 0 or entity["length"] <= 0 or stop > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset"
            f" {stop}"
        )
    if start not in places or stop not in places:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
    return {**entity, "offset": places[start], "length": places[stop] - places[start]}
