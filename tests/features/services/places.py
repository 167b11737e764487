"""Services as tests need them: made up, one thing different in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.core.directory import Directory, read_directory
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.services.checks import Surroundings
from bot.features.services.files import read_services
from bot.features.services.files.terms import Terms, read_terms
from bot.features.services.importer import Imported, contents, import_services
from bot.features.services.model import Service
from bot.storage.database import Transaction
from tests.house import REPOSITORY

CONFIG = REPOSITORY / "config"
DIRECTORY: Directory = read_directory(CONFIG)
TERMS: Terms = read_terms(CONFIG, DIRECTORY)
TODAY = date(2026, 11, 25)
AROUND = Surroundings(DIRECTORY, TODAY)
VIENNA = "Europe/Vienna"


def at(hour: int, minute: int = 0, day: date = TODAY) -> int:
    """UTC seconds, by UTC: in Vienna it is an hour later in winter. 25 November 2026 is a Wednesday."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp())


def service(service_id: str, **said: Any) -> Service:
    data = {
        "id": service_id,
        "kinds": ["counselling"],
        "areas": ["north"],
        "name": {"en": f"Place {service_id}"},
        "description": {"en": "Somebody listens."},
        "source": "Town list",
        "checked_on": "2026-11-01",
        **said,
    }
    if data.get("hours"):
        data.setdefault("zone", VIENNA)
    return Service.model_validate(data)


async def bring(tx: Transaction, now: int, *found: Service) -> Imported:
    return await import_services(tx, contents(found), now)


ROW: Mapping[str, str] = {
    "id": "lantern",
    "kinds": "counselling family",
    "areas": "north online",
    "source": "Town list",
    "name_en": "Lantern",
    "description_en": "Somebody listens.",
}


def table(*rows: Mapping[str, str], between: str = ",") -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=between)
    writer.writerows([columns, *([row.get(column, "") for column in columns] for row in rows)])
    return text.getvalue().encode()


def read(name: str, content: bytes, language: Language = Language.EN) -> Sequence[Service]:
    return read_services(name, content, AROUND, TERMS, language)


def mistakes(name: str, content: bytes) -> tuple[str, ...]:
    try:
        read(name, content)
    except OperatorError as error:
        return error.problems
    return ()
