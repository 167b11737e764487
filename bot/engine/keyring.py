"""Data keys: one per case, wrapped by the master key, destroyed to erase."""

from __future__ import annotations

from bot.core.ids import KeyId, random_id
from bot.engine.people import Registry, queries
from bot.engine.vault import Box, new_key
from bot.storage.database import Transaction


class TextSealer:
    """Implements `core.context.Sealer`."""

    __slots__ = ("_box",)

    def __init__(self, box: Box) -> None:
        self._box = box

    def seal(self, text: str, bound_to: str) -> bytes:
        return self._box.seal(text.encode(), bound_to)

    def open(self, sealed: bytes, bound_to: str) -> str:
        return self._box.open(sealed, bound_to).decode()


class Keyring:
    """Implements `core.context.Keys`."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def new(self, tx: Transaction) -> KeyId:
        key_id = KeyId(random_id())
        sealed = self._registry.vault.seal(new_key(), f"data_key:{key_id}")
        await queries.keep_data_key(tx, key_id=key_id, sealed=sealed)
        return key_id

    async def sealer(self, tx: Transaction, key: KeyId) -> TextSealer:
        return TextSealer(await self.box(tx, key))

    async def destroy(self, tx: Transaction, key: KeyId) -> None:
        await queries.destroy_data_key(tx, key_id=key)
        await queries.drop_files_of_key(tx, key_id=key)

    def lookup(self, purpose: str, secret: str) -> str:
        return self._registry.pepper.digest(purpose, secret)

    async def box(self, tx: Transaction, key: KeyId) -> Box:
        """Raises KeyError when the key was destroyed."""
        row = await queries.data_key(tx, key_id=key)
        if row is None:
            raise KeyError(key)
        return self.unwrap(key, row["sealed"])

    def unwrap(self, key: KeyId, sealed: bytes) -> Box:
        return Box(self._registry.vault.open(sealed, f"data_key:{key}"))
