"""All rules on all items of the library, in all languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from bot.core.language import Language
from bot.features.learn.item import Topic
from bot.features.learn.library import AnyItem, Library
from bot.features.learn.lint.care import careless_numbers, careless_words
from bot.features.learn.lint.finding import Finding, Found, Rule
from bot.features.learn.lint.form import few_keywords, hard_to_read, poor_story, wrong_length
from bot.features.learn.lint.passages import Read, take_apart
from bot.features.learn.lint.tongue import foreign_tongue, wrong_direction
from bot.features.learn.lint.words import LintWords

LONGEST = timedelta(days=366)
SOON = timedelta(days=60)
"""Before a text expires: it is time to check it again."""


def lint(library: Library, words: LintWords, today: date) -> list[Finding]:
    found = list(_topics(library))
    for item in library.items:
        found += _dates(item, today)
        for language in Language:
            read = take_apart(item, language)
            found += [Finding(read.file, *each) for each in _offences(read, words)]
    return found


def _offences(read: Read, words: LintWords) -> Found:
    return chain(
        wrong_length(read),
        few_keywords(read),
        poor_story(read),
        hard_to_read(read),
        foreign_tongue(read, words),
        wrong_direction(read),
        careless_words(read, words),
        careless_numbers(read, words),
    )


def _topics(library: Library) -> Iterator[Finding]:
    written = {article.topic for article in library.articles}
    for topic in Topic:
        if topic not in written:
            yield Finding("articles", topic, Rule.SHAPE, "no article is about it")


def _dates(item: AnyItem, today: date) -> Iterator[Finding]:
    """The same in all languages: said once."""
    if item.expires_on - item.checked_on > LONGEST:
        yield Finding(item.key, "expires_on", Rule.DATES, "more than a year after it was checked")
    if item.has_expired(today):
        reason = f"has expired on {item.expires_on}: check it again"
        yield Finding(item.key, "expires_on", Rule.DATES, reason, is_warning=True)
    elif item.expires_on - today <= SOON:
        reason = f"expires on {item.expires_on}: check it again"
        yield Finding(item.key, "expires_on", Rule.DATES, reason, is_warning=True)
