"""Organisations that were imported: kept in the database, adopted beside the configured ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from bot.core.directory import Directory
from bot.core.entries import Organisation
from bot.core.errors import OperatorError
from bot.features.staff.store import queries
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entries an import found, by what it made of them."""

    new: int
    changed: int
    retired: int
    unchanged: int


async def kept(tx: Transaction) -> Mapping[str, str]:
    """Every imported organisation as JSON, by its id."""
    return {row["organisation_id"]: row["content"] for row in await queries.organisations(tx)}


def adopt(directory: Directory, imported: Mapping[str, str]) -> None:
    """Raises OperatorError when what was imported means nothing to this version or on this machine."""
    found, problems = [], []
    for organisation, content in imported.items():
        try:
            found.append(Organisation.model_validate_json(content))
        except ValidationError as error:
            problems.append(f"organisation {organisation}, once imported: {error.errors()[0]['msg']}")
    if problems:
        raise OperatorError(*problems)
    directory.adopt(found)


async def adopt_kept(tx: Transaction, directory: Directory) -> None:
    """At the start, before anybody is served."""
    adopt(directory, await kept(tx))


async def import_organisations(
    tx: Transaction, directory: Directory, found: Sequence[Organisation], now: int
) -> Imported:
    """All of them; those imported before and missing now are retired.

    Raises OperatorError when somebody still works for one that would be gone: then nothing may be committed.
    """
    before, after = await kept(tx), {each.id: each.model_dump_json() for each in found}
    retired = before.keys() - after.keys()
    await _refuse_to_strand(tx, directory, sorted(retired))
    for organisation in retired:
        await queries.retire_organisation(tx, organisation_id=organisation)
    touched = [each for each in after if before.get(each) != after[each]]
    for organisation in touched:
        await queries.keep_organisation(
            tx, organisation_id=organisation, content=after[organisation], imported_at=now
        )
    changed = sum(each in before for each in touched)
    return Imported(len(touched) - changed, changed, len(retired), len(after) - len(touched))


async def _refuse_to_strand(tx: Transaction, directory: Directory, retired: Sequence[str]) -> None:
    problems = []
    for organisation in retired:
        staff = await queries.working_for(tx, organisation=organisation)
        if staff and organisation not in directory.configured:
            problems.append(
                f"organisation {organisation} is not in the file, and {staff} still work for it: "
                "end their access or move them first, or keep it in the file"
            )
    if problems:
        raise OperatorError(*problems)
