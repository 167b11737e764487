"""Words of danger are found however they are typed, and ordinary talk raises no alarm."""

from __future__ import annotations

import gc
import tomllib
import tracemalloc
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.danger import Danger, read_danger_words
from bot.core.errors import OperatorError
from bot.core.language import Language
from tests.house import REPOSITORY

CONFIG = REPOSITORY / "config"
WORDS = read_danger_words(CONFIG)


def _sentences(file: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / file).read_text("utf-8"))


FEARFUL = _sentences("danger_sentences.toml")
ORDINARY = _sentences("ordinary_sentences.toml")
HELD_OUT = _sentences("danger_held_out.toml")
ONCE_HELD_OUT = _sentences("danger_once_held_out.toml")
SURROUNDINGS = _sentences("danger_surroundings.toml")
FOUND_WHEN_FIRST_RUN = {"ar": 8, "de": 7, "en": 11, "es": 8, "fr": 9, "it": 8, "ru": 8}
"""Of twelve held out sentences in each language: what the phrases find without having been fitted to them."""


@pytest.mark.parametrize("language", FEARFUL)
def test_danger_is_found_and_told_apart(language: str) -> None:
    missed = [
        (kind, sentence)
        for kind, sentences in FEARFUL[language].items()
        for sentence in sentences
        if Danger(kind) not in WORDS.found_in(sentence)
    ]
    assert not missed


@pytest.mark.parametrize("language", Language)
def test_ordinary_talk_raises_no_alarm(language: Language) -> None:
    alarms = {sentence: found for sentence in ORDINARY[language] if (found := WORDS.found_in(sentence))}
    assert not alarms


@pytest.mark.parametrize("language", Language)
def test_there_is_enough_to_judge_by(language: Language) -> None:
    assert FEARFUL[language].keys() == set(Danger)
    assert sum(map(len, FEARFUL[language].values())) >= 80
    assert len(ORDINARY[language]) >= 110
    assert len(HELD_OUT[language]) == 12


@pytest.mark.parametrize("language", Language)
def test_what_was_never_tuned_on_is_found_no_less_often_than_at_first(language: Language) -> None:
    found = sum(bool(WORDS.found_in(sentence)) for sentence in HELD_OUT[language])
    assert found >= FOUND_WHEN_FIRST_RUN[language]


@pytest.mark.parametrize("language", Language)
def test_what_was_missed_once_is_found_since(language: Language) -> None:
    assert [sentence for sentence in ONCE_HELD_OUT[language] if not WORDS.found_in(sentence)] == []


@pytest.mark.parametrize("language", Language)
def test_nothing_ordinary_said_before_or_after_hides_danger(language: Language) -> None:
    sentences = list(chain.from_iterable(FEARFUL[language].values()))
    hidden = [
        message
        for sentence, around in product(sentences, SURROUNDINGS[language])
        for message in (f"{sentence} {around}", f"{around} {sentence}")
        if not WORDS.found_in(message)
    ]
    assert not hidden


def test_danger_is_found_beside_the_same_words_said_in_jest() -> None:
    assert not WORDS.found_in("this homework is killing me")
    assert WORDS.found_in("this homework is killing me and my dad hits me") == {Danger.VIOLENCE}
    assert WORDS.found_in("i want to die, my phone battery is dead") == {Danger.SUICIDE}


def test_a_message_names_every_danger_in_it() -> None:
    found = WORDS.found_in("he has a gun and locked me in the basement, my brother isnt breathing")
    assert found == {Danger.WEAPON, Danger.TRAPPED, Danger.NOT_BREATHING}


@pytest.mark.parametrize(
    "disguised",
    [
        "I WANT TO K1LL MYSELF",
        "s u i c i d e",
        "su*cide",
        "hes noooot breeeathing",
        "he isn’t braething",
        "не дыши́т",
    ],
)
def test_slips_and_disguises_do_not_hide_danger(disguised: str) -> None:
    assert WORDS.found_in(disguised)


def test_all_words_take_little_space() -> None:
    tracemalloc.start()
    kept = read_danger_words(CONFIG)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.found_in("не дышит")
    assert size < 3_000_000


