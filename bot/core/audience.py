"""Those who can be written to together: offered by the slices that keep their addresses, and by no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.text import Texts
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Circle:
    """Some of an audience, by the audience's own key; the empty key is everybody."""

    key: str
    label: str
    can_be_chosen: bool = True
    """Else it only leads on to others."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One of them: a pseudonym for this purpose alone, and where they are reached."""

    alias: str
    address: AddressId
    language: Language | None
    """None: nobody is reached there any more."""


class Audience(Protocol):
    """People of one purpose. What is not known of them, such as where they live, is not offered."""

    async def inside(self, tx: Transaction, t: Texts, key: str, now: int) -> Sequence[Circle]:
        """The circles a circle can be narrowed to."""
        ...

    async def named(self, tx: Transaction, t: Texts, key: str) -> str | None:
        """What a circle is called, empty for everybody; None: there is none by this key."""
        ...

    async def sizes(self, tx: Transaction, key: str) -> Mapping[str, Mapping[Language, int]]:
        """How many can be reached, by the zone (IANA) whose clocks they live by and by their language."""
        ...

    async def readers(self, tx: Transaction, key: str, zone: str, after: str, most: int) -> Sequence[Reader]:
        """The next of them by alias, of one of the zones."""
        ...
