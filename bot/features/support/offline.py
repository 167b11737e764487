"""Help and one's own sessions in one small file, for when there is no net."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.agenda import Agenda
from bot.core.context import Context
from bot.core.incoming import Command, Press
from bot.core.outcome import Document, Outcome
from bot.core.routes import Feature, OnCommand, OnPress
from bot.features.support.page import Dates, page
from bot.features.support.places import Places

NAME = "notes.html"
"""Says nothing to whoever looks into somebody else's phone."""
MIME = "text/html; charset=utf-8"
TRUSTED_FOR = timedelta(days=90)


class Offline:
    def __init__(self, places: Places, agenda: Agenda) -> None:
        self._places = places
        self._agenda = agenda

    def feature(self) -> Feature:
        return Feature(
            "support.offline",
            [OnCommand("offline", self.send), OnPress("support.offline", self.send)],
        )

    async def send(self, context: Context, event: Command | Press) -> Outcome:
        country = event.argument.strip().upper()
        place = self._places.at(country if country in self._places.countries else "")
        today = datetime.fromtimestamp(context.now, UTC).date()
        planned = await self._agenda.planned(context)
        content = page(context.t, place, planned, Dates(today, today + TRUSTED_FOR))
        return Outcome((Document(NAME, content.encode(), MIME, context.t("support.offline_caption")),))
