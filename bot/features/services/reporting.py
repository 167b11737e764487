"""Somebody says that an entry is wrong: counted once per person, told to coordinators when several agree."""

from __future__ import annotations

from bot.core.context import Context, Need, Purpose, Roster, Tier
from bot.core.outcome import Letter, Notice, Outcome, Post, Screen, notice, press
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
    letters = await _task(context, roster, listed) if agreeing == REPORTS_FOR_MARK else ()
    return Outcome((thanks,), letters=letters)


async def _task(context: Context, roster: Roster, listed: Listed) -> tuple[Letter, ...]:
    """To every coordinator: which entry it is, never who said so."""
    able = await roster.able(context.tx, Need("", "", context.t.language), context.now)
    letters = []
    for member in able[Tier.COORDINATORS]:
        if t := await context.texts_at(member.address):
            screen = Screen(
                t("services.to_check", name=named(t, listed.about)),
                ((press(t.label("services.show"), "services.card", listed.code),),),
            )
            letters.append(Letter(member.address, "services.to_check", Post(screen)))
    return tuple(letters)
