"""Whether a text is in its own language, and runs in its direction."""

from __future__ import annotations

import re

from bot.core.language import Language
from bot.features.learn.lint.finding import Found, Rule
from bot.features.learn.lint.passages import Read
from bot.features.learn.lint.words import LintWords

_SCRIPTS = {Language.AR: re.compile("[\u0600-\u06ff]"), Language.RU: re.compile("[\u0400-\u04ff]")}
_OWN_LETTERS = 0.95
_OPENING = re.compile(r"^[*«(“\"]*")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")


def foreign_tongue(read: Read, words: LintWords) -> Found:
    for passage in read.screens:
        spoken = language_of(passage.text, words)
        if spoken is not read.language:
            yield passage.place, Rule.LANGUAGE, f"seems to be written in {spoken}"


def wrong_direction(read: Read) -> Found:
    """A line in Arabic begins with an Arabic letter: else some apps show it from left to right."""
    if read.language is not Language.AR:
        return
    for passage in read.passages:
        if passage.place == "keywords":
            continue
        for line in passage.lines:
            if not _ARABIC_LETTER.match(_OPENING.sub("", line)):
                yield (
                    passage.place,
                    Rule.DIRECTION,
                    f"a line does not begin with an Arabic letter: {line[:40]}",
                )


def language_of(text: str, words: LintWords) -> Language:
    """By script for Arabic and Russian, else by the commonest little words."""
    letters = [letter for letter in text if letter.isalpha()]
    for language, script in _SCRIPTS.items():
        if sum(map(bool, map(script.match, letters))) > _OWN_LETTERS * len(letters):
            return language
    return words.likeliest_language(text)
