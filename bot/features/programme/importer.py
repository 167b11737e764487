"""Takes a programme into the store: one transaction, nothing doubled.

A session that moves costs the same however many people want to be there: its rounds of reminders
are set anew, and the change is written down once, to be told person by person by `jobs`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.core.errors import OperatorError
from bot.core.ids import random_id
from bot.features.programme.difference import Difference, difference
from bot.features.programme.keeping import keep_difference
from bot.features.programme.kept import ImportId, KeptProgramme, ProgrammeId, write_text, write_tracks
from bot.features.programme.ledger import Cause, Kind
from bot.features.programme.model import Localized, Programme
from bot.features.programme.standing import loses_too_much
from bot.features.programme.store import programme_named, queries, read_session
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    programme_id: ProgrammeId
    version: ImportId | None
    """What the ledger has it under; None when nothing was different."""
    found: Difference

    @property
    def new(self) -> int:
        return len(self.found.new)

    @property
    def changed(self) -> int:
        return len(self.found.changed)

    @property
    def withdrawn(self) -> int:
        return self.found.count(Kind.WITHDRAWN)

    @property
    def suspected(self) -> int:
        return self.found.count(Kind.SUSPECTED)

    @property
    def unchanged(self) -> int:
        return self.found.unchanged


class LosesTooMuch(OperatorError):
    """So much of what is still to come is missing that somebody should look first. Nothing was changed."""

    def __init__(self, found: Difference) -> None:
        super().__init__(
            f"the file lacks {len(found.lost)} of the {found.coming} sessions that are still to come: "
            "nothing was changed"
        )
        self.found = found


async def import_programme(
    tx: Transaction,
    programme: Programme,
    now: int,
    known_as: str | None = None,
    *,
    cause: Cause = Cause.COMMAND,
    is_final: bool = False,
) -> Imported:
    """`known_as` tells which programme this is a version of; without it, the title in the file does.

    `is_final`: a person has looked at it: what it lacks is cancelled, however much that is.
    Raises LosesTooMuch; OperatorError for a file without a title.
    """
    name = name_of(programme, known_as)
    kept = await programme_named(tx, name)
    found = await compare(tx, kept, programme, now, is_final=is_final)
    if loses_too_much(len(found.lost), found.coming) and not is_final:
        raise LosesTooMuch(found)
    programme_id = kept.programme_id if kept else ProgrammeId(random_id())
    await _keep_programme(tx, programme_id, name, programme)
    version = await keep_difference(tx, programme_id, programme.zone, found, now, cause, programme.version)
    return Imported(programme_id, version, found)


def name_of(programme: Programme, known_as: str | None) -> str:
    """What it is known by. Raises OperatorError when nothing says."""
    name = known_as or programme.title.best("en")
    if not name:
        raise OperatorError("the file gives the programme no title: say what it is to be known as")
    return name


async def compare(
    tx: Transaction, kept: KeptProgramme | None, programme: Programme, now: int, *, is_final: bool = False
) -> Difference:
    """In a thread: thousands of sessions take a while, and people are waiting for their answers."""
    rows = await queries.sessions_of_programme(tx, programme_id=kept.programme_id) if kept else []
    return await asyncio.to_thread(
        lambda: difference(map(read_session, rows), programme, now, is_final=is_final)
    )


async def _keep_programme(
    tx: Transaction, programme_id: ProgrammeId, name: str, programme: Programme
) -> None:
    await queries.keep_programme(
        tx,
        programme_id=programme_id,
        name=name,
        title=write_text(programme.title or Localized.of(name)),
        zone=programme.zone,
        version=programme.version,
        tracks=write_tracks(programme.tracks),
        starts_at=programme.starts_at,
        ends_at=programme.ends_at,
    )
