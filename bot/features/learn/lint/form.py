"""How long, how often checked, how many turns: what can be counted."""

from __future__ import annotations

from bot.core.language import Language
from bot.features.learn.article import Edition
from bot.features.learn.item import Reader
from bot.features.learn.lint.finding import Found, Rule
from bot.features.learn.lint.passages import Read
from bot.features.learn.lint.reading_ease import BOUNDS, count, ease
from bot.features.learn.reading.scenes import ways_of
from bot.features.learn.scenario import ScenarioEdition, paths

SUMMARY_LIMIT = 140
PAGES = range(3, 6)
PAGE_LIMIT = 900
ENGLISH_WORDS = range(250, 451)
KEYWORDS = 5
TURNS, ENDINGS, DECISIONS = 6, 2, 2
LONG_ENOUGH = 100
"""Words from which on a formula says anything of a text."""


def wrong_length(read: Read) -> Found:
    if (summary := len(read.written.summary)) > SUMMARY_LIMIT:
        yield "summary", Rule.LENGTH, f"has {summary} characters; {SUMMARY_LIMIT} at most"
    if not isinstance(read.written, Edition):
        return
    if (pages := len(read.screens)) not in PAGES:
        yield "body", Rule.LENGTH, f"has {pages} pages; {PAGES[0]} to {PAGES[-1]} are right"
    for page in read.screens:
        if (characters := len(page.text)) > PAGE_LIMIT:
            yield page.place, Rule.LENGTH, f"has {characters} characters; {PAGE_LIMIT} at most"
    if read.language is Language.EN and (words := count(read.body, read.language).words) not in ENGLISH_WORDS:
        yield "body", Rule.LENGTH, f"has {words} words; {ENGLISH_WORDS[0]} to {ENGLISH_WORDS[-1]} are right"


def few_keywords(read: Read) -> Found:
    different = {word.casefold() for word in read.written.keywords}
    if len(different) < KEYWORDS or len(different) < len(read.written.keywords):
        yield (
            "keywords",
            Rule.KEYWORDS,
            f"are {len(different)} different ones; {KEYWORDS} at least, none twice",
        )


def poor_story(read: Read) -> Found:
    """A scenario in which there is too little to decide."""
    if not isinstance(read.written, ScenarioEdition):
        return
    scenes = read.written.scenes
    if len(scenes) < TURNS:
        yield "body", Rule.SHAPE, f"has {len(scenes)} turns; {TURNS} at least"
    if (endings := sum(scene.is_ending for scene in scenes)) < ENDINGS:
        yield "body", Rule.SHAPE, f"has {endings} ending; {ENDINGS} at least"
    for path in paths(ways_of(scenes)):
        if len(path) <= DECISIONS:
            yield "body", Rule.SHAPE, f"ends after {len(path) - 1} decision: {' → '.join(path)}"


def hard_to_read(read: Read) -> Found:
    """Measured for the youngest of its readers."""
    counts = count(read.body, read.language)
    if counts.words < LONG_ENOUGH:
        return
    youngest = min(read.item.readers, key=list(Reader).index)
    score, least = ease(counts, read.language), BOUNDS[read.language][youngest]
    if score < least:
        yield "body", Rule.READING_LEVEL, f"reads at {score:.0f}; {least} at least for {youngest}"
