"""A round of quiz questions about a topic: Telegram's own polls, which tell the bot nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, QuizPoll, Screen, Show, Turn, press
from bot.core.routes import Feature, OnPress
from bot.core.text import paragraphs
from bot.features.learn.library import Library
from bot.features.learn.parts import sources_screen, today, topics_button
from bot.features.learn.quiz import Quiz


class QuizRound:
    """The buttons hold the topic and how far one has come."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def feature(self) -> Feature:
        return Feature(
            "learn.quiz",
            [
                OnPress("learn.quiz", self.ask_question),
                OnPress("learn.quiz_on", self.show_way_on),
                OnPress("learn.quiz_sources", self.show_sources),
            ],
        )

    async def ask_question(self, context: Context, pressed: Press) -> Outcome:
        """What was pressed becomes the heading above the question; the way on stands below it."""
        quizzes, number = self._place(context, pressed)
        t = context.t
        question = quizzes[number].editions[t.language].question
        topic = t.label(f"learn.topic.{quizzes[number].topic}")
        head = t("learn.quiz_head", topic=topic, number=number + 1, count=len(quizzes))
        poll = QuizPoll(question.words, question.answers, question.right, question.why)
        return Outcome((Turn(Screen(head)), poll, Show(_way_on(context, quizzes, number))))

    async def show_way_on(self, context: Context, pressed: Press) -> Outcome:
        return Outcome((Turn(_way_on(context, *self._place(context, pressed))),))

    async def show_sources(self, context: Context, pressed: Press) -> Outcome:
        quizzes, number = self._place(context, pressed)
        quiz = quizzes[number]
        back = press(context.t.label("learn.back"), "learn.quiz_on", quiz.topic, number)
        return Outcome((Turn(sources_screen(context, quiz, back)),))

    def _place(self, context: Context, pressed: Press) -> tuple[Sequence[Quiz], int]:
        """The questions of a topic that have not expired, and which of them it is; else raises UserError."""
        topic, number, day = pressed.argument, number_in(pressed.arguments, 1), today(context)
        quizzes = [
            each for each in self._library.quizzes if each.topic == topic and not each.has_expired(day)
        ]
        if number >= len(quizzes):
            raise UserError("learn.gone")
        return quizzes, number


def _way_on(context: Context, quizzes: Sequence[Quiz], number: int) -> Screen:
    t, topic = context.t, quizzes[number].topic
    is_last = number + 1 == len(quizzes)
    onward = t.label("learn.quiz_again" if is_last else "learn.quiz_next")
    return Screen(
        paragraphs(t("learn.quiz_anonymous"), t("learn.quiz_over") if is_last else ""),
        (
            (press(onward, "learn.quiz", topic, 0 if is_last else number + 1),),
            (press(t.label("learn.sources"), "learn.quiz_sources", topic, number), topics_button(t)),
            (press(t.label("learn.back"), "learn.topic", topic), to_menu(t)),
        ),
    )
