"""A library that is not whole does not start the bot; it says all that is wrong with it at once."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.learn.item import Source, Topic
from bot.features.learn.library import load_library

LIBRARY = Path(__file__).parents[3] / "config" / "learn"

ARTICLE = """+++
title = "Saying no"
summary = "How to say no."
topic = "friends"
reader = ["10-13", "14-18"]
setting = ["school"]
stage = ["adolescence"]
keywords = ["say no", "friends"]
sources = [{ title = "A study", url = "https://example.org/study" }]
checked_on = 2026-11-23
expires_on = 2027-11-23
review = "drafted"
+++

## Decide before

A no is easier then.

## Say it

- **Shortly:** no.
- *Again*: no.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one whole article."""
    place = tmp_path / "articles" / "saying-no"
    place.mkdir(parents=True)
    for language in Language:
        (place / f"{language}.md").write_text(ARTICLE, "utf-8")
    return tmp_path


def change(folder: Path, language: str, old: str, new: str) -> None:
    path = folder / "articles" / "saying-no" / f"{language}.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def mistakes_of(folder: Path) -> list[str]:
    with pytest.raises(OperatorError) as caught:
        load_library(folder)
    return [problem.removeprefix(f"{folder}/articles/saying-no/") for problem in caught.value.problems]


def test_a_whole_article_is_loaded_as_it_was_written(folder: Path) -> None:
    change(folder, "de", 'review = "drafted"', 'review = "reviewed by Schulpsychologin"')
    (article,) = load_library(folder).articles
    assert (article.name, article.topic) == ("saying-no", Topic.FRIENDS)
    assert article.sources == (Source("A study", "https://example.org/study"),)
    assert set(article.editions) == set(Language)
    assert article.editions[Language.DE].reviewed_by == "Schulpsychologin"
    english = article.editions[Language.EN]
    assert english.reviewed_by is None
    assert english.keywords == ("say no", "friends")
    assert [page.heading for page in english.pages] == ["Decide before", "Say it"]


def test_it_expires_on_its_day_and_not_before(folder: Path) -> None:
    (article,) = load_library(folder).articles
    assert not article.has_expired(date(2027, 11, 22))
    assert article.has_expired(date(2027, 11, 23))


def test_nothing_of_it_can_be_changed(folder: Path) -> None:
    (article,) = load_library(folder).articles
    with pytest.raises(FrozenInstanceError):
        article.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        article.editions[Language.EN] = article.editions[Language.DE]  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Saying no"\n', "", "title: Field required"),
        ('title = "Saying no"', 'title = ""', "title: String should have at least 1 character"),
        ('title = "Saying no"', f'title = "{"x" * 101}"', "title: String should have at most 100 characters"),
        ('summary = "', 'sumary = "', "sumary: Extra inputs are not permitted"),
        ('topic = "friends"', 'topic = "sports"', "topic: Input should be 'feelings'"),
        ('["10-13", "14-18"]', '["10-13", "15"]', "reader.1: Input should be '10-13'"),
        ('["school"]', "[]", "setting: Tuple should have at least 1 item"),
        ('["adolescence"]', '"adolescence"', "stage: Input should be a valid tuple"),
        ('["say no", "friends"]', '["say no", 7]', "keywords.1: Input should be a valid string"),
        ("https://example.org/study", "example.org", "sources.0.url: String should match pattern"),
        ("2026-11-23", '"2026-11-23"', "checked_on: Input should be a valid date"),
        ("2027-11-23", "2026-11-23", "expires_on is not after checked_on"),
        ('"drafted"', '"fine"', "review: String should match pattern"),
        ('"drafted"', '"drafted', "front matter is not TOML: "),
        ("+++\n", "x\n+++\n", "does not start with +++"),
        ('"drafted"\n+++', '"drafted"', "has no front matter between two +++ lines"),
        ("## Decide before\n\n", "", "text stands before the first heading"),
        ("A no is easier then.\n", "", "page “Decide before” lacks a heading or a text"),
        ("## Say it", "## ", "page “” lacks a heading or a text"),
        ("easier then", "easier " * 600, "page “Decide before” has 42"),
        ("A no", "[A](https://a.no)", "page “Decide before” has markup that a chat cannot show: [A]"),
        ("A no", "### A no", "page “Decide before” has markup that a chat cannot show: ### A no"),
        ("A no", "> A no", "page “Decide before” has markup that a chat cannot show: > A no"),
        ("A no", "1. A no", "page “Decide before” has markup that a chat cannot show: 1. A no"),
        ("A no", "<b>A no</b>", "page “Decide before” has markup that a chat cannot show: <b>A no"),
        ("A no is", "A no\nis", "page “Decide before” has a paragraph of more than one line: is easier"),
        ("A no", "See https://a.no", "page “Decide before” has markup that a chat cannot show: See https"),
        ("A no", "**A no", "page “Decide before” has markup that a chat cannot show: **A no"),
        ("- *Again*", "  - *Again*", "page “Say it” has markup that a chat cannot show: - *Again*"),
    ],
)
def test_a_mistake_is_named_with_its_file(folder: Path, old: str, new: str, said: str) -> None:
    change(folder, "fr", old, new)
    mistakes = mistakes_of(folder)
    assert any(mistake.startswith(f"fr.md: {said}") for mistake in mistakes), mistakes
    assert all(mistake.startswith("fr.md: ") for mistake in mistakes), mistakes


def test_a_missing_language_and_a_stranger_are_named(folder: Path) -> None:
    (folder / "articles" / "saying-no" / "ar.md").unlink()
    (folder / "articles" / "saying-no" / "pt.md").write_text(ARTICLE, "utf-8")
    stranger, missing = mistakes_of(folder)
    assert missing == "ar.md: is missing"
    assert stranger.startswith("pt.md: is no edition")


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "articles" / "saying-no" / "it.md").write_bytes(b"+++\n\xff\n+++\n")
    assert mistakes_of(folder) == ["it.md: is not UTF-8"]


def test_what_is_said_of_an_article_is_the_same_in_all_languages(folder: Path) -> None:
    change(folder, "ru", "2027-11-23", "2028-11-23")
    change(folder, "ru", 'topic = "friends"', 'topic = "facts"')
    change(folder, "es", "## Say it\n", "**Say it**\n")
    assert mistakes_of(folder) == [
        "es.md: pages: 1; in en.md: 2",
        "es.md: lines in lists, page by page: 2; in en.md: 0 2",
        "ru.md: topic is not what en.md says",
        "ru.md: expires_on is not what en.md says",
    ]


def test_all_mistakes_of_all_files_are_said_at_once(folder: Path) -> None:
    change(folder, "de", 'topic = "friends"', 'topic = "sports"')
    change(folder, "de", '"drafted"', '"fine"')
    change(folder, "ru", "A no", "# A no")
    (folder / "articles" / "saying-no" / "ar.md").unlink()
    (folder / "articles" / "Other").mkdir()
    (folder / "articles" / "notes.txt").touch()
    with pytest.raises(OperatorError) as caught:
        load_library(folder)
    names = [
        re.sub(r":.*", "", problem.removeprefix(f"{folder}/articles/")) for problem in caught.value.problems
    ]
    editions = ["saying-no/ar.md", "saying-no/de.md", "saying-no/de.md", "saying-no/ru.md"]
    assert sorted(names) == ["Other", "notes.txt", *editions]


@pytest.mark.parametrize("name", ["x" * 33, "saying no", "-no", "нет"])
def test_a_name_fits_buttons_and_links(folder: Path, name: str) -> None:
    (folder / "articles" / "saying-no").rename(folder / "articles" / name)
    (problem,) = mistakes_of(folder)
    assert "an article is a folder named in a-z" in problem


def test_an_empty_library_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path) == [f"{tmp_path}/articles: holds no article"]


def test_the_real_library_is_whole() -> None:
    assert load_library(LIBRARY).topics == tuple(Topic)
