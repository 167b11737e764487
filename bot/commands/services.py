"""`import services`: a file, read, checked, and taken in as one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.core.errors import OperatorError
from bot.core.journal import Deed, Entry
from bot.core.language import Language
from bot.features.services.checks import Surroundings
from bot.features.services.files import read_services
from bot.features.services.files.terms import read_terms
from bot.features.services.importer import contents, import_services
from bot.features.services.model import Code
from bot.house import House

LARGEST_FILE = 64 * 1024 * 1024


async def import_services_from(house: House, config: Path, source: str, language: str = "en") -> str:
    """What was imported, in one line. Raises OperatorError; then nothing was changed."""
    now = int(house.clock.now())
    around = Surroundings(house.directory, datetime.fromtimestamp(now, UTC).date())
    after = await asyncio.to_thread(_read, Path(source), config, around, Language(language))
    async with house.database.transaction(serial="import") as tx:
        done = await import_services(tx, after, now)
        await house.journal.write(tx, Entry(now, Deed.IMPORTED, None, detail="services"))
    return f"{done.new} new, {done.changed} changed, {done.retired} retired, {done.unchanged} unchanged"


def _read(path: Path, config: Path, around: Surroundings, language: Language) -> Mapping[Code, str]:
    terms = read_terms(config, around.directory)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise OperatorError(f"{path}: over {LARGEST_FILE // 1024 // 1024} MB")
        content = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path}: {error.strerror or error}") from error
    return contents(read_services(path.name, content, around, terms, language))
