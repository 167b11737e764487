"""What whoever asked is told when it is shown, answered, joined or set aside; and who is called to decide."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.context import Context
from bot.core.coordinators import coordinators
from bot.core.outcome import Letter, Post, Screen, below, press
from bot.core.text import Html, Texts, paragraphs
from bot.features.questions import store
from bot.features.questions.lent import Lent
from bot.features.questions.rules import Question


async def to_askers(
    context: Context, question: Question, kind: str, said: Callable[[Texts], Html], *, is_silent: bool = False
) -> tuple[Letter, ...]:
    """To whoever asked it, and whoever asked what was merged into it, each in their language."""
    owed = []
    for address, language in await store.askers(context.tx, question.question_id):
        t = context.texts_for(language)
        text = paragraphs(said(t), t("questions.words", words=question.words))
        see = (below(t.label("questions.see_them"), "questions.session", question.session_id, 0),)
        owed.append(Letter(address, kind, Post(Screen(text, (see,), is_silent=is_silent))))
    return tuple(owed)


async def to_moderators(context: Context, lent: Lent, session_id: str) -> tuple[Letter, ...]:
    """Once, until all that wait there are decided."""
    owed = []
    for member in await coordinators(context, lent.roster):
        t = await context.texts_at(member.address) or context.t
        session = (await lent.sessions.named(context.tx, t, [session_id]))[session_id]
        look = (press(t.label("questions.look_at"), "moderate.next", session_id, ""),)
        screen = Screen(t("questions.one_waits", title=session.title), (look,), is_silent=True)
        owed.append(Letter(member.address, "questions.waits", Post(screen)))
    return tuple(owed)
