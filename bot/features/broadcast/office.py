"""What all screens of broadcasts need: the audiences, how fast messages may leave, and who may approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.audience import Audience, Reader
from bot.core.context import Purpose
from bot.core.errors import UserError
from bot.core.language import Language
from bot.core.text import Texts
from bot.features.broadcast.rules import Estimate, estimate
from bot.storage.database import Transaction

APPROVERS = ("coordinator.*.*", "lead.*.*")
"""Circles of colleagues."""
MOST_APPROVERS = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """`audiences`: by the purpose of their addresses. Nobody else can be written to."""

    audiences: Mapping[str, Audience]
    per_second: int

    def audience(self, name: str) -> Audience:
        """Raises UserError for what a button may have named once."""
        if name not in self.audiences:
            raise UserError("engine.old_button")
        return self.audiences[name]

    async def found(self, tx: Transaction, t: Texts, name: str, readers: str) -> str | None:
        """The readers in words; None where there are none by this name."""
        part = await self.audience(name).named(tx, t, readers)
        whole = t.label(f"broadcast.everybody_{name}")
        if not part:
            return None if part is None else whole
        return t.label("broadcast.readers", whole=whole, part=part)

    async def named(self, tx: Transaction, t: Texts, name: str, readers: str) -> str:
        """Raises UserError when there are none by this name."""
        found = await self.found(tx, t, name, readers)
        if found is None:
            raise UserError("broadcast.readers_gone")
        return found

    async def sizes(
        self, tx: Transaction, name: str, readers: str, languages: Sequence[str]
    ) -> Mapping[str, Mapping[Language, int]]:
        sizes = await self.audience(name).sizes(tx, readers)
        return {
            zone: {each: n for each, n in by_language.items() if not languages or each in languages}
            for zone, by_language in sizes.items()
        }

    async def estimate(
        self, tx: Transaction, name: str, readers: str, languages: Sequence[str], now: int
    ) -> Estimate:
        sizes = await self.sizes(tx, name, readers, languages)
        people = {zone: sum(by_language.values()) for zone, by_language in sizes.items()}
        return estimate(people, self.per_second, now)

    async def approvers(self, tx: Transaction) -> list[Reader]:
        colleagues = self.audiences[Purpose.STAFF]
        return [
            reader
            for circle in APPROVERS
            for zone in await colleagues.sizes(tx, circle)
            for reader in await colleagues.readers(tx, circle, zone, "", MOST_APPROVERS)
        ]
