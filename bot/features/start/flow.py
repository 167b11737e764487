"""The first minute with the bot, and the way back from everywhere."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, Text
from bot.core.language import Language
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Rows, Screen, Turn, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress, OnText
from bot.core.text import Texts, lines, paragraphs

_DISCREET = "privacy.discreet"
_MENU = (
    (("start.help_now", "support.now"),),
    (("start.talk", "concern.new"),),
    (("services.find", "services.start"),),
    (("start.my_cases", "concern.mine"), ("start.learn", "learn.topics")),
    (("start.activities", "activities.start"), ("start.voice", "voice.start")),
    (("start.programme", "programme.days"), ("start.agenda", "programme.agenda")),
    (("start.language", "start.languages"), ("start.privacy", "privacy.show")),
    (("start.discreet", _DISCREET),),
)
"""Label keys and the routes they take, row by row."""


class StartFlow:
    """Knows the other slices by the names of their routes only."""

    def feature(self) -> Feature:
        return Feature(
            "start",
            [
                OnCommand("start", self.welcome),
                OnCommand("menu", self.show_menu),
                OnPress("start.menu", self.show_menu),
                OnCommand("help", self.show_help),
                OnCommand("language", self.ask_language),
                OnCommand("settings", self.show_settings),
                OnPress("start.settings", self.show_settings),
                OnPress("start.languages", self.ask_language),
                OnPress("start.language", self.got_language),
                OnCommand("cancel", self.cancel),
            ],
        )

    async def welcome(self, context: Context, command: Command) -> Outcome:
        """Three lines: what this is, who sees what, what is kept. A link nobody knows is said to be so."""
        t = context.t
        said = lines(t("start.what"), t("start.anonymous"), t("start.stored"))
        unknown = t("start.unknown_link") if command.argument else None
        text = paragraphs(unknown or t("start.hello"), said)
        if not context.speaks_ours:
            return reply(paragraphs(text, t("start.ask_language")), *_languages(context))
        return reply(text, *menu(context))

    def last_resort(self) -> Feature:
        """Free text nobody else knows what to do with; comes after all other slices."""
        return Feature("start.last_resort", [OnText(self.not_understood)])

    async def not_understood(self, context: Context, _: Text) -> Outcome:
        return reply(context.t("engine.not_understood"), *menu(context))

    async def show_menu(self, context: Context, event: Command | Press) -> Outcome:
        show = turn if isinstance(event, Press) else reply
        return show(context.t("start.menu"), *menu(context))

    async def show_help(self, context: Context, _: Command) -> Outcome:
        t = context.t
        keys = ["start.help_everyone", "start.help_youth", "start.help_participants"]
        keys += ["start.help_officers"] if context.staff else []
        keys += ["start.help_leads"] if context.may(Action.SEE_STAFF) else []
        keys += ["start.help_coordinators"] if context.may(Action.CHECK_NUMBERS) else []
        return reply(paragraphs(*(t(key) for key in keys)), *menu(context))

    async def show_settings(self, context: Context, event: Command | Press) -> Outcome:
        show = turn if isinstance(event, Press) else reply
        t = context.t
        rows = [(press(t.label("start.language"), "start.languages"),)]
        if context.staff is None:
            rows.append((press(t.label("start.discreet"), _DISCREET),))
        rows.append((press(t.label("start.reminders"), "programme.reminders"),))
        rows.append((press(t.label("start.wishes"), "wishes.show"),))
        return show(t("start.settings"), *rows, (to_menu(t),))

    async def ask_language(self, context: Context, event: Command | Press) -> Outcome:
        show = turn if isinstance(event, Press) else reply
        return show(context.t("start.ask_language"), *_languages(context))

    async def got_language(self, context: Context, pressed: Press) -> Outcome:
        language = Language.from_code(pressed.argument)
        if language is None:
            raise UserError("engine.old_button")
        await context.people.choose_language(language)
        t = context.texts_for(language)
        return Outcome((Turn(Screen(t("start.language_chosen"), _menu_rows(t, context))),))

    async def cancel(self, context: Context, _: Command) -> Outcome:
        """Ends the question asked last; always works, even when there is nothing to end."""
        dialogue = next((each for each in context.steps if not each.startswith("_")), None)
        key = "start.cancelled" if dialogue else "start.nothing_to_cancel"
        return reply(context.t(key), *menu(context), ends=dialogue)


def menu(context: Context) -> Rows:
    return _menu_rows(context.t, context)


def _menu_rows(t: Texts, context: Context) -> Rows:
    help_now, *others = (
        tuple(press(t.label(label), route) for label, route in row)
        for row in _MENU
        if not (context.staff and row[0][1] == _DISCREET)
    )
    desk = [(press(t.label("start.desk"), "case.desk"),)] if context.may(Action.SEE_DESK) else []
    if context.may(Action.CHECK_NUMBERS):
        desk.append((press(t.label("start.numbers"), "support.tasks"),))
    return (help_now, *desk, *others)


def _languages(context: Context) -> Rows:
    """Each language in its own words, so that everyone finds theirs."""
    buttons = [
        press(context.texts_for(language).label("start.this_language"), "start.language", language)
        for language in Language
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
