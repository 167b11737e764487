"""Quizzes are read strictly: whatever is accepted, Telegram takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.features.learn.library import load_library
from bot.features.learn.quiz import Question
from bot.features.learn.reading.questions import read_question
from tests.library import QUIZ, config_with_library


def test_a_question_is_read_as_it_was_written() -> None:
    question, mistakes = read_question(QUIZ)
    assert mistakes == []
    assert question == Question(
        "A friend does not wake up. What comes first?",
        ("Wait until morning", "Call for help and stay", "Film it"),
        1,
        "Help first, questions later. Nobody blames you for asking.",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("## ", "", "does not begin with the question"),
        ("- [x]", "- [ ]", "has not exactly one right answer"),
        ("- [ ]", "- [x]", "has not exactly one right answer"),
        ("- [ ]", "- []", "has a line that is no answer"),
        ("> Help", "Help", "has a line of no use: Help"),
        ("> Help", "> One.\n> Help", "has not exactly one line that says why"),
        ("- [ ] Film it\n", "", "has 2 answers; 3 to 4 are right"),
        ("Film it", "Wait until morning", "has an answer twice: Wait until morning"),
        ("Film it", "x" * 91, "an answer has 91 characters; 1 to 90 fit"),
        ("A friend", "😀" * 126, "the question has"),
        ("Help first", "x" * 180, "the reason has"),
        ("Film it", "**Film** it", "has markup where words stand as they are: **Film** it"),
        ("Film it", "<b>Film</b> it", "has markup where words stand as they are: <b>"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, said: str) -> None:
    assert old in QUIZ
    _, mistakes = read_question(QUIZ.replace(old, new, 1))
    assert any(mistake.startswith(said) for mistake in mistakes), mistakes


@given(st.text(alphabet="#-[] x>*!\na", max_size=120))
def test_whatever_is_accepted_telegram_takes(body: str) -> None:
    question, mistakes = read_question(body)
    if not mistakes:
        assert 0 < len(question.words) <= 300
        assert all(0 < len(answer) <= 100 for answer in question.answers)
        assert 0 <= question.right < len(question.answers) <= 12
        assert 0 < len(question.why) <= 200


def test_what_differs_between_languages_is_named_for_every_kind(tmp_path: Path) -> None:
    learn = config_with_library(tmp_path) / "learn"
    quiz, scenario = learn / "quizzes" / "asking" / "de.md", learn / "scenarios" / "last-bus" / "fr.md"
    quiz.write_text(
        quiz.read_text("utf-8").replace("[ ] Film", "[x] Film").replace("[x] Call", "[ ] Call"), "utf-8"
    )
    scenario.write_text(
        scenario.read_text("utf-8").replace("write to someone I trust](#home)", "write](#left)"), "utf-8"
    )
    (learn / "scenarios" / "last-bus" / "ru.md").unlink()
    with pytest.raises(OperatorError) as caught:
        load_library(learn)
    missing, ways, right = caught.value.problems
    assert missing == f"{learn}/scenarios/last-bus/ru.md: is missing"
    assert ways.startswith(f"{scenario}: turns: start → kept-talking, took-it;")
    assert right == f"{quiz}: the right answer: 3; in en.md: 2"
