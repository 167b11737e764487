"""`import programme`: a file or an address, read, checked, and taken in as one."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.core.download import CannotDownload, Known
from bot.core.errors import OperatorError
from bot.core.journal import Deed, Entry
from bot.core.language import Language
from bot.core.text import STEERING, Html
from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.importer import Imported, LosesTooMuch, import_programme, name_of
from bot.features.programme.ledger_views import ledger_line
from bot.features.programme.model import Programme
from bot.features.programme.sources import Source, keep_source, source_of
from bot.features.programme.versions import entries_of
from bot.gateway.download import LARGEST_FILE, download
from bot.house import House
from bot.storage.database import Transaction

MOST_LINES = 50
"""Changes that are printed; the ledger has all."""
USUAL_ZONE = "UTC"
"""Of a file that names none, as those of Pentabarf's time do not."""
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever imports says besides the source."""

    name: str | None = None
    zone: str = USUAL_ZONE
    is_complete: bool = False
    poll: int | None = None
    """Minutes after which an address is fetched again; None: never."""
    is_private: bool = False


async def import_from(house: House, source: str, wishes: Wishes = Wishes()) -> str:
    """What was imported: a line of counts, then a line for each change.

    Raises OperatorError; then nothing was changed.
    """
    data = await _fetch(source, may_be_private=wishes.is_private)
    programme = await _read_programme(data, source, wishes.zone)
    name = name_of(programme, wishes.name or _name_without_title(programme, source))
    feed = _feed(name, source, wishes)
    async with house.database.transaction(serial="import") as tx:
        now = int(house.clock.now())
        try:
            done = await import_programme(tx, programme, now, name, is_final=wishes.is_complete)
        except LosesTooMuch as error:
            raise OperatorError(f"{error}. If that is right, say --complete") from None
        if feed:
            await keep_source(tx, feed, is_configured=False)
        await house.journal.write(tx, Entry(now, Deed.IMPORTED, None, detail="programme"))
        return "\n".join([_counts(done), *await _changes(house, tx, done)])


def _feed(name: str, source: str, wishes: Wishes) -> Source | None:
    if wishes.poll is None:
        return None
    return source_of(name=name, url=source, zone=wishes.zone, every=wishes.poll, private=wishes.is_private)


async def _read_programme(data: bytes, source: str, zone: str) -> Programme:
    try:
        return await asyncio.to_thread(read_programme, data, default_zone=zone)
    except ProgrammeFileError as error:
        raise OperatorError(f"{source}: {error}") from error
    except ValueError as error:
        raise OperatorError(f"--zone: {error}") from error


def _counts(done: Imported) -> str:
    counts = f"{done.new} new, {done.changed} changed, {done.withdrawn} withdrawn, {done.unchanged} unchanged"
    return f"{counts}, {done.suspected} may be cancelled" if done.suspected else counts


async def _changes(house: House, tx: Transaction, done: Imported) -> list[str]:
    """As the ledger has them."""
    if done.version is None:
        return []
    t = house.texts_for(Language.EN)
    entries = await entries_of(tx, done.version, 0, MOST_LINES)
    shown = [_plain(ledger_line(t, entry, session.about, session.zone)) for entry, session in entries]
    more = len(done.found.entries) - len(shown)
    return [*shown, f"and {more} more"] if more else shown


def _plain(line: Html) -> str:
    return STEERING.sub("", html.unescape(_TAG.sub("", line)))


async def _fetch(source: str, *, may_be_private: bool) -> bytes:
    if urlsplit(source).scheme in ("http", "https"):
        try:
            came = await download(source, Known(), may_be_private=may_be_private)
        except CannotDownload as error:
            raise OperatorError(f"{source}: {error}") from error
        return came.content or b""
    try:
        return await asyncio.to_thread(_read, Path(source))
    except OSError as error:
        raise OperatorError(f"{source}: {error.strerror or error}") from error


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise OperatorError(f"{path}: over {LARGEST_FILE // 1_000_000} MB")
    return path.read_bytes()


def _name_without_title(programme: Programme, source: str) -> str | None:
    """A file that gives no title is known by its own name."""
    return None if programme.title.best("en") else Path(urlsplit(source).path).stem
