"""`import organisations`: a file, read, checked, and taken in as one."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.core.errors import OperatorError
from bot.core.journal import Deed, Entry
from bot.features.staff.organisation_files import read_organisations
from bot.features.staff.organisations import import_organisations
from bot.house import House


async def import_organisations_from(house: House, source: str) -> str:
    """What was imported, in one line. Raises OperatorError; then nothing was changed."""
    path = Path(source)
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise OperatorError(f"{source}: {error.strerror or error}") from error
    found, now = read_organisations(path.name, content, house.directory), int(house.clock.now())
    async with house.database.transaction(serial="import") as tx:
        done = await import_organisations(tx, house.directory, found, now)
        await house.journal.write(tx, Entry(now, Deed.IMPORTED, None, detail="organisations"))
    return f"{done.new} new, {done.changed} changed, {done.retired} retired, {done.unchanged} unchanged"
