"""How questions look, to everybody and to moderators."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from bot.core import pages
from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, press
from bot.core.participant_roles import ParticipantRole
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.questions.rules import Question, QuestionId, State
from bot.features.questions.store import PAGE

MARKS = {False: "▲", True: "✓"}
"""Before the number of a question: a vote to give, or to take back."""


def listed(t: Texts, questions: Sequence[Question]) -> Html:
    """Numbered, as everybody sees them."""
    return paragraphs(
        *(
            lines(
                t("questions.numbered", number=number, words=each.words),
                Html(f"{who(t, each.role)} · {t.count('questions.votes', each.votes)}"),
                answer(t, each),
            )
            for number, each in enumerate(questions[:PAGE], 1)
        )
    )


def who(t: Texts, role: ParticipantRole | None) -> Html:
    if role is None or role is ParticipantRole.UNSAID:
        return t("questions.anonymous")
    return t("questions.by", role=role.called(t))


def shown(t: Texts, words: str, role: ParticipantRole | None) -> Html:
    """One question by itself."""
    return lines(t("questions.words", words=words), who(t, role))


def answer(t: Texts, question: Question) -> Html:
    if question.state is not State.ANSWERED:
        return Html("")
    return t("questions.answer", answer=question.answer) if question.answer else t("questions.answered")


def votes_row(questions: Sequence[Question], given: Collection[QuestionId], page: int) -> Rows:
    """A button to each that can be voted for, by its number in the text."""
    buttons = []
    for number, each in enumerate(questions[:PAGE], 1):
        if each.state is State.SHOWN:
            is_given = each.question_id in given
            label = f"{MARKS[is_given]} {number}"
            buttons.append(press(label, "questions.vote", each.question_id, page, int(not is_given)))
    return (tuple(buttons),) if buttons else ()


def numbers_row(questions: Sequence[Question], route: str, *before: object) -> Rows:
    buttons = tuple(
        press(str(number), route, *before, each.question_id)
        for number, each in enumerate(questions[:PAGE], 1)
    )
    return (buttons,) if buttons else ()


turning = partial(pages.turning, "questions")


def back_row(t: Texts, route: str, *arguments: object) -> tuple[Button, ...]:
    return (press(t.label("questions.back"), route, *arguments),)


def last_row(t: Texts) -> tuple[Button, ...]:
    return (
        press(t.label("questions.back"), "questions.start"),
        to_menu(t),
    )
