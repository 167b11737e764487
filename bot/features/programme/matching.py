"""Tells which session of a new version is which of those known. Pure.

Files give repeats of a session one code, and number their ids by start: one put in before the others
renumbers all of them. So sessions of one code are told apart by the nearest start, whatever their ids say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from bot.features.programme.kept import KeptSession
from bot.features.programme.model import ScheduledSession

MOST_COMPARED = 250_000
"""Pairs of repeats that are compared; of more, those in order by start belong together."""
_NUMBER = re.compile(r"#\d+$")
"""What `formats` puts behind the second of two sessions with one id."""

Pair = tuple[KeptSession, ScheduledSession]
Session = TypeVar("Session", KeptSession, ScheduledSession)


@dataclass(frozen=True, slots=True)
class Matching:
    """Every session of both sides, once."""

    pairs: list[Pair]
    new: list[ScheduledSession]
    vanished: list[KeptSession]


def matched(kept: Iterable[KeptSession], coming: Iterable[ScheduledSession]) -> Matching:
    """By code and nearest start; then, where a file has other codes or none any more, by id."""
    known = _grouped(kept, lambda session: _series(session.about))
    found = _grouped(coming, _series)
    pairs = [pair for series, sessions in found.items() for pair in _nearest(known.get(series, ()), sessions)]
    vanished = {session.about.key: session for session in _without(known, {id(one) for one, _ in pairs})}
    new = {session.key: session for session in _without(found, {id(other) for _, other in pairs})}
    again = vanished.keys() & new.keys()
    pairs += [(vanished.pop(key), new.pop(key)) for key in sorted(again)]
    return Matching(pairs, list(new.values()), list(vanished.values()))


def _series(session: ScheduledSession) -> str:
    return session.code or _NUMBER.sub("", session.key)


def _grouped(
    sessions: Iterable[Session], series: Callable[[Session], str]
) -> Mapping[str, Sequence[Session]]:
    groups: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        groups[series(session)].append(session)
    return groups


def _nearest(kept: Sequence[KeptSession], coming: Sequence[ScheduledSession]) -> list[Pair]:
    """The closest first, each once."""
    if len(kept) * len(coming) > MOST_COMPARED:
        return list(zip(*(sorted(side, key=_start) for side in (kept, coming)), strict=False))
    free_kept, free_coming, pairs = set(range(len(kept))), set(range(len(coming))), list[Pair]()
    places = product(free_kept, free_coming)
    for one, other in sorted(places, key=lambda place: _apart(kept[place[0]], coming[place[1]])):
        if one in free_kept and other in free_coming:
            free_kept.remove(one)
            free_coming.remove(other)
            pairs.append((kept[one], coming[other]))
    return pairs


def _start(session: KeptSession | ScheduledSession) -> int:
    return session.starts_at


def _apart(kept: KeptSession, coming: ScheduledSession) -> tuple[int, bool]:
    """At one distance, the one with the same id."""
    return abs(kept.starts_at - coming.starts_at), kept.about.key != coming.key


def _without(groups: Mapping[str, Sequence[Session]], matched: set[int]) -> list[Session]:
    return [session for group in groups.values() for session in group if id(session) not in matched]
