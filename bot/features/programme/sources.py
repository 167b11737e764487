"""Where programmes are fetched from: `config/programmes.toml`, and what was imported with `--poll`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import tomli
from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator

from bot.core.download import Known
from bot.core.errors import OperatorError
from bot.core.strict import STRICT
from bot.features.programme.store import queries
from bot.storage.database import Row, Transaction

FILE = "programmes.toml"
FEWEST_MINUTES, MOST_MINUTES = 5, 7 * 24 * 60
"""Between two fetches."""
TIMES_SLOWER = 6 * 3600
"""Seconds after which a source that fails again and again is tried at the latest."""
WORTH_TELLING = 24 * 3600
"""Seconds a source fails before somebody is told."""


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name} is no time zone") from None


class Source(BaseModel):
    """A feed, and what its programme is known by."""

    model_config = STRICT

    name: str = Field(min_length=1, max_length=100)
    url: str
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    """The venue's, where the feed names none."""
    every: int = Field(default=30, ge=FEWEST_MINUTES, le=MOST_MINUTES)
    """Minutes."""
    private: bool = False
    """It may be on the house's own network, where http will do."""

    @model_validator(mode="after")
    def _can_be_fetched(self) -> Source:
        parts = urlsplit(self.url)
        if parts.scheme not in (("https", "http") if self.private else ("https",)) or not parts.hostname:
            raise ValueError("url is not an https:// address")
        return self


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source and how the last fetches went."""

    source: Source
    known: Known
    digest: str
    """Of the body that was taken in last; empty: never."""
    next_at: int
    failures: int = 0
    failing_since: int | None = None
    is_told: bool = False

    @property
    def host(self) -> str:
        """What may be shown of the address: the rest may let whoever knows it in."""
        return urlsplit(self.source.url).hostname or ""


def read_sources(folder: Path) -> tuple[Source, ...]:
    """None without the file. Raises OperatorError with every mistake."""
    try:
        written = tomli.loads((folder / FILE).read_text("utf-8"))
        sources = [source_of(**entry) for entry in written.get("source", [])]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError) as error:
        raise OperatorError(f"{FILE}: {error}") from None
    except OperatorError as error:
        raise OperatorError(*(f"{FILE}: {problem}" for problem in error.problems)) from None
    names = [source.name for source in sources]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise OperatorError(*(f"{FILE}: {name} stands there twice" for name in twice))
    return tuple(sources)


def source_of(**written: object) -> Source:
    """Raises OperatorError with every mistake."""
    try:
        return Source.model_validate(written)
    except ValidationError as error:
        which = written.get("name", "a source")
        raise OperatorError(
            *(
                ": ".join(filter(None, (f"{which}", ".".join(map(str, one["loc"])), _words(one["msg"]))))
                for one in error.errors(include_url=False, include_input=False)
            )
        ) from None


def next_try(source: KeptSource, now: int) -> int:
    """Twice as long after every failure, up to a limit."""
    usual = source.source.every * 60
    return now + max(usual, min(usual << min(source.failures, 20), TIMES_SLOWER))


async def keep_source(tx: Transaction, source: Source, *, is_configured: bool) -> None:
    """What was known of another address is forgotten."""
    await queries.keep_source(
        tx,
        name=source.name,
        url=source.url,
        zone=source.zone,
        minutes=source.every,
        is_private=int(source.private),
        is_configured=int(is_configured),
    )


async def adopt_sources(tx: Transaction, sources: Iterable[Source]) -> None:
    """Those configured now; those that were are fetched no more."""
    sources = list(sources)
    kept = {row["name"] for row in await queries.configured_sources(tx)}
    for source in sources:
        await keep_source(tx, source, is_configured=True)
    for name in kept - {source.name for source in sources}:
        await queries.drop_source(tx, name=name)


async def due_source(tx: Transaction, now: int) -> KeptSource | None:
    """The one longest due."""
    row = await queries.due_source(tx, now=now)
    return _source(row) if row else None


async def find_source(tx: Transaction, name: str) -> KeptSource | None:
    row = await queries.source(tx, name=name)
    return _source(row) if row else None


async def keep_state(tx: Transaction, kept: KeptSource) -> None:
    await queries.keep_source_state(
        tx,
        name=kept.source.name,
        etag=kept.known.etag,
        modified=kept.known.modified,
        digest=kept.digest,
        next_at=kept.next_at,
        failures=kept.failures,
        failing_since_at=kept.failing_since,
        is_told=int(kept.is_told),
    )


def _words(message: str) -> str:
    return message.removeprefix("Value error, ")


def _source(row: Row) -> KeptSource:
    source = Source.model_construct(
        name=row["name"],
        url=row["url"],
        zone=row["zone"],
        every=row["minutes"],
        private=bool(row["is_private"]),
    )
    return KeptSource(
        source,
        Known(row["etag"], row["modified"]),
        row["digest"],
        row["next_at"],
        row["failures"],
        row["failing_since_at"],
        bool(row["is_told"]),
    )
