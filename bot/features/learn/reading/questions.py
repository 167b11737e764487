"""The body of a quiz: the question, its answers, why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.features.learn.quiz import Question
from bot.features.learn.reading.markdown import ITEM, length, plain_text_mistakes

QUESTION_LIMIT, ANSWER_LIMIT, WHY_LIMIT = 250, 90, 190
"""A little under what Telegram takes: 300, 100 and 200."""
ANSWERS = range(3, 5)

_ANSWER = re.compile(r"- \[([ x])\] (\S.*)")
_WHY = re.compile(r"> (\S.*)")
_HEADING = "## "
_NONE = Question("", (), 0, "")


def read_question(body: str, _mark: str = "") -> tuple[Question, list[str]]:
    """The question, and what is wrong with it, a line each. It is shown without any markup."""
    lines = [line for line in body.splitlines() if line]
    if not lines or not lines[0].startswith(_HEADING):
        return _NONE, ["does not begin with the question (## …)"]
    written = [line for line in lines[1:] if line.startswith(ITEM)]
    read = [_ANSWER.fullmatch(line) for line in written]
    answers = [answer for answer in read if answer]
    whys = [why for line in lines[1:] if (why := _WHY.fullmatch(line))]
    right = [place for place, answer in enumerate(answers) if answer[1] == "x"]
    mistakes = [
        *(f"has a line that is no answer (- [ ] …): {line[:60]}" for line in _unread(written, read)),
        *(f"has a line of no use: {line[:60]}" for line in lines[1:] if not line.startswith((ITEM, ">"))),
        *(["has not exactly one right answer (- [x] …)"] if len(right) != 1 else []),
        *(["has not exactly one line that says why (> …)"] if len(whys) != 1 else []),
    ]
    if mistakes:
        return _NONE, mistakes
    words = lines[0].removeprefix(_HEADING).strip()
    question = Question(words, tuple(answer[2] for answer in answers), right[0], whys[0][1])
    return question, list(_mistakes(question))


def shape_of_question(question: Question) -> dict[str, object]:
    """What is the same in every language."""
    return {"answers": len(question.answers), "the right answer": question.right + 1}


def _unread(written: Sequence[str], read: Sequence[re.Match[str] | None]) -> Iterator[str]:
    return (line for line, answer in zip(written, read, strict=True) if not answer)


def _mistakes(question: Question) -> Iterator[str]:
    if len(question.answers) not in ANSWERS:
        yield f"has {len(question.answers)} answers; {ANSWERS[0]} to {ANSWERS[-1]} are right"
    for answer, times in Counter(question.answers).items():
        if times > 1:
            yield f"has an answer twice: {answer}"
    limited = [("the question", question.words, QUESTION_LIMIT), ("the reason", question.why, WHY_LIMIT)]
    limited += [("an answer", answer, ANSWER_LIMIT) for answer in question.answers]
    for what, words, limit in limited:
        if (units := length(words)) > limit or not units:
            yield f"{what} has {units} characters; 1 to {limit} fit"
    yield from plain_text_mistakes(words for _, words, _ in limited)
