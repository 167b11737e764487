"""What a press in the service finder takes where there are thousands of services."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.core.clock import FastClock
from bot.core.context import Context
from bot.core.ids import MessageId
from bot.core.incoming import Incoming, Press
from bot.core.language import Language
from bot.engine.people import Visitor
from bot.engine.router import Router
from bot.features.services.flow import ServicesFlow
from bot.features.services.importer import contents, import_services
from bot.features.services.model import Cost, Kind, Service
from bot.features.services.shelf import Shelf
from bot.house import House, open_house
from bot.settings import Settings

TODAY = date(2026, 11, 25)
NOW = int(datetime(2026, 11, 25, 11, tzinfo=UTC).timestamp())
PRESSES = (
    "services.start",
    "services.kinds|",
    "services.kinds|north",
    "services.list||||||||0",
    "services.list||||||||900",
    "services.list|north|c||||||0",
    "services.list|north|c|de|14|f|1|1|0",
    "services.list|||||||1|40",
    "services.narrow|l|||||||",
    "services.narrow|a|north|c|||||1",
)
"""From everything there is to very little of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds, on one engine."""

    engine: str
    services: int
    slowest_press: float
    """The median of the slowest kind of press: questions, lists, choices."""
    first_press: float
    """After an import: it reads all services."""
    importing: float


async def finding(settings: Settings, services: int, rounds: int) -> Found:
    house = await open_house(settings, FastClock(0, start=NOW))
    try:
        kept = contents([_service(number) for number in range(services)])
        began = time.perf_counter()
        async with house.database.transaction() as tx:
            await import_services(tx, kept, NOW)
        importing = (time.perf_counter() - began) * 1e3
        router = Router([ServicesFlow(house.directory, house.roster, Shelf(), str).feature()])
        first = await _press(house, router, PRESSES[0])
        medians = [
            statistics.median([await _press(house, router, data) for _ in range(rounds)]) for data in PRESSES
        ]
        return Found(house.database.engine, services, max(medians), first, importing)
    finally:
        await house.database.close()


async def _press(house: House, router: Router, data: str) -> float:
    name, *arguments = data.split("|")
    event = Press(name, tuple(arguments), MessageId(1), query="q")
    sender = house.registry.sender(1)
    began = time.perf_counter()
    async with house.database.transaction(serial=sender.person) as tx:
        visitor = await Visitor.load(tx, house.registry, sender, Language.EN, NOW)
        context = Context(
            tx=tx,
            now=NOW,
            person=sender.person,
            speaks_ours=True,
            t=house.texts_for(Language.EN),
            texts_for=house.texts_for,
            people=visitor,
            keys=house.keyring,
            sent=house.outbox,
            files=house.files,
            journal=house.journal,
            staff=None,
            steps={},
        )
        outcome = await router.route(context, Incoming(sender.person, Language.EN, event), ())
    assert outcome.replies
    return (time.perf_counter() - began) * 1e3


def _service(number: int) -> Service:
    """A different one for each number: in every area, of every kind, with 420 different weeks."""
    areas = ("old-town", "riverside", "north", "elsewhere", "online")
    hour, minute, later = 7 + number % 5, number % 4 * 15, number % 7
    return Service.model_validate(
        {
            "id": f"service-{number}",
            "kinds": [[*Kind][number % len(Kind)]],
            "areas": [areas[number % len(areas)]],
            "name": {language: f"Service {number} ({language})" for language in Language},
            "description": dict.fromkeys(Language, "Somebody listens and knows more. " * 6),
            "languages": [("de", "en", "uk", "tr", "ar")[number % 5], "it"],
            "minimum_age": number % 20,
            "cost": [*Cost][number % len(Cost)],
            "is_anonymous": number % 3 == 0,
            "hours": f"Mon-Fri {hour:02}:{minute:02}-12:00; Sat {10 + later}:00-{18 + number % 3}:30",
            "zone": ("Europe/Vienna", "Europe/Lisbon")[number % 2],
            "closed": [TODAY + timedelta(days=number % 90)],
            "source": "Town list",
            "checked_on": TODAY - timedelta(days=number % 500),
        }
    )
