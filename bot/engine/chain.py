"""The arithmetic of the journal's chain: what is kept of an entry, its link, and the seal on the end."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.core.audit import Break, Fault
from bot.core.ids import AddressId
from bot.core.journal import Entry
from bot.core.roles import Role
from bot.engine.vault import Pepper
from bot.storage.database import Row

BEFORE_ALL = bytes(32)
"""The link before the first."""
_FIELDS = ("position", "done_at", "deed", "role", "organisation", "member", "subject", "detail")


@dataclass(frozen=True, slots=True)
class End:
    """Where the chain ends. One that was tampered with stays so: no later entry makes it good again."""

    entries: int
    link: bytes
    is_authentic: bool


class Chain:
    """Links entries and seals the end, each under a key of its own that comes from the pepper."""

    def __init__(self, pepper: Pepper) -> None:
        self._pepper = pepper
        self._link_key = pepper.key("journal link")
        self._end_key = pepper.key("journal end")

    def author_token(self, member: AddressId) -> str:
        return self._pepper.digest("journal member", member)

    def case_token(self, case_id: str) -> str:
        return self._pepper.digest("journal", case_id)

    def continued(self, end: End, entries: Sequence[Entry]) -> tuple[list[dict[str, Any]], End]:
        """The rows to keep, and where the chain ends with them."""
        link, rows = end.link, []
        for position, entry in enumerate(entries, end.entries + 1):
            row = self._row(position, entry)
            link = self.linked(link, row)
            rows.append({**row, "link": link})
        return rows, End(end.entries + len(rows), link, end.is_authentic)

    def linked(self, link: bytes, row: Row) -> bytes:
        """The link after `link`. A value of a kind its field never has makes another link, not an error."""
        content = orjson.dumps([row[field] for field in _FIELDS], default=repr)
        return hmac.digest(self._link_key, link + content, "sha256")

    def seal(self, end: End) -> bytes:
        content = orjson.dumps([end.entries, end.link], default=repr)
        return hmac.digest(self._end_key, content, "sha256") if end.is_authentic else b""

    def end(self, row: Row) -> End:
        """The end as it was kept."""
        claimed = End(row["entries"], row["link"], is_authentic=True)
        return End(claimed.entries, claimed.link, is_authentic=row["seal"] == self.seal(claimed))

    def _row(self, position: int, entry: Entry) -> dict[str, Any]:
        """A young person is not named, whatever the entry says."""
        member = None if entry.role is Role.ANYONE else entry.member
        return {
            "position": position,
            "done_at": entry.at,
            "deed": entry.deed.value,
            "role": None if entry.role is None else int(entry.role),
            "organisation": entry.organisation,
            "member": self.author_token(member) if member else None,
            "subject": self.case_token(entry.subject) if entry.subject else None,
            "detail": entry.detail,
        }


def break_at_end(end: End | None, reached: int, link: bytes) -> Break | None:
    """`reached` and `link`: how far the entries go that hold."""
    if end is None:
        return Break(reached + 1, Fault.CUT_OFF) if reached else None
    if end.is_authentic and reached > end.entries:
        return Break(end.entries + 1, Fault.INSERTED)
    if not end.is_authentic or reached < end.entries or end.link != link:
        return Break(reached + 1, Fault.CUT_OFF)
    return None
