"""A whole programme in memory, to be looked through: by words, by room, by language, by what is on now."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.words import words_of
from bot.features.programme.kept import KeptSession, ProgrammeId, track_key
from bot.features.programme.model import Localized
from bot.features.programme.store import queries, read_session
from bot.storage.database import Row, Transaction

MOST_PROGRAMMES = 4
"""That are in memory at a time; some 15 MB each where there are 5,000 sessions."""
MOST_FOUND = 10
SOON = 2 * 3600
"""Seconds ahead in which a session is "next"."""


class Facet(StrEnum):
    """By what sessions are listed, besides their day; the value ends catalogue keys."""

    ROOM = "room"
    LANGUAGE = "language"

    def of(self, session: KeptSession) -> Localized | None:
        if self is Facet.ROOM:
            return session.about.room
        return Localized.of(session.about.language) if session.about.language else None


@dataclass(frozen=True, slots=True)
class Others:
    """What somebody could go to instead: the same again, or else more of its track."""

    sessions: Sequence[KeptSession]
    is_same: bool


class Listing:
    """All sessions of one version, by start; those that were withdrawn are not among them."""

    def __init__(self, sessions: Iterable[KeptSession]) -> None:
        self.sessions = sorted(sessions, key=lambda each: (each.starts_at, each.session_id))
        self._titles = [_folded([each.about.title]) for each in self.sessions]
        self._texts = [_all_words(each) for each in self.sessions]

    def find(self, text: str, now: int) -> list[KeptSession]:
        """Those that have all words, or words that begin so: in the title first, then by what is to come."""
        words = [f" {word}" for word in words_of(text)]
        found = [place for place, said in enumerate(self._texts) if all(word in said for word in words)]
        ranks = {place: self._rank(place, words, now) for place in found}
        return [self.sessions[place] for place in sorted(found, key=ranks.__getitem__)] if words else []

    def _rank(self, place: int, words: Sequence[str], now: int) -> tuple[bool, bool]:
        """Sorting keeps those of one rank in their order."""
        title = self._titles[place]
        return not all(word in title for word in words), self.sessions[place].ends_at <= now

    def values(self, facet: Facet) -> Mapping[str, Localized]:
        """By the key that stands in buttons."""
        values = {facet.of(session) for session in self.sessions}
        return {track_key(value): value for value in values if value}

    def having(self, facet: Facet, key: str, now: int) -> list[KeptSession]:
        """What is to come first."""
        found = [each for each in self.sessions if (value := facet.of(each)) and track_key(value) == key]
        return sorted(found, key=lambda each: each.ends_at <= now)

    def now(self, now: int) -> list[KeptSession]:
        return [each for each in self.sessions if each.starts_at <= now < each.ends_at]

    def next(self, now: int) -> list[KeptSession]:
        """What begins soon; if nothing does, what begins next."""
        coming = [each for each in self.sessions if each.starts_at > now]
        until = max(now + SOON, coming[0].starts_at) if coming else now
        return [each for each in coming if each.starts_at <= until]

    def instead_of(self, session: KeptSession, now: int) -> Others:
        about, coming = session.about, [each for each in self._others(session) if each.starts_at > now]
        again = [each for each in coming if about.code and each.about.code == about.code]
        again = again or [each for each in coming if each.about.title == about.title]
        if again:
            return Others(again, is_same=True)
        track = [each for each in coming if about.track and each.about.track == about.track]
        return Others(track, is_same=False)

    def _others(self, session: KeptSession) -> Iterable[KeptSession]:
        return (each for each in self.sessions if each.session_id != session.session_id and not each.is_off)


class Listings:
    """A few programmes at a time, read again when there is a newer version."""

    def __init__(self) -> None:
        self._kept: dict[ProgrammeId, tuple[object, Listing]] = {}

    async def of(self, tx: Transaction, programme: ProgrammeId) -> Listing:
        version = tuple(await queries.newest_import(tx, programme_id=programme) or ())
        kept, listing = self._kept.pop(programme, (None, None))
        if listing is None or kept != version:
            rows = await queries.sessions_of_programme(tx, programme_id=programme)
            listing = await asyncio.to_thread(_read, rows)
        self._kept[programme] = version, listing
        while len(self._kept) > MOST_PROGRAMMES:
            del self._kept[next(iter(self._kept))]
        return listing


def _read(rows: Sequence[Row]) -> Listing:
    return Listing(read_session(row) for row in rows if not row["is_withdrawn"])


def _all_words(session: KeptSession) -> str:
    about = session.about
    texts = [
        about.title,
        about.subtitle,
        about.abstract,
        about.track or Localized(),
        about.room or Localized(),
    ]
    return _folded([*texts, Localized.of(" ".join(about.speakers))])


def _folded(texts: Iterable[Localized]) -> str:
    """Every word with a space before it, in all languages."""
    whole = " ".join(text for each in texts for text in each.by_language().values())
    return "".join(f" {word}" for word in words_of(whole))
