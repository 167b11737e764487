"""An officer closes a case, with its outcome; the young person may reopen it, and say whether it helped."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Outcome, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.features.concerns import letters, news, store, views
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, note_deed, require
from bot.features.concerns.retention import Retention
from bot.features.concerns.rules import OFFICER_RESULTS, Result


class Closing:
    """The end of a case, as far as the officer sees it."""

    def __init__(self, office: Office, retention: Retention) -> None:
        self._office = office
        self._retention = retention

    def feature(self) -> Feature:
        return Feature(
            "concerns.closing",
            [
                OnPress("case.close", self.ask_outcome, Action.CLOSE),
                OnPress("case.closed", self.close, Action.CLOSE),
            ],
        )

    async def ask_outcome(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await require(context, self._office, pressed.argument, Action.CLOSE), context.t
        rows = tuple(
            (press(t.label(f"concerns.result.{result}"), "case.closed", concern.case_id, result),)
            for result in OFFICER_RESULTS
        )
        title = self._office.title(t, concern)
        return turn(
            t("concerns.ask_outcome", reference=title),
            *rows,
            (press(t.label("concerns.back"), "case.show", concern.case_id),),
        )

    async def close(self, context: Context, pressed: Press) -> Outcome:
        office = self._office
        case_id, result = (*pressed.arguments, "", "")[:2]
        concern = await require(context, office, case_id, Action.CLOSE)
        if result not in OFFICER_RESULTS:
            raise UserError("engine.old_button")
        outcome = Result(result)
        expires_at = self._retention.expires_at(concern, outcome, context.now)
        if not await store.close(context.tx, case_id, outcome, context.now, expires_at):
            raise UserError("concerns.closed_already")
        await note_deed(context, concern, Deed.CLOSED, member_of(context), outcome)
        t = await context.texts_at(concern.reporter)
        rows = views.closed_rows(t, concern) if t else ()
        owed = await news.tell(context, office, concern, f"concerns.closed_{result}", *rows)
        concern = await require(context, office, case_id, Action.CLOSE)
        owed.append(letters.retitle_topic(context.t, office, concern, member_of(context).address))
        note = context.t("concerns.you_closed_it", result=context.t.label(f"concerns.result.{result}"))
        screen = views.settled_card(context.t, office, concern, note)
        return Outcome((Turn(screen),), letters=tuple(owed))
