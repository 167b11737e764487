"""What leads and coordinators see of consultations, and how they end them."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.counts import SMALLEST
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Press, number_in
from bot.core.outcome import Button, Outcome, press, turn
from bot.core.roles import Action, Role
from bot.core.routes import Feature, OnPress
from bot.core.text import lines, paragraphs
from bot.features.voice import store, views
from bot.features.voice.rules import Consultation, Form
from bot.features.voice.taking import LINK_PREFIX, require

DIALOGUE = "consult"


class VoiceDesk:
    """`username`: the bot's own, which the links name."""

    def __init__(self, directory: Directory, username: str) -> None:
        self._directory = directory
        self._username = username

    def feature(self) -> Feature:
        return Feature(
            "voice.desk",
            [
                OnPress("consult.desk", self.show_all, Action.CONSULT),
                OnPress("consult.open", self.show_one, Action.CONSULT),
                OnPress("consult.read", self.show_words, Action.CONSULT),
                OnPress("consult.end", self.ask_to_end, Action.CONSULT),
                OnPress("consult.ended", self.end, Action.CONSULT),
            ],
        )

    async def show_all(self, context: Context, pressed: Press) -> Outcome:
        t, number = context.t, number_in(pressed.arguments, 0)
        found = await store.of_organisation(context.tx, _whose(context), number)
        text, rows = views.listed(t, found, "consult.open")
        more = views.turning(t, number, len(found) > store.PAGE, "consult.desk")
        new = (press(t.label("voice.new"), "consult.new", style="primary"),)
        text = paragraphs(t("voice.consultations"), text)
        return turn(text, *rows, *more, new, views.start_row(t), ends=DIALOGUE)

    async def show_one(self, context: Context, pressed: Press) -> Outcome:
        asked = await required(context, pressed.argument)
        return await self._card(context, asked)

    async def show_words(self, context: Context, pressed: Press) -> Outcome:
        """Only when it is over, and only where there are enough of them."""
        asked, number = await required(context, pressed.argument), number_in(pressed.arguments, 1)
        if not _is_readable(asked, context.now):
            raise UserError("voice.not_readable", least=SMALLEST)
        try:
            found = await store.words(context.tx, context.keys, asked.consultation_id, number)
        except KeyError:
            raise UserError("voice.words_gone") from None
        t, here = context.t, asked.consultation_id
        text = lines(*(t("voice.one_answer", words=words) for words in found[: store.WORDS_PAGE]))
        more = views.turning(t, number, len(found) > store.WORDS_PAGE, "consult.read", here)
        back = (press(t.label("voice.back"), "consult.open", here),)
        return turn(paragraphs(t("voice.in_words"), text), *more, back)

    async def ask_to_end(self, context: Context, pressed: Press) -> Outcome:
        asked, t = await required(context, pressed.argument), context.t
        return turn(
            t("voice.ask_to_end"),
            (press(t.label("voice.end"), "consult.ended", asked.consultation_id, style="danger"),),
            (press(t.label("voice.back"), "consult.open", asked.consultation_id),),
        )

    async def end(self, context: Context, pressed: Press) -> Outcome:
        asked = await required(context, pressed.argument)
        if asked.is_open(context.now):
            await store.close(context.tx, asked.consultation_id, context.now)
            asked = await required(context, pressed.argument)
        return await self._card(context, asked)

    async def _card(self, context: Context, asked: Consultation) -> Outcome:
        t, here = context.t, asked.consultation_id
        is_over = not asked.is_open(context.now)
        counts = await store.counts(context.tx, asked) if is_over else ()
        text = paragraphs(
            views.question(t, self._directory, asked),
            views.results(t, asked, counts),
            views.outcome(t, self._directory, asked) if is_over else t("voice.results_later"),
        )
        rows: list[tuple[Button, ...]] = []
        if not is_over:
            link = f"https://t.me/{self._username}?start={LINK_PREFIX}-{here}"
            rows += [(Button(t.label("voice.copy_link"), copy=link),)]
            rows += [(press(t.label("voice.end_now"), "consult.end", here),)]
        if _is_readable(asked, context.now):
            rows.append((press(t.label("voice.read"), "consult.read", here, 0),))
        if is_over and asked.outcome is None:
            rows.append((press(t.label("voice.say_outcome"), "consult.outcome", here, style="primary"),))
        return turn(text, *rows, (press(t.label("voice.back"), "consult.desk", 0),))


async def required(context: Context, consultation: str) -> Consultation:
    """One that is theirs to manage. Raises UserError."""
    asked, whose = await require(context, consultation), _whose(context)
    if whose not in (None, asked.organisation):
        raise UserError("voice.gone")
    return asked


def _whose(context: Context) -> str | None:
    """Leads see those of their organisation, coordinators all."""
    assert context.staff is not None, "the router lets only staff in"
    return None if context.staff.role is Role.COORDINATOR else context.staff.organisation


def _is_readable(asked: Consultation, now: int) -> bool:
    return asked.form is Form.WORDS and not asked.is_open(now) and asked.voices >= SMALLEST