@given(st.text())
def test_nothing_that_can_be_typed_is_too_much(text: str) -> None:
    WORDS.found_in(text)


@given(st.text(alphabet="ab '*@._-1", max_size=60))
def test_what_is_said_before_and_after_hides_no_danger(around: str) -> None:
    assert Danger.SUICIDE in WORDS.found_in(f"{around} . i want to kill myself , {around}")


GOOD = "".join(f'{danger} = ["word of {danger.value.replace("_", " ")}"]\n' for danger in Danger)


def _config(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "words" / "danger"
    folder.mkdir(parents=True)
    for name, content in {**{language.value: GOOD for language in Language}, **files}.items():
        (folder / f"{name}.toml").write_text(content, "utf-8")
    return tmp_path


def _problems(config: Path) -> tuple[str, ...]:
    with pytest.raises(OperatorError) as refused:
        read_danger_words(config)
    return refused.value.problems


def test_a_file_of_another_language_may_be_added_and_needs_not_be_whole(tmp_path: Path) -> None:
    words = read_danger_words(_config(tmp_path, hy='not_breathing = ["չի շնչում"]'))
    assert words.found_in("նա չի շնչում") == {Danger.NOT_BREATHING}


@pytest.mark.parametrize(
    ("phrase", "said", "not_said"),
    [
        (
            "hand ~ neck",
            ["hand on my neck", "my neck his big cold dirty left hand"],
            ["hand", "neck one two three four five six hand"],
        ),
        ("hand … neck", ["hand round my neck"], ["neck in his hand", "hand one two three four neck"]),
        ("hand neck", ["hand neck"], ["neck hand", "hand on neck"]),
        ("a/hand ~ hand/b", ["hand hand", "b a"], ["hand"]),
        ("gave ~ hand … neck", ["hand on neck he gave"], ["gave neck hand"]),
    ],
)
def test_words_of_a_phrase_stand_as_near_and_in_the_order_it_says(
    tmp_path: Path, phrase: str, said: list[str], not_said: list[str]
) -> None:
    words = read_danger_words(_config(tmp_path, xx=f'weapon = ["{phrase}"]'))
    assert [text for text in said if Danger.WEAPON not in words.found_in(text)] == []
    assert [text for text in not_said if Danger.WEAPON in words.found_in(text)] == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("overdose = 5", "danger/xx.toml: overdose: is not a list of phrases in quotes"),
        ("overdose = [5]", "danger/xx.toml: overdose: is not a list of phrases in quotes"),
        ("overdosis = ['x y']", "danger/xx.toml: there is no kind ‘overdosis’"),
        ("overdose = ['… too many']", "overdose: ‘… too many’: does not begin and end with a word"),
        ("overdose = ['too ~']", "overdose: ‘too ~’: does not begin and end with a word"),
        ("overdose = ['too many …']", "overdose: ‘too many …’: does not begin and end with a word"),
        ("overdose = [' ']", "overdose: ‘ ’: does not begin and end with a word"),
        ("overdose = ['od*']", "overdose: ‘od*’: ‘od*’ begins too many words"),
        ("overdose = ['too//many']", "overdose: ‘too//many’: ‘’ is no word"),
        ("overdose = ['o*d']", "overdose: ‘o*d’: ‘o*d’ is no word"),
        ("overdose = ['Óver dose', 'over dose']", "‘over dose’ and ‘Óver dose’ are the same"),
        ("overdose = [", "danger/xx.toml: Invalid value"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, content: str, problem: str) -> None:
    (said,) = _problems(_config(tmp_path, xx=content))
    assert problem in said


def test_every_mistake_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    config = _config(tmp_path, en=GOOD.replace("overdose", "overdosis", 1), ru=GOOD + 'ordinary = ["*"]')
    (config / "words" / "danger" / "fr.toml").unlink()
    assert _problems(config) == (
        "danger/en.toml: there is no kind ‘overdosis’",
        "danger/en.toml: ‘overdose’ has no phrases",
        "danger/fr.toml: No such file or directory",
        "danger/ru.toml: ordinary: ‘*’: ‘*’ is no word",
    )
