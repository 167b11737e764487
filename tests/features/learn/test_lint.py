"""Every rule finds what it is there for, names the place, and leaves what is right alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.learn.library import load_library
from bot.features.learn.lint.finding import Finding
from bot.features.learn.lint.linter import lint
from bot.features.learn.lint.reading_ease import BOUNDS, count, ease, syllables
from bot.features.learn.lint.tongue import language_of
from bot.features.learn.lint.words import Mark, read_lint_words
from tests.house import REPOSITORY
from tests.library import config_with_library

WORDS = read_lint_words(REPOSITORY / "config")
TODAY = date(2026, 11, 29)
SAYING_NO = "articles/saying-no"
Lint = Callable[..., list[str]]


@pytest.fixture
def found(tmp_path: Path) -> Lint:
    """What is found in a file after something in it was changed."""
    learn = config_with_library(tmp_path) / "learn"

    def look(file: str, old: str, new: str, today: date = TODAY) -> list[str]:
        path = learn / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return [str(each) for each in _of(learn, file, today)]

    return look


def _of(learn: Path, file: str, today: date) -> list[Finding]:
    """In its folder: the rest of the library is as it was."""
    folder = file.rpartition("/")[0]
    library = load_library(learn)
    library.items = tuple(item for item in library.items if item.key == folder)
    return [each for each in lint(library, WORDS, today) if each.file in (file, folder)]


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "About 30 % of young people", "prevalence"),
        ("en", "One in five says so", "prevalence"),
        ("en", "Most young people use something", "prevalence"),
        ("de", "rund 5 Prozent", "prevalence"),
        ("fr", "la plupart des jeunes fument", "prevalence"),
        ("ar", "حوالي ٣٠ ٪", "prevalence"),
        ("ru", "не больше 20 мг", "dose"),
        ("it", "mezza pastiglia", "dose"),
        ("en", "He is an addict", "stigma"),
        ("fr", "c’est un drogué", "stigma"),
        ("ar", "هو مدمن", "stigma"),
        ("ru", "наркоманы", "stigma"),
        ("es", "la cocaína", "drugs"),
        ("ru", "марихуану", "drugs"),
        ("ar", "والحشيش", "drugs"),
        ("en", "It will kill you", "scare"),
        ("de", "es zerstört dein Leben", "scare"),
        ("ru", "смертельно опасно", "scare"),
        ("ar", "المخدرات تقتل", "scare"),
        ("en", "When I was using, I lost everything", "testimonial"),
        ("it", "una storia vera", "testimonial"),
        ("es", "llama al 91 123 45 67", "numbers"),
        ("it", "chiama il 118", "numbers"),
        ("en", "call 112", "emergency-number"),
    ],
)
def test_careless_words_are_found_in_the_page_they_stand_in(
    found: Lint, language: str, text: str, rule: str
) -> None:
    file = f"{SAYING_NO}/{language}.md"
    place, link = f"{file}: page “", f"(docs/content.md#{rule})"
    said = found(file, ".\n\n## ", f".\n\n{text}.\n\n## ")
    assert any(each.startswith(place) and each.endswith(link) for each in said), said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Most young people do not use anything"),
        ("en", "It is never too late"),
        ("en", "Two of three pages"),
        ("de", "Sie kommt zu spät"),
        ("fr", "La drogue est un sujet"),
        ("ru", "никогда не слишком поздно"),
    ],
)
def test_what_is_right_in_the_same_words_is_left_alone(language: str, text: str) -> None:
    never = {Mark.LOCAL_NUMBER, Mark.NOT_EVERYWHERE}
    assert WORDS.said(text, Language(language)).keys() <= never


LISTED = "\n\n- "
"""Where the first list of an article begins: on one of its pages."""
FOREIGN = "Wenn du nicht mit der Gruppe gehst, ist das nicht so schlimm. "


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("summary = ", f'summary = "{"long " * 30}"\n#', "summary: has 150 characters; 140 at most"),
        (
            "keywords = [",
            'keywords = ["One", "one"]\n#',
            "keywords: are 1 different ones; 5 at least, none twice",
        ),
        (LISTED, f"\n\n{'One more short sentence. ' * 40}{LISTED}", "characters; 900 at most"),
        (
            LISTED,
            f"\n\n{'responsibility ' * 90}{LISTED}",
            "80 at least for 10-13 (docs/content.md#reading-level)",
        ),
        (LISTED, f"\n\n{FOREIGN * 12}{LISTED}", "seems to be written in de (docs/content.md#language)"),
    ],
)
def test_what_is_too_long_too_hard_or_foreign_is_found(found: Lint, old: str, new: str, said: str) -> None:
    file = f"{SAYING_NO}/en.md"
    assert any(said in each for each in found(file, old, new))


def test_a_line_in_arabic_that_begins_otherwise_is_found(found: Lint) -> None:
    file = f"{SAYING_NO}/ar.md"
    said = found(file, 'title = "', 'title = "112 ')
    assert f"{file}: title: a line does not begin with an Arabic letter: 112" in said[0]


def test_a_story_with_little_to_decide_is_found(found: Lint) -> None:
    said = found("scenarios/last-bus/en.md", "the talk just goes on", "the talk goes on")
    assert said == ["scenarios/last-bus/en.md: body: has 5 turns; 6 at least (docs/content.md#shape)"]


def test_dates_are_said_once_and_only_warn(tmp_path: Path) -> None:
    learn = config_with_library(tmp_path) / "learn"
    for today, words in (
        (date(2027, 11, 23), "has expired on 2027-11-23"),
        (date(2027, 10, 1), "expires on 2027-11-23"),
    ):
        (finding,) = _of(learn, f"{SAYING_NO}/en.md", today)
        assert finding.is_warning
        assert words in finding.reason
    assert not _of(learn, f"{SAYING_NO}/en.md", TODAY)


def test_a_topic_without_an_article_is_found(tmp_path: Path) -> None:
    learn = config_with_library(tmp_path) / "learn"
    library = load_library(learn)
    library.articles = tuple(article for article in library.articles if article.topic != "rights")
    assert "articles: rights: no article is about it (docs/content.md#shape)" in map(
        str, lint(library, WORDS, TODAY)
    )


@pytest.mark.parametrize(
    ("language", "word", "counted"),
    [
        ("en", "people", 2), ("en", "asked", 1), ("en", "needed", 2), ("en", "little", 2), ("en", "the", 1),
        ("de", "Schule", 2), ("de", "Freundin", 2), ("es", "quien", 1), ("es", "día", 2), ("es", "poesía", 4),
        ("fr", "parle", 1), ("fr", "école", 2), ("ru", "здравствуйте", 3), ("it", "scuola", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_their_vowels(language: str, word: str, counted: int) -> None:
    assert syllables(word, Language(language)) == counted


def test_ease_is_what_the_formulas_say() -> None:
    """Of two sentences with seven words of one syllable."""
    text = "The cat sat. I saw him there"
    counts = count(text, Language.EN)
    assert (counts.sentences, counts.words, counts.syllables, counts.letters) == (2, 7, 7, 21)
    assert ease(counts, Language.EN) == pytest.approx(206.835 - 1.015 * 3.5 - 84.6)
    assert ease(counts, Language.IT) == pytest.approx(89 + (300 * 2 - 10 * 21) / 7)
    assert ease(counts, Language.AR) == pytest.approx(100 - 3.5)
    assert BOUNDS.keys() == set(Language)


@pytest.mark.parametrize("language", list(Language))
def test_a_language_is_known_by_its_little_words_or_letters(language: Language) -> None:
    library = load_library(REPOSITORY / "config" / "learn")
    page = library.articles[0].editions[language].pages[0]
    assert language_of(page.plain, WORDS) is language


def test_lists_of_words_are_read_strictly(tmp_path: Path) -> None:
    folder = config_with_library(tmp_path) / "words" / "lint"
    (folder / "en.toml").write_text('scare = ["…"]\nscarey = ["no"]\n', "utf-8")
    (folder / "de.toml").unlink()
    with pytest.raises(OperatorError) as caught:
        read_lint_words(tmp_path / "config")
    said = "\n".join(caught.value.problems)
    for words in (
        "lint/en.toml: scare: ‘…’",
        "there is no kind ‘scarey’",
        "‘drugs’ has no phrases",
        "lint/de.toml",
    ):
        assert words in said
