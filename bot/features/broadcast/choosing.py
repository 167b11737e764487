"""Writing to many begins: to whom, reading which languages, and what kind of message it is."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.language import Language
from bot.core.outcome import Outcome, Rows, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import paragraphs
from bot.features.broadcast import views
from bot.features.broadcast.draft import Draft
from bot.features.broadcast.office import Desk
from bot.features.broadcast.rules import Kind
from bot.features.broadcast.writing import chosen, overview, step


class Choosing:
    """The choice stays in the open question."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def feature(self) -> Feature:
        return Feature(
            "broadcast.choosing",
            [
                OnPress("broadcast.new", self.ask_audience, Action.BROADCAST),
                OnPress("broadcast.at", self.ask_circle, Action.BROADCAST),
                OnPress("broadcast.to", self.got_readers, Action.BROADCAST),
                OnPress("broadcast.language", self.got_language, Action.BROADCAST),
                OnPress("broadcast.kinds", self.ask_kind, Action.BROADCAST),
                OnPress("broadcast.kind", self.got_kind, Action.BROADCAST),
            ],
        )

    async def ask_audience(self, context: Context, _: Press) -> Outcome:
        t = context.t
        rows = tuple(
            (press(t.label(f"broadcast.everybody_{name}"), "broadcast.at", name, ""),)
            for name in self._desk.audiences
        )
        return turn(t("broadcast.ask_audience"), *rows, step=step(Draft()))

    async def ask_circle(self, context: Context, pressed: Press) -> Outcome:
        """These readers, or some of them."""
        (name, key), t = _readers(pressed), context.t
        audience = self._desk.audience(name)
        inside = await audience.inside(context.tx, t, key, context.now)
        rows: Rows = tuple((press(each.label, "broadcast.at", name, each.key),) for each in inside)
        readers = await self._desk.found(context.tx, t, name, key)
        if readers is not None:
            these = press(t.label("broadcast.to_these"), "broadcast.to", name, key, style="primary")
            rows = ((these,), *rows)
        text = paragraphs(
            t("broadcast.to", readers=readers) if readers else "",
            t("broadcast.ask_circle") if inside else "",
            t(f"broadcast.known_of_{name}"),
        )
        return turn(text, *rows, (press(t.label("broadcast.back"), "broadcast.new"),))

    async def got_readers(self, context: Context, pressed: Press) -> Outcome:
        name, key = _readers(pressed)
        await self._desk.named(context.tx, context.t, name, key)
        draft = replace(chosen(context), audience=name, readers=key, languages=())
        return await self._languages(context, draft)

    async def got_language(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument and Language.from_code(pressed.argument) is None:
            raise UserError("engine.old_button")
        return await self._languages(context, chosen(context).toggled(pressed.argument))

    async def ask_kind(self, context: Context, _: Press) -> Outcome:
        t = context.t
        rows = tuple((press(t.label(f"broadcast.kind_{kind}"), "broadcast.kind", kind),) for kind in Kind)
        return turn(t("broadcast.ask_kind"), *rows)

    async def got_kind(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument not in list(Kind):
            raise UserError("engine.old_button")
        draft = replace(chosen(context), kind=pressed.argument)
        shown = await overview(context, self._desk, draft)
        return turn(shown.text, *shown.rows, step=step(draft))

    async def _languages(self, context: Context, draft: Draft) -> Outcome:
        """What readers speak, as far as it is known: the language of their letters."""
        t = context.t
        sizes = await self._desk.sizes(context.tx, draft.audience, draft.readers, ())
        known = views.by_language(t, sizes)
        if not known:
            raise UserError("broadcast.nobody")
        everyone = _marked(context, t.label("broadcast.all_languages"), is_on=not draft.languages)
        rows: Rows = ((press(everyone, "broadcast.language", ""),),)
        for language, people in known:
            named = t.label("broadcast.language_people", language=t.language_name(language), people=people)
            label = _marked(context, named, is_on=language in draft.languages)
            rows += ((press(label, "broadcast.language", language),),)
        on = (press(t.label("broadcast.next"), "broadcast.kinds", style="primary"),)
        return turn(t("broadcast.ask_languages"), *rows, on, step=step(draft))


def _readers(pressed: Press) -> tuple[str, str]:
    """An audience, and the key of a circle of it."""
    name, key, *_ = (*pressed.arguments, "", "")
    return name, key


def _marked(context: Context, label: str, *, is_on: bool) -> str:
    return context.t.label("broadcast.chosen", option=label) if is_on else label
