"""`import`: what is brought in from files and addresses."""

from __future__ import annotations

from argparse import Namespace

from bot.commands.activities import import_activities_from
from bot.commands.organisations import import_organisations_from
from bot.commands.programme import Wishes, import_from
from bot.commands.services import import_services_from
from bot.house import House
from bot.settings import Settings


async def bring(house: House, settings: Settings, arguments: Namespace) -> str:
    match arguments.what:
        case "organisations":
            return await import_organisations_from(house, arguments.source)
        case "activities":
            return await import_activities_from(house, arguments)
        case "services":
            return await import_services_from(house, settings.config, arguments.source, arguments.language)
    wishes = Wishes(arguments.name, arguments.zone, arguments.complete, arguments.poll, arguments.private)
    return await import_from(house, arguments.source, wishes)
