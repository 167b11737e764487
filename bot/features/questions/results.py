"""What people thought of sessions, for organisers: from five answers on, in fives; words when it closed."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.counts import SMALLEST, about, shown_counts
from bot.core.errors import UserError
from bot.core.incoming import Press, number_in
from bot.core.outcome import Outcome, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.questions import feedback_store, views
from bot.features.questions.feedback_store import Room
from bot.features.questions.lent import Lent
from bot.features.questions.rules import RATINGS


class Results:
    def __init__(self, lent: Lent) -> None:
        self._lent = lent

    def feature(self) -> Feature:
        return Feature(
            "questions.results",
            [
                OnPress("moderate.results", self.show_all, Action.SEE_FEEDBACK),
                OnPress("moderate.result", self.show_one, Action.SEE_FEEDBACK),
                OnPress("moderate.words", self.show_words, Action.SEE_FEEDBACK),
            ],
        )

    async def show_all(self, context: Context, pressed: Press) -> Outcome:
        t, page = context.t, number_in(pressed.arguments, 0)
        rooms = await feedback_store.rated(context.tx, page)
        if not rooms:
            return turn(t("questions.results_none", least=SMALLEST), views.last_row(t))
        shown = {room.session_id: room for room in rooms[: feedback_store.PAGE]}
        sessions = await self._lent.sessions.named(context.tx, t, shown)
        listed = lines(
            *(
                t.count("questions.results_line", about(room.answers) or 0, title=sessions[here].line)
                for here, room in shown.items()
            )
        )
        return turn(
            paragraphs(t("questions.results"), listed),
            *((press(sessions[here].label, "moderate.result", here),) for here in shown),
            *views.turning(t, page, len(rooms) > feedback_store.PAGE, "moderate.results"),
            views.last_row(t),
        )

    async def show_one(self, context: Context, pressed: Press) -> Outcome:
        """Counts only when nobody's answer can be read off a change of them."""
        t, room = context.t, await self._required(context, pressed)
        session = await self._lent.session(context, room.session_id)
        counts = await feedback_store.counts(context.tx, room.session_id) if room.is_closed else ()
        told = shown_counts(counts)
        text = paragraphs(
            t("questions.results_of", title=session.title),
            t.count("questions.answers", about(room.answers) or 0),
            lines(*(_rating(t, *each) for each in zip(RATINGS, told, strict=True))) if told else "",
            "" if room.is_closed else t("questions.results_later"),
        )
        words = press(t.label("questions.read_words"), "moderate.words", room.session_id, 0)
        rows = ((words,),) if room.is_closed else ()
        return turn(text, *rows, views.back_row(t, "moderate.results", 0))

    async def show_words(self, context: Context, pressed: Press) -> Outcome:
        t, room = context.t, await self._required(context, pressed)
        page, here = number_in(pressed.arguments, 1), room.session_id
        found = await feedback_store.words(context.tx, context.keys, here, page) if room.is_closed else []
        shown = lines(*(t("questions.one_line", words=each) for each in found[: feedback_store.WORDS_PAGE]))
        return turn(
            paragraphs(t("questions.in_words"), shown) if found else t("questions.no_words", least=SMALLEST),
            *views.turning(t, page, len(found) > feedback_store.WORDS_PAGE, "moderate.words", here),
            views.back_row(t, "moderate.result", here),
        )

    async def _required(self, context: Context, pressed: Press) -> Room:
        """Raises UserError where nothing may be told."""
        room = await feedback_store.find(context.tx, pressed.argument)
        if room is None or room.answers < SMALLEST:
            raise UserError("questions.results_none", least=SMALLEST)
        return room


def _rating(t: Texts, rating: int, voices: int | None) -> Html:
    if voices is None:
        return t("questions.rating_few", rating=rating, least=SMALLEST)
    return t("questions.rating", rating=rating, voices=voices)
