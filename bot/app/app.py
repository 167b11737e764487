"""The bot at work: updates are taken in, letters leave, jobs run by the clock, until it is stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.app.contents import features, writers
from bot.app.jobs import HOUR, MINUTE, start_jobs
from bot.core.outcome import Screen
from bot.core.text import Texts
from bot.engine.dispatch import Dispatch
from bot.engine.inbox import Inbox
from bot.engine.maintenance import Maintenance
from bot.engine.pacing import Pace
from bot.engine.postman import Postman
from bot.engine.pulse import EVERY, Pulse, pulse_file
from bot.engine.router import Router
from bot.engine.scheduler import Lanes, Lines, Supervisor
from bot.engine.veil import Veils
from bot.engine.watch import Watch
from bot.features.concerns.office import Office
from bot.features.concerns.undelivered import Undelivered
from bot.features.support.cards import away_screen
from bot.features.support.jobs import SupportJobs
from bot.gateway.api import Api
from bot.gateway.cleaning.cleaner import Cleaner
from bot.gateway.fetching import Fetching
from bot.gateway.inbound import Inbound
from bot.gateway.outbound import Outbound
from bot.gateway.polling import Polling
from bot.gateway.profile import publish_commands, read_profile
from bot.house import House
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.gateway.webhook import Webhook

log = structlog.get_logger(__name__)

FILES_AT_ONCE = 4
"""People whose files are fetched and cleaned side by side."""
GRACE = 6.0
"""Seconds that work in hand is given when the bot is stopped."""


class App:
    """The bot at work on one Bot API server."""

    def __init__(self, settings: Settings, house: House, token: str, api_url: str) -> None:
        self._settings = settings
        self._house = house
        self._api = Api(api_url, token)
        self._supervisor = Supervisor(house.clock)
        self._lines = Lines(
            words=Lanes(self._supervisor),
            files=Lanes(self._supervisor, FILES_AT_ONCE),
            help=Lanes(self._supervisor),
        )
        self._cleaner = Cleaner()
        self._pulse = Pulse(house.database, pulse_file(settings.database_url.get_secret_value()))
        self._webhook: Webhook | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then what is in hand is finished."""
        await self._api.open()
        self._supervisor.every(EVERY, "sign of life", self._pulse.beat)
        try:
            await self._work(stop)
        finally:
            await self._close()

    async def _work(self, stop: asyncio.Event) -> None:
        profile = await read_profile(self._api, stop)
        if profile is None:
            return
        house, office = self._house, self._house.office(uses_topics=profile.has_topics)
        router = Router(features(house, office, profile))
        inbox = Inbox(house.database, house.registry.vault, house.clock)
        support = SupportJobs(house.database, house.doubts, house.clock)
        self._supervisor.every(MINUTE, "doubted numbers", support.renew_doubts)
        postman = self._postman(office)
        dispatch = self._dispatch(router, inbox, postman)
        if not self._settings.maintenance:
            await postman.start()
            self._supervisor.every(HOUR, "old reports", support.drop_expired)
            start_jobs(house, self._supervisor, inbox, postman, office)
        await dispatch.resume()
        inbound = Inbound()
        if self._settings.webhook_url:
            from bot.gateway.webhook import Webhook  # noqa: PLC0415 a web server is not needed for polling

            self._webhook = Webhook(self._settings, self._api, inbound, dispatch, Watch(house.database))
            await self._webhook.start()
        else:
            polling = Polling(self._api, inbound, dispatch, house.clock)
            self._supervisor.keep_running("polling", polling.run)
        self._supervisor.spawn(publish_commands(self._api, router.commands, house.texts_for))
        log.info("at_work", mode="webhook" if self._webhook else "polling", bot=profile.username)
        await stop.wait()

    def _postman(self, office: Office) -> Postman:
        house = self._house
        veils = Veils(house.workshop, house.registry)
        return Postman(
            house.workshop,
            house.registry,
            Outbound(self._api, house.clock),
            self._supervisor,
            veils,
            Undelivered(office, house.workshop.work_in).tell,
            Pace(house.clock, house.values.messages_per_second),
            writers(house),
        )

    def _dispatch(self, router: Router, inbox: Inbox, postman: Postman) -> Dispatch:
        house = self._house
        return Dispatch(
            house.workshop,
            inbox,
            postman,
            house.registry,
            house.roster,
            router,
            Outbound(self._api, house.clock),
            Fetching(self._api, self._cleaner, house.clock),
            self._lines,
            Maintenance(self._away, house.clock) if self._settings.maintenance else None,
        )

    def _away(self, t: Texts) -> Screen:
        return away_screen(t, self._house.places.home)

    async def _close(self) -> None:
        if self._webhook is not None:
            await self._webhook.stop()
        await self._supervisor.stop(within=GRACE)
        await self._cleaner.close()
        await self._api.close()
        await self._house.database.close()
        self._pulse.end()
