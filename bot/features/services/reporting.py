"""Somebody says that an entry is wrong: counted once per person, told to coordinators when several agree."""

from __future__ import annotations

from bot.core.context import Context, Purpose, Roster
from bot.core.coordinators import to_coordinators
from bot.core.outcome import Letter, Notice, Outcome, Screen, notice, press
from bot.core.text import Texts
from bot.features.services import store
from bot.features.services.card import named
from bot.features.services.rules import REPORTS_FOR_MARK
from bot.features.services.store import Listed


async def report(context: Context, roster: Roster, listed: Listed) -> Outcome:
    reporter = context.people.alias(Purpose.SERVICES)
    agreeing = await store.report(context.tx, listed.code, reporter, context.now)
    if agreeing is None:
        return notice(context.t.label("services.reported_before"), is_alert=True)
    thanks = Notice(context.t.label("services.report_thanks"), is_alert=True)
    letters = await _task(context, roster, listed) if agreeing == REPORTS_FOR_MARK else []
    return Outcome((thanks,), letters=tuple(letters))


async def _task(context: Context, roster: Roster, listed: Listed) -> list[Letter]:
    """To every coordinator: which entry it is, never who said so."""

    def screen(t: Texts) -> Screen:
        text = t("services.to_check", name=named(t, listed.about))
        return Screen(text, ((press(t.label("services.show"), "services.card", listed.code),),))

    return await to_coordinators(context, roster, "services.to_check", screen)
