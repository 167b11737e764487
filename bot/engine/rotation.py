"""Key rotation: everything sealed under an older master key is sealed anew under the first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.engine.people import queries
from bot.engine.vault import Vault
from bot.storage.database import Transaction

_PLACES: dict[str, tuple[Callable[[str], str], Callable[..., Awaitable[Any]]]] = {
    "secrets": (str, queries.reseal_secret),
    "data_keys": ("data_key:{}".format, queries.reseal_data_key),
    "addresses": ("address:{}".format, queries.reseal_address),
    "outbox": ("letter:{}".format, queries.reseal_letter),
    "inbox": ("update:{}".format, queries.reseal_update),
}
"""How what a table keeps is bound to its row, and the statement that writes it back."""


async def rotate(tx: Transaction, vault: Vault) -> int:
    """How many boxes were sealed anew. Raises Unreadable when a key that is still needed is not at hand."""
    old: dict[str, list[dict[str, object]]] = {}
    for row in await queries.all_sealed_with_master(tx):
        if not vault.is_current(row["sealed"]):
            bound_to = _PLACES[row["kept_in"]][0](row["id"])
            sealed = vault.seal(vault.open(row["sealed"], bound_to), bound_to)
            old.setdefault(row["kept_in"], []).append({"id": row["id"], "sealed": sealed})
    for place, rows in old.items():
        await _PLACES[place][1](tx, rows)
    return sum(map(len, old.values()))
