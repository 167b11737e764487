"""An article as the bot holds it: pages that are turned in the chat, and one edition per language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.core.text import Html
from bot.features.learn.item import Item, Kind, Written


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on the screen at once. `plain` is the body without its heading and markup."""

    heading: str
    html: Html
    plain: str


@dataclass(frozen=True, slots=True)
class Edition(Written):
    """An article in one language."""

    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Article(Item[Edition]):
    """Page n is the same page in every edition."""

    kind: ClassVar[Kind] = Kind.ARTICLE
