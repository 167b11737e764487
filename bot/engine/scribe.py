"""Has letters written that are written only as they leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import structlog

from bot.core.outcome import Screen, Unwritten
from bot.core.writers import Writers
from bot.logs import log_failure
from bot.storage.database import Row, Transaction

log = structlog.get_logger(__name__)

Written = Mapping[str, Screen | None]
"""By the letter's id; None: there is nothing to say any more."""


class Scribe:
    def __init__(self, writers: Writers) -> None:
        self._writers = writers

    async def write(self, tx: Transaction, letters: Iterable[tuple[Row, Unwritten]], now: int) -> Written:
        """Those of a kind together. One that cannot be written is not among them, and spoils no other."""
        by_kind: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for row, body in letters:
            by_kind[row["kind"]][row["letter_id"]] = body.about
        written: dict[str, Screen | None] = {}
        for kind, asked in by_kind.items():
            written |= await self._write_all(tx, kind, asked, now)
        return written

    async def _write_all(
        self, tx: Transaction, kind: str, asked: Mapping[str, Mapping[str, Any]], now: int
    ) -> Written:
        try:
            said = await self._writers[kind].write(tx, [*asked.values()], now)
        except Exception as error:  # noqa: BLE001 whatever it is, the lane is not to stop for ever
            if len(asked) == 1:
                log_failure(log, "letter_unwritten", error, letter_kind=kind)
                return {}
            alone = [await self._write_all(tx, kind, {each: asked[each]}, now) for each in asked]
            return {letter: screen for each in alone for letter, screen in each.items()}
        return dict(zip(asked, said, strict=True))
