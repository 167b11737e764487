"""A session with few places: the real store, people and clock; everybody acts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.ids import random_id
from bot.core.places.line import Piece
from bot.core.places.rules import Places
from bot.engine.people import give_up_address
from bot.features.programme import attendance, registering, registrations
from bot.features.programme.importer import import_programme
from bot.features.programme.kept import SessionId
from bot.features.programme.model import SessionState
from tests.features.programme.hall import planned, programme
from tests.turns import Crowd, Turn

_PLACES = """
    SELECT p.*, t.address_id, d.language FROM session_places p JOIN attendees t ON t.attendee = p.attendee
    LEFT JOIN addresses d ON d.address_id = t.address_id
    WHERE p.session_id = :session_id
"""
_TABLES = (
    *("programmes", "sessions", "programme_imports", "ledger", "session_changes", "rounds"),
    *("agenda", "registrations", "session_places"),
)


@dataclass
class Auditorium(Crowd):
    key: str = ""
    starts_at: int = 0
    is_off: bool = False
    session_id: SessionId = field(default="", init=False)  # type: ignore[assignment]

    @property
    def pieces(self) -> Sequence[Piece]:
        return registering.LINE.pieces

    async def begins(self, capacity: int, starts_in: int) -> None:
        self.key, self.starts_at, self.is_off = random_id(), self.hall.now + starts_in, False
        async with self.hall.database.transaction() as tx:
            for table in _TABLES:
                await tx.execute(f"DELETE FROM {table}", {})
        await self.imports()
        await self.changes_capacity(capacity)

    async def changes_capacity(self, capacity: int | None) -> None:
        async with self.workshop.working() as work:
            self.letters += await registering.set_places(work, self.session_id, capacity)

    async def is_called_off(self, *, is_off: bool) -> None:
        self.is_off = is_off
        await self.imports()

    async def joins(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            await registering.join(context, self.session_id)

    async def leaves(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            self.letters += await registering.leave(context, self.session_id)

    async def accepts(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            await registering.accept(context, self.session_id)

    async def blocks(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            for link in await context.people.links(attendance.Purpose.ATTENDANCE):
                await give_up_address(context.tx, link.address)

    async def comes_back(self, person: int) -> None:
        async with self.hall.visit(person) as context:
            await attendance.present(context)

    async def found(self) -> tuple[Places, Sequence[Turn]]:
        async with self.hall.database.transaction() as tx:
            rows = await tx.rows(_PLACES, {"session_id": self.session_id})
            at = await registrations.find(tx, self.session_id)
        assert at is not None
        return at, [registrations.read_place(row) for row in rows]

    async def held_by(self, person: int) -> int:
        async with self.hall.visit(person) as context:
            return len(await registrations.sessions_of(context.tx, attendance.attendee(context)))

    async def imports(self) -> None:
        state = SessionState.CANCELLED if self.is_off else SessionState.SCHEDULED
        version = programme(planned(self.key, self.starts_at, state=state))
        async with self.hall.database.transaction(serial="import") as tx:
            await import_programme(tx, version, self.hall.now, is_final=True)
        self.session_id = (await self.hall.session(self.key)).session_id
