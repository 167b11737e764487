"""Telegram's HTML: one pass over the text, entities with plain offsets, and complaints word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.links import BadLinkError, checked, mentioned_user
from bot.sandbox.wire import ApiError, Json, bad_request

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
}  # fmt: skip
TAGS = frozenset({*SIMPLE, "a", "code", "pre", "span", "blockquote", "tg-emoji", "tg-time"})
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LAST_CHARACTER = 0x10FFFF

_SPECIAL = re.compile(r"&(?:(lt|gt|amp|quot)(?![A-Za-z])|#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9})));?|<")
_END = re.compile(r"/([^\s>]*)\s*")
_START = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"[^\s=>]*")
_VALUE = re.compile(r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)(?=[\s>]))""")
_DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


def character(match: re.Match[str]) -> str:
    """What `&amp;`, `&#1234;` and the like stand for; anything else stays as it is written."""
    if match[1]:
        return NAMED[match[1]]
    code = int(match[2], 16) if match[2] else int(match[3] or 0)
    valid = 0 < code <= LAST_CHARACTER and not 0xD800 <= code <= 0xDFFF
    return chr(code) if valid else match[0]


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    at: int


class HtmlParser:
    """Reads one text. Offsets are Python's: `texts` turns them into UTF-16 when all trimming is done."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        source, at = self._source, 0
        while match := _SPECIAL.search(source, at):
            self._write(source[at : match.start()])
            at = match.end()
            if match[0] != "<":
                self._write(character(match))
            elif source.startswith("/", at):
                at = self._close(match.start(), at)
            else:
                at = self._start(match.start(), at)
        self._write(source[at:])
        if self._open:
            words = f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"'
            raise bad_request(f"can't parse entities: {words}")
        return "".join(self._parts), self._entities

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _complaint(self, words: str, begin: int, after: str = "") -> ApiError:
        offset = len(self._source[:begin].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {words} at byte offset {offset}{after}")

    def _start(self, begin: int, at: int) -> int:
        name = _START.match(self._source, at)
        assert name is not None
        tag, at = name[0].lower(), name.end()
        if at == len(self._source):
            raise self._complaint("Unclosed start tag", begin)
        if tag not in TAGS:
            raise self._complaint(f'Unsupported start tag "{tag}"', begin)
        attributes: dict[str, str] = {}
        while not self._source.startswith(">", at := self._skip_space(at)):
            at = self._attribute(tag, attributes, begin, at)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._complaint('Tag "span" must have class "tg-spoiler"', begin)
        if tag == "tg-time" and not _is_date(attributes):
            raise self._complaint('Tag "tg-time" must have a valid "unix" and "format"', begin)
        self._open.append(_Open(tag, attributes, self._length))
        return at + 1

    def _skip_space(self, at: int) -> int:
        match = _SPACE.match(self._source, at)
        return match.end() if match else at

    def _attribute(self, tag: str, attributes: dict[str, str], begin: int, at: int) -> int:
        name = _NAME.match(self._source, at)
        assert name is not None
        if name.end() == len(self._source):
            raise self._complaint("Unclosed start tag", begin)
        if not name[0]:
            raise self._complaint(f'Empty attribute name in the tag "{tag}"', begin)
        if not self._source.startswith("=", self._skip_space(name.end())):
            attributes[name[0]] = ""
            return name.end()
        value = _VALUE.match(self._source, name.end())
        if value is None:
            token = self._skip_space(self._skip_space(name.end()) + 1)
            if self._source[token : token + 1] in {"", '"', "'"}:
                raise self._complaint("Unclosed start tag", begin)
            raise self._complaint("Unexpected end of name token", token)
        quoted = value[1] if value[1] is not None else value[2]
        attributes[name[0]] = (value[3] or "").lower() if quoted is None else _SPECIAL.sub(_in_value, quoted)
        return value.end()

    def _close(self, begin: int, at: int) -> int:
        if not self._open:
            raise self._complaint("Unexpected end tag", begin)
        name = _END.match(self._source, at)
        assert name is not None
        if not self._source.startswith(">", name.end()):
            raise self._complaint("Unclosed end tag", begin)
        opened = self._open.pop()
        if name[1] and name[1].lower() != opened.tag:
            raise self._complaint(
                "Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name[1]}>"'
            )
        if self._length > opened.at:
            self._finish(opened)
        return name.end() + 1

    def _finish(self, opened: _Open) -> None:
        entity: Json = {"type": "", "offset": opened.at, "length": self._length - opened.at}
        last = self._entities[-1] if self._entities else {}
        same = last.get("offset") == opened.at and last.get("length") == entity["length"]
        if opened.tag == "pre" and same and last["type"] == "code" and "language" in last:
            last["type"] = "pre"
            return
        if opened.tag == "code" and same and last["type"] == "pre":
            last.update(_language(opened.attributes))
            return
        if opened.tag == "a" and not opened.attributes.get("href"):
            opened.attributes["href"] = "".join(self._parts)[opened.at :]
        if about := _about(opened):
            self._entities.append({**entity, **about})


def _in_value(match: re.Match[str]) -> str:
    return match[0] if match[0] == "<" else character(match)


def _is_date(attributes: dict[str, str]) -> bool:
    unix = attributes.get("unix", "")
    return unix.isdecimal() and _DATE_FORMAT.fullmatch(attributes.get("format", "")) is not None


def _language(attributes: dict[str, str]) -> Json:
    named = attributes.get("class", "")
    return {"language": named.removeprefix("language-")} if named.startswith("language-") else {}


def _about(opened: _Open) -> Json | None:
    """What the entity is, apart from where it stands; none if Telegram drops it without a word."""
    tag, attributes = opened.tag, opened.attributes
    if tag in SIMPLE:
        return {"type": SIMPLE[tag]}
    match tag:
        case "a":
            return _link(attributes["href"])
        case "code":
            return {"type": "code", **_language(attributes)}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
        case "tg-time":
            date = {"type": "date_time", "unix_time": int(attributes["unix"])}
            return {**date, "date_time_format": attributes["format"]} if attributes.get("format") else date
        case _:
            return {"type": "spoiler" if tag == "span" else "pre"}


def _link(address: str) -> Json | None:
    user = mentioned_user(address)
    if user is not None:
        return {"type": "text_mention", "user": {"id": user}}
    try:
        return {"type": "text_link", "url": checked(address)}
    except BadLinkError:
        return None
