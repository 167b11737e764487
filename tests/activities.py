"""Activities in a test: rows of a table, brought into the house as the command line does it."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.activities import import_activities_from
from bot.house import House

VIENNA = ZoneInfo("Europe/Vienna")
COLUMNS = ("id", "organisation", "area", "kind", "start", "end", "title_en", "place_en")
USUAL = {
    "organisation": "city",
    "area": "north",
    "kind": "sport",
    "cost": "free",
    "capacity": "1",
    "place_en": "Blue Hall",
}


def row(id: str, at: datetime, **more: str) -> dict[str, str]:  # noqa: A002 as the column is called
    """An hour of basketball; `more` says what is different."""
    times = {"start": f"{at:%Y-%m-%d %H:%M}", "end": f"{at + timedelta(hours=1):%Y-%m-%d %H:%M}"}
    return {"id": id, "title_en": id.capitalize(), **times, **USUAL, **more}


def table(*rows: dict[str, str]) -> str:
    columns = dict.fromkeys([*COLUMNS, *(column for each in rows for column in each)])
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


async def bring(house: House, folder: Path, *rows: dict[str, str]) -> str:
    """Imports a file of that name, in the place of the one before."""
    file = folder / "things.csv"
    file.write_text(table(*rows), "utf-8")
    return await import_file(house, file)


async def import_file(house: House, file: Path, **options: object) -> str:
    given = {"organisation": None, "area": None, "capacity": None, **options}
    return await import_activities_from(house, Namespace(source=str(file), **given))
