"""An officer is warned before asking a young person for what would make them known."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.concerns.asking import Asks, read_asking_words
from tests.house import REPOSITORY

WORDS = read_asking_words(REPOSITORY / "config")
SENTENCES: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "asking_sentences.toml").read_text("utf-8")
)


@pytest.mark.parametrize("language", Language)
def test_a_question_is_seen_for_what_it_asks(language: Language) -> None:
    missed = [
        (asks, sentence)
        for asks in Asks
        for sentence in SENTENCES[language][asks]
        if asks not in WORDS.found_in(sentence)
    ]
    assert not missed
    assert sum(len(SENTENCES[language][asks]) for asks in Asks) >= 15


@pytest.mark.parametrize("language", Language)
def test_reassurance_and_other_questions_ask_for_nothing(language: Language) -> None:
    taken_for_asking = {
        sentence: found for sentence in SENTENCES[language]["nothing"] if (found := WORDS.found_in(sentence))
    }
    assert not taken_for_asking
    assert len(SENTENCES[language]["nothing"]) >= 15


def test_a_question_after_reassurance_is_still_a_question() -> None:
    assert WORDS.found_in("You don't have to tell me your name. But where do you live?") == {Asks.ADDRESS}
    assert WORDS.found_in("Приходи завтра в 5, и пришли свой номер") == {Asks.MEETING, Asks.PHONE}


@given(st.text())
def test_nothing_that_can_be_typed_is_too_much(text: str) -> None:
    WORDS.found_in(text)


def test_files_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as refused:
        read_asking_words(tmp_path)
    assert refused.value.problems[0] == "asking/ar.toml: No such file or directory"
    assert len(refused.value.problems) == len(Language)
