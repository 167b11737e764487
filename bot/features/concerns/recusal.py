"""A member of staff who should not have a case says so, before they have it or after; nobody asks why."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Outcome, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.features.concerns import calling, letting_go, store, views
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, note_deed, require
from bot.features.concerns.rules import State


class Recusal:
    """From then on the case is hidden from them for good."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.recusal",
            [
                OnPress("case.recuse", self.ask, Action.RECUSE),
                OnPress("case.recused", self.recuse, Action.RECUSE),
            ],
        )

    async def ask(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await require(context, self._office, pressed.argument, Action.RECUSE), context.t
        is_own = concern.officer == member_of(context).address
        back = "case.show" if is_own else "case.waiting" if concern.state is State.NEW else "case.offer"
        return turn(
            t("concerns.ask_recuse", reference=self._office.title(t, concern)),
            (press(t.label("concerns.recuse_now"), "case.recused", concern.case_id, style="danger"),),
            (press(t.label("concerns.back"), back, concern.case_id),),
        )

    async def recuse(self, context: Context, pressed: Press) -> Outcome:
        """The young person hears that somebody else will answer, and never why."""
        office, member, t = self._office, member_of(context), context.t
        concern = await require(context, office, pressed.argument, Action.RECUSE)
        if concern.state is State.CLOSED:
            raise UserError("concerns.closed_already")
        await store.exclude(context.tx, concern.case_id, member.address)
        await note_deed(context, concern, Deed.RECUSED, member)
        if concern.officer == member.address:
            if not await calling.readers_of(context, office, concern):
                raise UserError("concerns.nobody_else")
            owed = await letting_go.give_back(context, office, concern)
        else:
            owed = await letting_go.step_aside(context, office, concern, member.address)
        return replace(turn(t("concerns.recused"), views.back_to_desk(t)), letters=tuple(owed))
