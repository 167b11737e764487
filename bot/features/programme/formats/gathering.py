"""Collects sessions and mistakes while a file is read; it ends as a programme or as the list of mistakes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.features.programme.formats.plain_text import one_line, plain_text
from bot.features.programme.formats.problems import Mistake, Problem, ProgrammeFileError, UnreadableError
from bot.features.programme.formats.values import address_of, identity_of, text_in, title_of, word
from bot.features.programme.model import Localized, Programme, ScheduledSession, SessionState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_SESSIONS = 5_000

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Details:
    """What a format has made out of a session by its own rules; the rest is read alike for all."""

    starts_at: int
    ends_at: int
    track: Localized | None = None
    room: Localized | None = None
    speakers: tuple[str, ...] = ()
    state: SessionState = SessionState.SCHEDULED


@dataclass(slots=True)
class Gathering:
    """What has been read so far."""

    sessions: list[ScheduledSession] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def attempt(self, where: str, otherwise: T, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `read` returns; if that fails, the mistake is noted and `otherwise` keeps the reading going.

        The stand-in goes nowhere: one mistake and the programme is refused.
        """
        try:
            return read(*args, **kwargs)
        except UnreadableError as wrong:
            self.mistakes.append(Mistake(where, str(wrong)))
            return otherwise

    def note(self, where: str, what: str) -> None:
        self.mistakes.append(Mistake(where, what))

    def add(self, where: str, row: Mapping[str, object], details: Details) -> None:
        """A session: the fields that have the same names in every format, and its format's details."""
        title = self.attempt(where, Localized(), title_of, row.get("title"))
        abstract = self.attempt(where, Localized(), text_in, row.get("abstract"), "abstract", plain_text)
        if not abstract:
            abstract = self.attempt(
                where, Localized(), text_in, row.get("description"), "description", plain_text
            )
        self.sessions.append(
            ScheduledSession(
                key=self.attempt(where, "", identity_of, row, title),
                code=word(row.get("code")),
                starts_at=details.starts_at,
                ends_at=details.ends_at,
                title=title,
                subtitle=self.attempt(where, Localized(), text_in, row.get("subtitle"), "subtitle", one_line),
                abstract=abstract,
                track=details.track,
                room=details.room,
                language=word(row.get("language")),
                kind=word(row.get("type")),
                speakers=details.speakers,
                url=address_of(row.get("url")),
                state=details.state,
            )
        )
        if len(self.sessions) > MAX_SESSIONS:
            raise too_many()

    def programme(
        self, title: Localized, zone: str, version: str | None, declared_tracks: Iterable[Localized] = ()
    ) -> Programme:
        """The whole programme; raises `ProgrammeFileError` for one without sessions or with any mistake."""
        if self.mistakes:
            # Each once: every occurrence of a repeating event has the mistakes of that event.
            raise ProgrammeFileError.of_mistakes(list(dict.fromkeys(self.mistakes)))
        if not self.sessions:
            raise ProgrammeFileError(Problem.NO_SESSIONS, "the programme has no sessions")
        tracks = {session.track: None for session in self.sessions if session.track}
        in_order = {track: None for track in declared_tracks if track in tracks}
        return Programme(
            title=title,
            zone=zone,
            version=version,
            tracks=tuple(in_order | tracks),
            rooms=tuple({session.room: None for session in self.sessions if session.room}),
            sessions=_with_distinct_keys(self.sessions),
        )


def too_many() -> ProgrammeFileError:
    return ProgrammeFileError(Problem.TOO_BIG, f"the programme has more than {MAX_SESSIONS:,} sessions")


def _with_distinct_keys(sessions: list[ScheduledSession]) -> tuple[ScheduledSession, ...]:
    """By start; of sessions with one identity the first keeps it, the next is `identity#2`, and so on.

    A repeat put in before others renumbers them: compare versions by code and nearest start as well.
    """
    taken = {session.key for session in sessions}
    met: Counter[str] = Counter()
    distinct = []
    for session in sorted(sessions, key=lambda session: session.starts_at):
        identity = key = session.key
        met[identity] += 1
        while met[identity] > 1 and (key := f"{identity}#{met[identity]}") in taken:
            met[identity] += 1
        taken.add(key)
        distinct.append(session if key == identity else replace(session, key=key))
    return tuple(distinct)
