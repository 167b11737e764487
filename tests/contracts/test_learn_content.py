"""The learning library keeps the promises of docs/content.md: whole, sourced, careful, in seven languages."""

from __future__ import annotations

import re

from bot.features.learn.item import Topic
from bot.features.learn.library import load_library
from bot.features.learn.lint.finding import PAGE, Rule
from bot.features.learn.lint.linter import lint
from bot.features.learn.lint.words import read_lint_words
from tests.house import REPOSITORY

CONFIG = REPOSITORY / "config"


def test_nothing_in_the_library_offends_a_rule() -> None:
    """As it stood when the last item of it was checked: the day it is read on does not matter here."""
    library = load_library(CONFIG / "learn")
    day = max(item.checked_on for item in library.items)
    assert library.topics == tuple(Topic)
    assert list(map(str, lint(library, read_lint_words(CONFIG), day))) == []


def test_every_rule_is_explained() -> None:
    headings = re.findall(r"^#### (\S+)$", (REPOSITORY / PAGE).read_text("utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(Rule)
