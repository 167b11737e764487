"""What must hold for every sentence of a catalogue, and between it and its English wording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.core.language import Language
from bot.core.text import STEERING
from bot.i18n import COMMAND
from bot.i18n.markup import TAG, html_problem
from bot.i18n.uses import Kind, Use, any_of

# Telegram's limit of a message is 4,096: the rest is room for values, and for other sentences beside it.
TEXT_CHARACTERS = 3000
LABEL_CHARACTERS = 64
NOTICE_CHARACTERS = 200
DESCRIPTION_CHARACTERS = 256
INSERT_CHARACTERS = 20
"""Room a notice keeps for each value."""
COMMANDS = "command."
_COMMAND_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SAME_WORDS_LETTERS = 12


class Limits:
    """How long a text may be and whether it may hold HTML, from what it is used as."""

    def __init__(self, uses: Iterable[Use]) -> None:
        uses = list(uses)
        self._label, self._notice = _keys(uses, Kind.LABEL), _keys(uses, Kind.NOTICE, Kind.ERROR)

    def problems(self, key: str, text: str) -> Iterator[str]:
        most = self._most(key, text)
        if (length := _characters(text)) > most:
            yield f"has {length} characters, {most} at most"
        if most == TEXT_CHARACTERS:
            if problem := html_problem(text):
                yield problem
        elif found := re.search(r"[<>&]", text):
            yield f"holds {found[0]} but is shown as plain text"
        if key.startswith(COMMANDS) and not _COMMAND_NAME.fullmatch(key.removeprefix(COMMANDS)):
            yield "is not the name of a command"

    def _most(self, key: str, text: str) -> int:
        if key.startswith(COMMANDS):
            return DESCRIPTION_CHARACTERS
        if self._label.fullmatch(key):
            return LABEL_CHARACTERS
        if self._notice.fullmatch(key):
            return NOTICE_CHARACTERS - INSERT_CHARACTERS * len(PLACEHOLDER.findall(text))
        return TEXT_CHARACTERS


def _keys(uses: Iterable[Use], *kinds: Kind) -> re.Pattern[str]:
    return any_of(tuple({key: None for use in uses if use.kind in kinds for key in use.keys}))


def own_problems(language: Language, text: str) -> Iterator[str]:
    """Whatever can be said of a sentence without looking at any other."""
    if not text.strip():
        yield "is empty"
    elif text != text.strip():
        yield "has space at its beginning or end"
    if found := re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        yield f"a stray {found[0]}"
    if found := STEERING.search(text):
        yield f"holds U+{ord(found[0]):04X}: direction is not the catalogue's to set"
    if strange := [each for each in text if unicodedata.category(each) == "Nd" and not each.isascii()]:
        yield f"holds the digit {strange[0]}: digits are 0 to 9 in every language"
    if language.is_right_to_left:
        yield from _turned_lines(text)


def translated_problems(text: str, english: tuple[str, ...], *, may_leave_out_n: bool) -> Iterator[str]:
    """Whatever must be as in the English forms."""
    wanted, has = _all(PLACEHOLDER, *english), _all(PLACEHOLDER, text)
    left_out = wanted - has - ({"n"} if may_leave_out_n else set())
    if left_out or has - wanted:
        yield f"has the placeholders {_listed(has)}, English has {_listed(wanted)}"
    commands, in_english = _all(COMMAND, text), _all(COMMAND, *english)
    if commands != in_english:
        yield f"names the commands {_listed(commands)}, English names {_listed(in_english)}"


def is_left_over(text: str, english: tuple[str, ...]) -> bool:
    """English that nobody has translated; short words may well be the same."""
    letters = sum(each.isalpha() for each in _bare(text))
    return text in english and letters > _SAME_WORDS_LETTERS


def _turned_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        strong = (each for each in _bare(line) if unicodedata.bidirectional(each) in {"L", "R", "AL"})
        first = next(strong, None)
        if first and unicodedata.bidirectional(first) == "L":
            yield f"line {number} begins with the left-to-right {first!r}"


def _bare(text: str) -> str:
    """Without what stands in every language: tags, placeholders, commands."""
    return COMMAND.sub("", PLACEHOLDER.sub("", TAG.sub("", text)))


def _all(pattern: re.Pattern[str], *texts: str) -> set[str]:
    return {found for text in texts for found in pattern.findall(text)}


def _characters(text: str) -> int:
    """As Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _listed(names: set[str]) -> str:
    return " ".join(sorted(names)) or "none"
