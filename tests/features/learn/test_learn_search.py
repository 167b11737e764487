"""Questions as young people type them find the right article, however the words are formed and spelt."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.core.language import Language
from bot.core.search import read_search_words
from bot.features.learn.article import Article
from bot.features.learn.library import load_library
from bot.features.learn.scenario import Scenario
from bot.features.learn.search import HITS, Hit, LibrarySearch
from tests.house import REPOSITORY

QUESTIONS = Path(__file__).parent / "questions"
LIBRARY = load_library(REPOSITORY / "config" / "learn")
SEARCH = LibrarySearch(LIBRARY, read_search_words(REPOSITORY / "config"))


Asked = dict[str, list[str]]
"""What was asked, and what answers it: any of these should be among the first three."""


def asked_in(language: str, folder: Path = QUESTIONS) -> Asked:
    read = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    return {question: [right] if isinstance(right, str) else right for question, right in read.items()}


def found(question: str, language: Language) -> list[str]:
    return [hit.item.name for hit in SEARCH.find(question, language)]


def misses(asked: Asked, language: Language) -> list[str]:
    return [question for question, right in asked.items() if not {*right} & {*found(question, language)[:3]}]


@pytest.mark.parametrize("language", list(Language))
def test_what_answers_a_question_is_among_the_first_three(language: Language) -> None:
    asked = asked_in(language)
    assert len(asked) >= 20
    missed = misses(asked, language)
    assert len(missed) <= 0.05 * len(asked), missed


@pytest.mark.parametrize("language", list(Language))
def test_so_it_is_for_questions_the_search_was_never_tuned_on(language: Language) -> None:
    asked = asked_in(language, QUESTIONS / "held_out")
    missed = misses(asked, language)
    assert len(missed) <= 0.1 * len(asked), f"{len(missed)} of {len(asked)}"


def test_everything_there_is_to_read_is_asked_for_in_every_language_and_nothing_else() -> None:
    names = {item.name for item in (*LIBRARY.articles, *LIBRARY.scenarios)}
    for language in Language:
        both = (*asked_in(language).values(), *asked_in(language, QUESTIONS / "held_out").values())
        assert {name for right in both for name in right} == names, language


def only(question: str, language: Language) -> Hit:
    return SEARCH.find(question, language)[0]


def test_a_hit_says_where_the_words_stand() -> None:
    hit = only("interpreter", Language.EN)
    assert isinstance(hit.item, Article)
    page = hit.item.editions[Language.EN].pages[hit.part]
    assert page.heading == "Questions you can ask"
    assert hit.excerpt == "• “May I have a lawyer or an <b>interpreter</b>?”"


def test_words_that_stand_in_a_title_only_lead_to_the_first_page() -> None:
    hit = only("bored hobby", Language.EN)
    assert (hit.item.name, hit.part) == ("something-of-yours", 0)


def test_a_question_in_another_language_is_answered_and_says_so() -> None:
    hit = only("меня остановила полиция", Language.DE)
    assert (hit.item.name, hit.language) == ("talking-to-police", Language.RU)
    assert only("Polizei", Language.DE).language is Language.DE


NO_QUESTIONS = ["", "qqqqqqq", " \n", "🙂🙂", "?!", "'; --", "xqzwk", "qqqq wwww", "\u0651\u064b", "<>&"]


@pytest.mark.parametrize("nothing", NO_QUESTIONS)
def test_what_is_no_question_finds_nothing(nothing: str) -> None:
    for language in Language:
        assert SEARCH.find(nothing, language) == []


@pytest.mark.parametrize("language", list(Language))
def test_nothing_comes_twice_and_all_that_is_shown_can_be_opened(language: Language) -> None:
    for question in asked_in(language):
        hits = SEARCH.find(question, language)
        assert len({hit.item.name for hit in hits}) == len(hits) <= HITS
        for hit in hits:
            assert hit.excerpt.count("<b>") == hit.excerpt.count("</b>")
            assert hit.part in parts_of(hit.item, language)


def parts_of(item: Article | Scenario, language: Language) -> range:
    if isinstance(item, Article):
        return range(len(item.editions[language].pages))
    return range(len(item.editions[language].scenes))


@pytest.mark.parametrize("name", ["kokain", "cocaine", "xanax", "ketamine", "lsd"])
def test_the_name_of_a_drug_leads_to_what_can_be_read_about_drugs_in_ones_own_language(name: str) -> None:
    hit = only(name, Language.EN)
    assert (hit.item.name, hit.language) == ("checking-facts", Language.EN)
