"""The journal as a keyed chain: nobody without the master key can change, drop or add an entry unnoticed.

Each entry is linked to the one before it by a keyed hash. One row, `journal_end`, keeps how many entries
there are and the last link, sealed under a second key, so that the end cannot be cut off either. Whoever
writes locks that row until their transaction ends: it is always locked last (`DeferredJournal` sees to it),
so that nobody waits for another lock while others wait for this one.

What it cannot notice: the whole database set back to an older state of itself. `python -m bot check` says how
many entries there are; whoever notes that number elsewhere would see it shrink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.audit import Break, Fault, Line, Verdict
from bot.core.ids import AddressId
from bot.core.journal import Deed, Entry
from bot.core.roles import Role
from bot.engine.chain import BEFORE_ALL, Chain, End, break_at_end
from bot.engine.vault import Pepper
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__, "journal.sql")

BATCH = 1000
"""Entries in memory at a time while the chain is verified."""
_LEAST, _MOST = -(2**63), 2**63 - 1


class ChainedJournal:
    """Implements `core.journal.Journal` and `core.audit.AuditTrail`."""

    def __init__(self, pepper: Pepper) -> None:
        self._chain = Chain(pepper)

    async def write(self, tx: Transaction, entry: Entry) -> None:
        """The last thing done in a transaction: it holds a lock that every writer needs."""
        await self.write_all(tx, [entry])

    async def write_all(self, tx: Transaction, entries: Sequence[Entry]) -> None:
        """As `write`, several at once."""
        rows, end = self._chain.continued(await self._locked_end(tx), entries)
        await queries.add_entries(tx, rows)
        await queries.move_end(tx, **self._written(end))

    async def about(self, tx: Transaction, subject: str) -> Sequence[Entry]:
        rows = await queries.about(tx, subject=self.case_token(subject))
        return [
            Entry(row["done_at"], deed, role, row["organisation"], None, subject, row["detail"])
            for row, deed, role in _understood(rows)
        ]

    async def lines(
        self, tx: Transaction, *, most: int, before: int | None = None, case: str | None = None
    ) -> Sequence[Line]:
        bounds = {"before": _MOST if before is None else before, "most": most}
        if case is None:
            rows = await queries.newest(tx, **bounds)
        else:
            rows = await queries.newest_about(tx, subject=case, **bounds)
        return [_line(row, deed, role) for row, deed, role in _understood(rows)]

    def author_token(self, member: AddressId) -> str:
        return self._chain.author_token(member)

    def case_token(self, case_id: str) -> str:
        return self._chain.case_token(case_id)

    async def verify(self, tx: Transaction, newest: int | None = None) -> Verdict:
        """In batches: a long journal needs no more memory than a short one. Others may write meanwhile: the
        end is read before each batch, so that all entries it counts are in that batch or those before."""
        end = await self._end(tx)
        reached = max(0, _entries(end) - newest) if newest is not None else 0
        since, first = reached + 1, reached + 1 if reached else _LEAST
        link = await self._link_at(tx, reached)
        while rows := await queries.entries_from(tx, first=first, most=BATCH):
            for row in rows:
                link = self._chain.linked(link, row)
                if row["position"] != reached + 1 or row["link"] != link:
                    return Verdict(_entries(end), since, Break(reached + 1, await self._fault(tx)))
                reached += 1
            first, end = reached + 1, await self._end(tx)
        return Verdict(_entries(end), since, break_at_end(end, reached, link))

    async def _locked_end(self, tx: Transaction) -> End:
        """One that cannot be trusted is moved to the last entry there is: people are helped all the same."""
        row = await queries.lock_end(tx)
        if row is None:
            await self._place_end(tx)
            row = await queries.lock_end(tx)
        end = self._chain.end(row)
        if end.is_authentic:
            return end
        last = await queries.last_entry(tx)
        return replace(end, entries=last["position"], link=last["link"]) if last else end

    async def _place_end(self, tx: Transaction) -> None:
        """Where there are entries already, the end was taken away: the new one is not authentic."""
        is_first = await queries.last_entry(tx) is None
        await queries.place_end(tx, **self._written(End(0, BEFORE_ALL, is_authentic=is_first)))

    async def _end(self, tx: Transaction) -> End | None:
        row = await queries.end(tx)
        return self._chain.end(row) if row else None

    async def _link_at(self, tx: Transaction, position: int) -> bytes:
        row = await queries.entry(tx, position=position) if position else None
        return row["link"] if row else BEFORE_ALL

    async def _fault(self, tx: Transaction) -> Fault:
        """Where the chain does not hold, the numbers tell what most likely happened."""
        tally = await queries.tally(tx)
        if tally["noted"] is None or tally["kept"] == tally["noted"]:
            return Fault.CHANGED
        return Fault.INSERTED if tally["kept"] > tally["noted"] else Fault.MISSING

    def _written(self, end: End) -> dict[str, object]:
        return {"entries": end.entries, "link": end.link, "seal": self._chain.seal(end)}


class DeferredJournal:
    """Implements `core.journal.Journal` for one transaction: entries wait until all else in it is done."""

    def __init__(self, journal: ChainedJournal) -> None:
        self._journal = journal
        self._waiting: list[Entry] = []

    async def write(self, tx: Transaction, entry: Entry) -> None:  # noqa: ARG002 written by `flush`
        self._waiting.append(entry)

    async def about(self, tx: Transaction, subject: str) -> Sequence[Entry]:
        waiting = (replace(entry, member=None) for entry in self._waiting if entry.subject == subject)
        return [*await self._journal.about(tx, subject), *waiting]

    async def flush(self, tx: Transaction) -> None:
        """The last thing done in the transaction."""
        if self._waiting:
            await self._journal.write_all(tx, self._waiting)
            self._waiting = []


def _entries(end: End | None) -> int:
    return end.entries if end else 0


def _understood(rows: Sequence[Row]) -> Iterator[tuple[Row, Deed, Role | None]]:
    """What was made into nonsense is no entry; that it was, `verify` tells."""
    for row in rows:
        try:
            yield row, Deed(row["deed"]), None if row["role"] is None else Role(row["role"])
        except ValueError:
            continue


def _line(row: Row, deed: Deed, role: Role | None) -> Line:
    return Line(
        position=row["position"],
        at=row["done_at"],
        deed=deed,
        role=role,
        organisation=row["organisation"],
        author=row["member"],
        case=row["subject"],
        detail=row["detail"],
    )
