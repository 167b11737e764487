"""A message that only says thanks starts no new promise; whatever else is in it, somebody reads it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.concerns.thanks import read_thanks_words
from tests.house import REPOSITORY

WORDS = read_thanks_words(REPOSITORY / "config")
SENTENCES: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "thanks_sentences.toml").read_text("utf-8")
)


@pytest.mark.parametrize("language", Language)
def test_thanks_need_no_answer(language: Language) -> None:
    assert not [said for said in SENTENCES[language]["thanks"] if not WORDS.is_only_thanks(said)]
    assert len(SENTENCES[language]["thanks"]) >= 15


@pytest.mark.parametrize("language", Language)
def test_whoever_says_more_waits_for_an_answer(language: Language) -> None:
    assert not [said for said in SENTENCES[language]["more"] if WORDS.is_only_thanks(said)]
    assert len(SENTENCES[language]["more"]) >= 15


@pytest.mark.parametrize("signs", ["👍", "❤️", "🙏🏿", "👍👍 😊", "thanks ❤️❤️"])
def test_a_friendly_picture_says_thanks(signs: str) -> None:
    assert WORDS.is_only_thanks(signs)


@pytest.mark.parametrize(
    "signs", ["", "   ", "!", "...", "😢", "🔪", "👍🆘", "thanks 😭", "ok؟", "ok？", "7"]
)
def test_other_signs_do_not(signs: str) -> None:
    assert not WORDS.is_only_thanks(signs)


@given(st.text(), st.sampled_from(["help", "помоги", "aiuto", "hilfe", "ayúdame", "aide moi", "ساعدني"]))
def test_nothing_hides_a_cry_for_help(text: str, cry: str) -> None:
    assert not WORDS.is_only_thanks(f"thanks {text} {cry} thanks")


def test_files_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as refused:
        read_thanks_words(tmp_path)
    assert len(refused.value.problems) == len(Language)
