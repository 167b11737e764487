"""Dispatch with features made for the test, on a real inbox and outbox, over HTTP to the sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from bot.core.directory import Directory
from bot.core.ids import MessageId
from bot.core.incoming import Command, Event, Press
from bot.core.language import Language
from bot.core.routes import Feature, Route
from bot.engine.carrier import Fetcher
from bot.engine.dispatch import Dispatch
from bot.engine.inbox import Envelope, Inbox
from bot.engine.maintenance import Maintenance
from bot.engine.router import Router
from bot.engine.scheduler import Lanes, Lines
from bot.features.staff.roster import StaffRoster
from bot.gateway.cleaning.cleaner import Cleaner
from bot.gateway.fetching import Fetching
from bot.gateway.outbound import Outbound
from bot.sandbox import Phone
from tests.engine.post_office import PostOffice

_NUMBERS = count(700_000_001)


@dataclass(slots=True)
class FrontDesk:
    office: PostOffice
    dispatch: Dispatch
    inbox: Inbox
    lanes: Lanes
    help_lanes: Lanes
    cleaner: Cleaner
    """Whoever lets files come in closes it."""

    @classmethod
    def open(
        cls,
        office: PostOffice,
        routes: Iterable[Route],
        maintenance: Maintenance | None = None,
        fetcher: Fetcher | None = None,
    ) -> FrontDesk:
        assert office.postman is not None
        lanes, help_lanes, cleaner = Lanes(office.supervisor), Lanes(office.supervisor), Cleaner()
        inbox = Inbox(office.database, office.registry.vault, office.clock)
        dispatch = Dispatch(
            office.workshop,
            inbox,
            office.postman,
            office.registry,
            StaffRoster(office.keyring, Directory([], [], []), office.clock),
            Router([Feature("tests", routes)]),
            Outbound(office.api, office.clock),
            fetcher or Fetching(office.api, cleaner, office.clock),
            Lines(lanes, lanes, help_lanes),
            maintenance,
        )
        return cls(office, dispatch, inbox, lanes, help_lanes, cleaner)

    async def gets(self, phone: Phone, *events: Event, language: Language = Language.EN) -> None:
        """Takes events of one person through, to the end."""
        await self.dispatch.take(
            [Envelope(next(_NUMBERS), phone.chat_id, language, event) for event in events]
        )
        await self.lanes.drained()
        await self.help_lanes.drained()

    async def in_hand(self) -> int:
        return len(await self.inbox.left_over())


def command(name: str, argument: str = "") -> Command:
    return Command(name, argument, MessageId(1))


def pressed(name: str, message: int, query: str) -> Press:
    return Press(name, (), MessageId(message), query)
