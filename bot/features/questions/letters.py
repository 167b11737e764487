"""What whoever asked is told: it is shown, answered, joined with another, or set aside."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.context import Context
from bot.core.outcome import Letter, Post, Screen, press
from bot.core.text import Html, Texts, paragraphs
from bot.features.questions import store
from bot.features.questions.rules import Question


async def to_askers(
    context: Context, question: Question, kind: str, said: Callable[[Texts], Html], *, is_silent: bool = False
) -> tuple[Letter, ...]:
    """To whoever asked it, and whoever asked what was merged into it, each in their language."""
    owed = []
    for address, language in await store.askers(context.tx, question.question_id):
        t = context.texts_for(language)
        text = paragraphs(said(t), t("questions.words", words=question.words))
        see = (press(t.label("questions.see_them"), "questions.session", question.session_id, 0),)
        owed.append(Letter(address, kind, Post(Screen(text, (see,), is_silent=is_silent))))
    return tuple(owed)
