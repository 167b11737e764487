"""The index of the edition at hand, in memory: made anew when another process has imported one."""

from __future__ import annotations

import asyncio

from bot.features.services import store
from bot.features.services.index import Index
from bot.storage.database import Transaction


class Shelf:
    def __init__(self) -> None:
        self._edition: str | None = None
        self._index = Index([])

    async def index(self, tx: Transaction) -> Index:
        edition = await store.edition(tx)
        if edition != self._edition:
            index = await asyncio.to_thread(store.index_of, await store.entries(tx))
            self._edition, self._index = edition, index
            return index
        return self._index
