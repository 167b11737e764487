"""Takes a list of services into the store: one transaction, matched by id, what is not in it is retired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from bot.core.ids import random_id
from bot.features.services.model import Code, Service
from bot.features.services.store import queries
from bot.storage.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Imported:
    """How many services an import found, by what it made of them."""

    new: int
    changed: int
    retired: int
    unchanged: int


def contents(services: Sequence[Service]) -> dict[Code, str]:
    """As they are kept: what is not said is left out. Takes a while where there are thousands."""
    return {each.code: each.model_dump_json(exclude_defaults=True) for each in services}


async def import_services(tx: Transaction, after: Mapping[Code, str], now: int) -> Imported:
    before: dict[Code, Row] = {row["code"]: row for row in await queries.kept(tx)}
    listed = {code for code, row in before.items() if row["retired_at"] is None}
    touched = {
        code: content
        for code, content in after.items()
        if code not in listed or before[code]["content"] != content
    }
    retired = listed - after.keys()
    checked = [code for code in touched if code in before and _was_checked(before[code], touched[code])]
    if not touched and not retired:
        return Imported(0, 0, 0, len(after))
    await _keep(tx, touched, now)
    if retired:
        await queries.retire_services(tx, [{"code": code, "now": now} for code in retired])
    if checked:
        await queries.drop_reports_on(tx, [{"code": code} for code in checked])
    await queries.start_edition(tx, edition=random_id(), now=now)
    changed = len(touched.keys() & listed)
    return Imported(len(touched) - changed, changed, len(retired), len(after) - len(touched))


async def _keep(tx: Transaction, touched: Mapping[Code, str], now: int) -> None:
    rows = [{"code": code, "content": content, "now": now} for code, content in touched.items()]
    if rows:
        await queries.keep_services(tx, rows)


def _was_checked(before: Row, after: str) -> bool:
    """Since it was kept last: then what people said about it has been looked into."""
    then, now = (str(orjson.loads(each).get("checked_on", "")) for each in (before["content"], after))
    return then < now
