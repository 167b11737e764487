"""Who is yet to be told of a change, and of which.

An import writes down once what it changed. When it has settled, it is told together with whatever else of the
programme is not told yet: the first of them is their head and remembers how far along the attendees it has
come. What was changed several times is told as one change, and what came back to where it was not at all.
Whoever added a session after it had changed has seen that, and is told of later changes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from bot.features.programme.kept import Attendee, ImportId, KeptSession, SessionId, read_text
from bot.features.programme.model import Localized
from bot.features.programme.rounds import Recipient, read_recipient
from bot.features.programme.rules import DAY, NEXT, SETTLING, ChangeKind, Version, change_between
from bot.features.programme.store import day_key, queries, read_session
from bot.storage.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Stretch:
    """The next attendees to be told; None after the last of them."""

    head: ImportId
    reached: str
    last: str | None


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change as it is told: what the session is now, and what changed of it."""

    session: KeptSession
    kind: ChangeKind
    before_at: int
    after_at: int
    before_room: Localized | None
    after_room: Localized | None

    @property
    def first_moment(self) -> int:
        """Until then there is something to be done about it."""
        return min(self.before_at, self.after_at)

    @property
    def last_moment(self) -> int:
        """Afterwards it is of no use to know."""
        return max(self.before_at, self.after_at)

    @property
    def days(self) -> set[str]:
        """On which it was or is, as they are listed."""
        return {day_key(at, self.session.zone) for at in (self.before_at, self.after_at)}

    @property
    def is_on(self) -> bool:
        return self.kind in (ChangeKind.MOVED, ChangeKind.RESTORED)


async def next_stretch(tx: Transaction, now: int, most: int) -> Stretch | None:
    """None when all who are to be told by now are told."""
    row = await queries.next_import_to_tell(tx, settled=now - SETTLING, soon=now + NEXT)
    if row is None:
        return None
    head, reached = ImportId(row["import_id"]), row["told_to"]
    if not reached:
        await queries.gather_imports(tx, head=head, programme_id=row["programme_id"])
    last: str | None = await queries.last_of_next_attendees(tx, reached=reached, most=most)
    return Stretch(head, reached, last)


async def to_tell(tx: Transaction, stretch: Stretch, now: int) -> list[tuple[Recipient, list[ToldChange]]]:
    """Those of a stretch whose agenda has changed, and how."""
    if stretch.last is None:
        return []
    rows = await queries.to_tell(tx, head=stretch.head, reached=stretch.reached, last=stretch.last)
    told = []
    for theirs in _runs(rows, "attendee"):
        changes = [_merged(each, now) for each in _runs(theirs, "session_id")]
        if current := [change for change in changes if change]:
            recipient = read_recipient(theirs[0], theirs[0]["place"])
            told.append((recipient, sorted(current, key=lambda change: change.after_at)))
    return told


async def agendas_in(tx: Transaction, stretch: Stretch, now: int) -> dict[Attendee, list[KeptSession]]:
    """What the attendees of a stretch hold of today and the days to come, by start."""
    agendas: dict[Attendee, list[KeptSession]] = {}
    rows = await queries.agendas_between(tx, reached=stretch.reached, last=stretch.last, moment=now - DAY)
    read: dict[SessionId, KeptSession] = {}
    for row in rows:
        session = read.get(row["session_id"]) or read.setdefault(row["session_id"], read_session(row))
        agendas.setdefault(Attendee(row["attendee"]), []).append(session)
    return agendas


async def advance(tx: Transaction, stretch: Stretch) -> None:
    """The news has come past a stretch."""
    if stretch.last is None:
        await queries.close_import(tx, head=stretch.head)
    else:
        await queries.advance_import(tx, head=stretch.head, told_to=stretch.last)


def _merged(rows: Sequence[Row], now: int) -> ToldChange | None:
    """From how it was before the first change to how it is after the last; None: nothing to tell any more."""
    first, last = rows[0], rows[-1]
    before = Version(
        first["before_at"], _room(first["before_room"]), is_withdrawn=first["kind"] == ChangeKind.RESTORED
    )
    after = Version(
        last["after_at"],
        _room(last["after_room"]),
        is_cancelled=last["kind"] == ChangeKind.CANCELLED,
        is_withdrawn=last["kind"] == ChangeKind.WITHDRAWN,
    )
    kind = change_between(before, after, now)
    if kind is None:
        return None
    return ToldChange(read_session(last), kind, before.starts_at, after.starts_at, before.room, after.room)


def _runs(rows: Iterable[Row], column: str) -> Iterator[list[Row]]:
    """Rows next to each other that have the same in a column."""
    return (list(run) for _, run in groupby(rows, itemgetter(column)))


def _room(written: str | None) -> Localized | None:
    return read_text(written) if written else None
