"""What is kept of services, and of who said that an entry is wrong. Times are UTC seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.services.index import Entry, Index
from bot.features.services.model import Code, Service
from bot.features.services.rules import DAY, PAGE, REPORT_LASTS, REPORTS_FOR_MARK, RETIRED_KEPT
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

_PLACES = ("first", "second", "third", "fourth", "fifth")
assert len(_PLACES) == PAGE


@dataclass(frozen=True, slots=True)
class Listed:
    """A service as it is shown."""

    about: Service
    is_retired: bool = False
    """It is in the list no more; only a link leads to it."""
    is_doubted: bool = False
    """Several people say that something about it is wrong."""

    @property
    def code(self) -> Code:
        return self.about.code


async def edition(tx: Transaction) -> str | None:
    """Another one after every import; None: nothing was ever imported."""
    found: str | None = await queries.edition(tx)
    return found


async def entries(tx: Transaction) -> Sequence[Row]:
    return await queries.listed(tx)  # type: ignore[no-any-return]


def index_of(rows: Sequence[Row]) -> Index:
    """Takes a while where there are thousands."""
    return Index(Entry.read(Code(row["code"]), row["content"]) for row in rows)


async def services(tx: Transaction, codes: Sequence[Code], now: int) -> list[Listed]:
    """At most a page of them, in the order asked for."""
    if not codes:
        return []
    wanted = dict(zip(_PLACES, [*codes, *[codes[0]] * PAGE], strict=False))
    doubted = {
        row["code"]
        for row in await queries.reported(tx, **wanted, since=now - REPORT_LASTS, least=REPORTS_FOR_MARK)
    }
    found = {row["code"]: row for row in await queries.page(tx, **wanted)}
    return [_listed(found[code], is_doubted=code in doubted) for code in codes if code in found]


async def find_service(tx: Transaction, code: Code, now: int) -> Listed | None:
    found = await services(tx, [code], now)
    return found[0] if found else None


async def report(tx: Transaction, code: Code, reporter: str, now: int) -> int | None:
    """How many say by now that it is wrong; None: this person has said so before."""
    await queries.hold_service(tx, code=code)
    day = now // DAY * DAY  # the second would join it with what else they did then
    if not await queries.keep_report(tx, code=code, reporter=reporter, day=day):
        return None
    count: int = await queries.reports_since(tx, code=code, since=now - REPORT_LASTS)
    return count


async def reports_by(tx: Transaction, reporter: str) -> int:
    count: int = await queries.reports_by(tx, reporter=reporter)
    return count


async def forget_reports_by(tx: Transaction, reporter: str) -> None:
    await queries.drop_reports_by(tx, reporter=reporter)


async def drop_old(tx: Transaction, now: int) -> None:
    """What was retired long ago, and what was said about entries long ago."""
    await queries.drop_retired(tx, before=now - RETIRED_KEPT)
    await queries.drop_old_reports(tx, before=now - REPORT_LASTS)


def _listed(row: Row, *, is_doubted: bool) -> Listed:
    return Listed(Service.model_validate_json(row["content"]), row["retired_at"] is not None, is_doubted)
