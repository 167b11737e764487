"""An answer in words of one's own: written, looked at as it will be read, given."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.ids import random_id
from bot.core.incoming import Press, Text
from bot.core.outcome import Outcome, Step, press, reply, turn
from bot.core.routes import Feature, OnAnswer, OnPress
from bot.core.text import paragraphs
from bot.features.voice import store, views
from bot.features.voice.rules import LONGEST_WORDS, Form
from bot.features.voice.taking import DIALOGUE, require, take, thanked

_WRITING, _LOOKING = "voice.writing", "voice.looking"
_PATIENCE = 3600

TellsWho = Callable[[str], bool]
"""Whether a text may say who somebody is."""


class OwnWords:
    def __init__(self, directory: Directory, tells_who: TellsWho) -> None:
        self._directory = directory
        self._tells_who = tells_who

    def feature(self) -> Feature:
        return Feature(
            "voice.writing",
            [
                OnPress("voice.write", self.ask_words),
                OnAnswer(_WRITING, self.got_words),
                OnAnswer(_LOOKING, self.got_words),
                OnPress("voice.send", self.send),
            ],
        )

    async def ask_words(self, context: Context, pressed: Press) -> Outcome:
        asked, t = await require(context, pressed.argument), context.t
        if not asked.is_open(context.now) or asked.form is not Form.WORDS:
            raise UserError("voice.over")
        text = paragraphs(views.question(t, self._directory, asked), t("voice.ask_words", most=LONGEST_WORDS))
        step = Step(_WRITING, {"about": asked.consultation_id}, expires_in=_PATIENCE)
        return turn(text, (press(t.label("voice.back"), "voice.open", asked.consultation_id),), step=step)

    async def got_words(self, context: Context, text: Text) -> Outcome:
        """Shown exactly as it will be read; other words may still come in its place."""
        here, words = context.steps[DIALOGUE]["about"], text.text.strip()
        if not words or len(words) > LONGEST_WORDS:
            raise UserError("voice.words_too_long", most=LONGEST_WORDS)
        t, look = context.t, random_id()
        shown = paragraphs(
            t("voice.will_read", words=words),
            t("voice.tells_who") if self._tells_who(words) else "",
            t("voice.is_final"),
        )
        return reply(
            shown,
            (press(t.label("voice.give"), "voice.send", look, style="success"),),
            (press(t.label("voice.back"), "voice.open", here),),
            step=Step(_LOOKING, {"about": here, "words": words, "look": look}, expires_in=_PATIENCE),
        )

    async def send(self, context: Context, pressed: Press) -> Outcome:
        """Only what the pressed message shows is given."""
        kept = context.steps.get(DIALOGUE, {})
        if not pressed.argument or kept.get("look") != pressed.argument:
            raise UserError("engine.old_button")
        asked = await require(context, kept["about"])
        await take(context, asked)
        await store.write(context.tx, context.keys, asked.consultation_id, kept["words"])
        return await thanked(context, asked)
