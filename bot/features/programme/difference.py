"""Compares what is kept of a programme with a new version of its file. Pure: nothing is read or written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from bot.core.ids import random_id
from bot.features.programme.edits import MISSING, Edits, Field, still_standing
from bot.features.programme.kept import KeptSession, SessionId, version_of, write_content
from bot.features.programme.ledger import Entry, Kind, entries_between
from bot.features.programme.matching import matched
from bot.features.programme.model import Programme, ScheduledSession, SessionState
from bot.features.programme.rules import ChangeKind, Version, change_between, grace_ends_at
from bot.features.programme.standing import Said, weighed


@dataclass(frozen=True, slots=True)
class Change:
    """Something to tell whoever has the session on their agenda."""

    session_id: SessionId
    kind: ChangeKind
    before: Version
    after: Version


@dataclass(frozen=True, slots=True)
class Written:
    """A session as it is kept from now on."""

    session: ScheduledSession
    edits: Edits = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Only this changes of a session: it is withdrawn, or one version more or less speaks against it."""

    is_withdrawn: bool
    doubts: int
    edits: Edits


@dataclass(slots=True)
class Difference:
    """What a version makes new, different, doubtful or gone, and whose reminders it sets anew."""

    known: dict[SessionId, KeptSession] = field(default_factory=dict)
    """As they were before."""
    new: dict[SessionId, Written] = field(default_factory=dict)
    changed: dict[SessionId, Written] = field(default_factory=dict)
    doubted: dict[SessionId, Doubt] = field(default_factory=dict)
    unchanged: int = 0
    coming: int = 0
    """How many sessions were still to come in the version before."""
    lost: list[SessionId] = field(default_factory=list)
    """Those of them that this version lacks."""
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    timed: dict[SessionId, ScheduledSession] = field(default_factory=dict)
    """Their reminders come at another time than before."""
    untimed: list[SessionId] = field(default_factory=list)
    """Their reminders must not come any more."""

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.doubted)

    def about(self, session_id: SessionId) -> ScheduledSession:
        """A session as it is afterwards."""
        written = self.new.get(session_id) or self.changed.get(session_id)
        return written.session if written else self.known[session_id].about

    def count(self, kind: Kind) -> int:
        return sum(entry.kind is kind for entry in self.entries)


def difference(
    kept: Iterable[KeptSession], programme: Programme, now: int, *, is_final: bool = False
) -> Difference:
    """One that has begun and is not in the file any more simply stays.

    `is_final`: a person said that this version is right, so there is nothing to doubt.
    """
    kept = list(kept)
    match, found = matched(kept, programme.sessions), Difference({one.session_id: one for one in kept})
    found.coming = sum(session.starts_at > now and not session.is_off for session in kept)
    taken = {session.about.key for session in kept}
    for session in match.new:
        _add(found, session, taken, now)
    for known, session in match.pairs:
        _compare(found, known, session, programme.zone, now, is_final=is_final)
    for known in match.vanished:
        if known.starts_at > now:
            _miss(found, known, now, is_final=is_final)
    return found


def rewrite(found: Difference, kept: KeptSession, written: Written, zone: str, now: int) -> None:
    """From now on the session is like this, and takes place unless its state says otherwise."""
    session = written.session
    found.changed[kept.session_id] = written
    found.entries += entries_between(kept.session_id, kept.about, session)
    _stand(found, kept, version_of(session), now)
    before, after = kept.version, version_of(session)
    if (before.starts_at, before.is_off, kept.zone) != (after.starts_at, after.is_off, zone):
        found.untimed.append(kept.session_id)
        _set_reminders(found, kept.session_id, session, now)


def withdraw(found: Difference, kept: KeptSession, edits: Edits, now: int) -> None:
    """It is not in the programme any more."""
    found.doubted[kept.session_id] = Doubt(is_withdrawn=True, doubts=0, edits=edits)
    found.untimed.append(kept.session_id)
    _stand(found, kept, version_of(kept.about, is_withdrawn=True), now)


def _add(found: Difference, session: ScheduledSession, taken: Collection[str], now: int) -> None:
    """Under the file's own id, unless another repeat has it already. In a first version nothing is new."""
    session_id = SessionId(random_id())
    key = f"{session.key}~{session_id}" if session.key in taken else session.key
    found.new[session_id] = Written(replace(session, key=key))
    if taken:
        found.entries.append(Entry(session_id, Kind.NEW))
    _set_reminders(found, session_id, session, now)


def _compare(
    found: Difference, kept: KeptSession, coming: ScheduledSession, zone: str, now: int, *, is_final: bool
) -> None:
    session, edits = still_standing(kept.about, kept.edits, coming)
    assert session is not None
    said = Said.CANCELLED if session.state is SessionState.CANCELLED else Said.THERE
    is_off, doubts = weighed(said, kept.doubts, is_off=kept.is_off, is_final=is_final)
    if is_off and said is Said.THERE:
        _note_doubt(found, kept, doubts, edits)
    elif _is_same(kept, session, zone) and edits == kept.edits:
        found.unchanged += 1
    else:
        rewrite(found, kept, Written(session, edits), zone, now)


def _miss(found: Difference, kept: KeptSession, now: int, *, is_final: bool) -> None:
    _, edits = still_standing(kept.about, kept.edits, None)
    if edits.get(Field.STATE) == MISSING:  # a person knew that the feed lacks it, and decided
        return
    is_off, doubts = weighed(Said.MISSING, kept.doubts, is_off=kept.is_off, is_final=is_final)
    if not kept.is_off:
        found.lost.append(kept.session_id)
    if is_off and not kept.is_off:
        withdraw(found, kept, edits, now)
        return
    _note_doubt(found, kept, doubts, edits)
    if doubts == 1:
        found.entries.append(Entry(kept.session_id, Kind.SUSPECTED))


def _note_doubt(found: Difference, kept: KeptSession, doubts: int, edits: Edits) -> None:
    if (doubts, edits) != (kept.doubts, kept.edits):
        found.doubted[kept.session_id] = Doubt(kept.is_withdrawn, doubts, edits)


def _stand(found: Difference, kept: KeptSession, after: Version, now: int) -> None:
    """It takes place after all, or does not any more: for the ledger, and for whoever wants to be there."""
    before = kept.version
    if before.is_off != after.is_off:
        off = Kind.WITHDRAWN if after.is_withdrawn else Kind.CANCELLED
        found.entries.append(Entry(kept.session_id, off if after.is_off else Kind.RESTORED))
    elif kept.is_suspected:
        found.entries.append(Entry(kept.session_id, Kind.FOUND))
    if kind := change_between(before, after, now):
        found.changes.append(Change(kept.session_id, kind, before, after))


def _set_reminders(found: Difference, session_id: SessionId, session: ScheduledSession, now: int) -> None:
    if not version_of(session).is_off and now < grace_ends_at(session.starts_at, session.ends_at):
        found.timed[session_id] = session


def _is_same(kept: KeptSession, session: ScheduledSession, zone: str) -> bool:
    return (
        not kept.is_withdrawn
        and not kept.doubts
        and kept.zone == zone
        and _written(kept.about) == _written(session)
    )


def _written(session: ScheduledSession) -> tuple[object, ...]:
    return session.starts_at, session.ends_at, session.state, write_content(session)
