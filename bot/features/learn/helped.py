"""Was this helpful? Whoever read says so, once for each thing; staff see round numbers."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Rows, notice, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import lines, paragraphs
from bot.features.learn import store
from bot.features.learn.library import Library
from bot.features.learn.parts import topics_button

PAGE = 20
"""Items on one page."""


class Helpfulness:
    def __init__(self, library: Library) -> None:
        self._library = library

    def feature(self) -> Feature:
        return Feature(
            "learn.helped",
            [
                OnPress("learn.helpful", self.got_voice),
                OnPress("learn.helped", self.show_helped, Action.SEE_HELPED),
            ],
        )

    async def got_voice(self, context: Context, pressed: Press) -> Outcome:
        code, name, said = (*pressed.arguments, "", "", "")[:3]
        item = self._library.find(code, name)
        if item is None or said not in ("0", "1"):
            raise UserError("learn.gone")
        await store.keep_voice(context, item.key, is_helpful=said == "1")
        return notice(context.t.label("learn.voice_kept"))

    async def show_helped(self, context: Context, pressed: Press) -> Outcome:
        """What most people said something of comes first."""
        t, told = context.t, await store.helped(context.tx)
        items = [item for item in self._library.items if item.key in told]
        items.sort(key=lambda item: -told[item.key].voices)
        page = number_in(pressed.arguments, 0)
        shown, more = items[page * PAGE : (page + 1) * PAGE], len(items) > (page + 1) * PAGE
        rows: Rows = ((press(t.label("learn.more"), "learn.helped", page + 1),),) if more else ()
        listed = (
            t(
                "learn.helped_line",
                title=item.editions[t.language].title,
                voices=told[item.key].voices,
                helpful=told[item.key].helpful,
            )
            for item in shown
        )
        return turn(
            paragraphs(t("learn.helped_head"), lines(*listed) or t("learn.nothing_told")),
            *rows,
            (topics_button(t), to_menu(t)),
        )
