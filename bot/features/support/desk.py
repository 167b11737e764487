"""Coordinators decide what becomes of numbers that others could not reach."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.journal import Deed, Entry
from bot.core.outcome import Outcome, Screen, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html
from bot.features.support import store, tasks
from bot.features.support.doubts import Doubts
from bot.features.support.places import Places


class NumbersDesk:
    def __init__(self, places: Places, doubts: Doubts) -> None:
        self._places = places
        self._doubts = doubts

    def feature(self) -> Feature:
        checking = Action.CHECK_NUMBERS
        return Feature(
            "support.desk",
            [
                OnCommand("numbers", self.show_tasks, checking),
                OnPress("support.tasks", self.show_tasks, checking),
                OnPress("support.task", self.show_task, checking),
                OnPress("support.works", self.confirm, checking),
                OnPress("support.keep_out", self.keep_out, checking),
            ],
        )

    async def show_tasks(self, context: Context, event: Command | Press) -> Outcome:
        screen = tasks.list_screen(context.t, await store.doubts(context.tx))
        return (turn if isinstance(event, Press) else reply)(screen.text, *screen.rows)

    async def show_task(self, context: Context, pressed: Press) -> Outcome:
        country, number = _which(pressed)
        doubt = await store.doubt_about(context.tx, country, number)
        if doubt is None:
            raise UserError("support.task_gone")
        return _turned(tasks.task_screen(context.t, self._places, doubt))

    async def confirm(self, context: Context, pressed: Press) -> Outcome:
        country, number = _which(pressed)
        if not await store.end_doubt(context.tx, country, number):
            raise UserError("support.task_gone")
        self._doubts.drop(country, number)
        await self._note(context, Deed.NUMBER_CONFIRMED, country, number)
        return self._decided(context, context.t("support.confirmed", number=number))

    async def keep_out(self, context: Context, pressed: Press) -> Outcome:
        country, number = _which(pressed)
        if not await store.keep_out(context.tx, country, number):
            raise UserError("support.task_gone")
        await self._note(context, Deed.NUMBER_KEPT_OUT, country, number)
        return self._decided(context, context.t("support.kept_out", number=number))

    async def _note(self, context: Context, deed: Deed, country: str, number: str) -> None:
        assert context.staff is not None
        staff = context.staff
        entry = Entry(
            context.now, deed, staff.role, staff.organisation, staff.address, detail=f"{country} {number}"
        )
        await context.journal.write(context.tx, entry)

    def _decided(self, context: Context, words: Html) -> Outcome:
        return turn(words, (tasks.list_button(context.t),))


def _which(pressed: Press) -> tuple[str, str]:
    country, number = (*pressed.arguments, "", "")[:2]
    return country, number


def _turned(screen: Screen) -> Outcome:
    return turn(screen.text, *screen.rows)
