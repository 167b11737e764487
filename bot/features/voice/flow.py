"""`/voice`: what young people are asked, their answers, and what came of them."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Screen, Show, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnLink, OnPress
from bot.core.text import paragraphs
from bot.features.voice import store, views
from bot.features.voice.keeper import tidy
from bot.features.voice.rules import Age, Consultation, Form
from bot.features.voice.taking import DIALOGUE, LINK_PREFIX, require, take, thanked


class VoiceFlow:
    """Area and age are asked each time, and kept nowhere but in the buttons."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def feature(self) -> Feature:
        return Feature(
            "voice",
            [
                OnCommand("voice", self.show_start),
                OnPress("voice.start", self.show_start),
                OnPress("voice.area", self.ask_age),
                OnPress("voice.list", self.show_open),
                OnPress("voice.open", self.show_question),
                OnLink(LINK_PREFIX, self.show_question),
                OnPress("voice.answer", self.ask_to_confirm),
                OnPress("voice.give", self.got_answer),
                OnPress("voice.dont_tell", self.dont_tell),
                OnPress("voice.ended", self.show_ended),
                OnPress("voice.result", self.show_result),
            ],
        )

    async def show_start(self, context: Context, event: Command | Press) -> Outcome:
        await tidy(context)
        t = context.t
        areas = [
            (press(area.named(t.language), "voice.area", area.id),) for area in self._directory.areas.values()
        ]
        rows = (*areas, (press(t.label("voice.what_came"), "voice.ended", 0),))
        if context.may(Action.CONSULT):
            rows = (*rows, (press(t.label("voice.desk"), "consult.desk", 0),))
        screen = Screen(t("voice.start"), (*rows, (to_menu(t),)))
        return Outcome((Turn(screen) if isinstance(event, Press) else Show(screen),))

    async def ask_age(self, context: Context, pressed: Press) -> Outcome:
        t, area = context.t, pressed.argument
        if area not in self._directory.areas:
            raise UserError("engine.old_button")
        ages = (press(views.age_name(t, age), "voice.list", area, age.value, 0) for age in Age)
        older = (press(t.label("voice.older"), "voice.list", area, "", 0),)
        return turn(t("voice.ask_age"), tuple(ages), older, views.start_row(t))

    async def show_open(self, context: Context, pressed: Press) -> Outcome:
        (area, age), number = (*pressed.arguments, "", "")[:2], number_in(pressed.arguments, 2)
        if area not in self._directory.areas or age not in ("", *Age):
            raise UserError("engine.old_button")
        found = await store.open_to(context.tx, area, age, context.now, number)
        t = context.t
        if not found:
            return turn(t("voice.none_open"), views.start_row(t))
        text, rows = views.listed(t, found, "voice.open")
        more = views.turning(t, number, len(found) > store.PAGE, "voice.list", area, age)
        return turn(paragraphs(t("voice.choose"), text), *rows, *more, views.start_row(t))

    async def show_question(self, context: Context, event: Press | Command) -> Outcome:
        asked, t = await require(context, event.argument), context.t
        if not asked.is_open(context.now):
            return await self._result(context, asked, event)
        here, answers = asked.consultation_id, len(views.wording(asked, t.language).answers)
        row = tuple(press(str(n), "voice.answer", here, n) for n in range(1, answers + 1))
        if asked.form is Form.WORDS:
            row = (press(t.label("voice.write"), "voice.write", here, style="primary"),)
        text = paragraphs(views.question(t, self._directory, asked), t("voice.anonymous"))
        screen = Screen(text, (row, views.start_row(t)))
        return Outcome((Turn(screen) if isinstance(event, Press) else Show(screen),), ends=DIALOGUE)

    async def ask_to_confirm(self, context: Context, pressed: Press) -> Outcome:
        """A slip of the thumb could not be undone: nobody will know whose answer it is."""
        asked, number = await _chosen(context, pressed)
        t, answer = context.t, views.wording(asked, context.t.language).answers[number - 1]
        here = asked.consultation_id
        return turn(
            paragraphs(t("voice.your_answer", answer=answer), t("voice.is_final")),
            (press(t.label("voice.give"), "voice.give", here, number, style="success"),),
            (press(t.label("voice.back"), "voice.open", here),),
        )

    async def got_answer(self, context: Context, pressed: Press) -> Outcome:
        asked, number = await _chosen(context, pressed)
        await take(context, asked)
        await store.count(context.tx, asked.consultation_id, number - 1)
        return await thanked(context, asked)

    async def dont_tell(self, context: Context, pressed: Press) -> Outcome:
        for link in await context.people.links(Purpose.VOICE):
            if link.subject == pressed.argument:
                await store.heard(context.tx, [link.address])
                await context.people.unlink(link.address)
        t = context.t
        return turn(t("voice.not_told"), views.start_row(t))

    async def show_ended(self, context: Context, pressed: Press) -> Outcome:
        number, t = number_in(pressed.arguments, 0), context.t
        found = await store.ended(context.tx, number)
        if not found:
            return turn(t("voice.none_ended"), views.start_row(t))
        text, rows = views.listed(t, found, "voice.result")
        more = views.turning(t, number, len(found) > store.PAGE, "voice.ended")
        return turn(paragraphs(t("voice.ended"), text), *rows, *more, views.start_row(t))

    async def show_result(self, context: Context, pressed: Press) -> Outcome:
        asked = await require(context, pressed.argument)
        if asked.is_open(context.now):
            return await self.show_question(context, pressed)
        return await self._result(context, asked, pressed)

    async def _result(self, context: Context, asked: Consultation, event: Press | Command) -> Outcome:
        """Only what is over shows its results: nobody's answer can be read off a change of them."""
        t = context.t
        counts = await store.counts(context.tx, asked)
        text = paragraphs(
            views.question(t, self._directory, asked),
            views.results(t, asked, counts),
            views.outcome(t, self._directory, asked),
        )
        screen = Screen(text, (views.start_row(t),))
        return Outcome((Turn(screen) if isinstance(event, Press) else Show(screen),))


async def _chosen(context: Context, pressed: Press) -> tuple[Consultation, int]:
    """Raises UserError when there is no such answer."""
    asked, written = await require(context, pressed.argument), pressed.arguments[1:2]
    answers = len(next(iter(asked.wordings.values())).answers)
    number = int(written[0]) if written and written[0].isdecimal() else 0
    if not 1 <= number <= answers:
        raise UserError("engine.old_button")
    return asked, number
