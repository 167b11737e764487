"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.outcome import Letter
from bot.features.services import store


class ServiceReportKeeper:
    """Keeps which entries somebody said are wrong, under their pseudonym for services alone."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        """Catalogue keys of what is kept about the person at hand, and how many of each."""
        reports = await store.reports_by(context.tx, context.people.alias(Purpose.SERVICES))
        return [("services.held_reports", reports)]

    async def erase(self, context: Context) -> list[Letter]:
        """A mark that others helped to set may go with it."""
        await store.forget_reports_by(context.tx, context.people.alias(Purpose.SERVICES))
        return []
