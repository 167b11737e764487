"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.outcome import Letter
from bot.features.support import store


class NumberReportKeeper:
    """Keeps, for a while, who could not reach a number, under a pseudonym for that alone."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        voice = context.people.alias(Purpose.REPORT)
        return [("support.held_reports", await store.reports_by(context.tx, voice))]

    async def erase(self, context: Context) -> list[Letter]:
        await store.forget_reports_by(context.tx, context.people.alias(Purpose.REPORT))
        return []
