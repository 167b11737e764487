"""Schedule JSON v2 (alpha 3): one flat list of sessions that refer to rooms and tracks, with explicit states.

The draft lets abstracts be in several languages, but titles and names only in one. So that a programme can
have all of them translated and stay valid, `conference.meta.titles` may give titles by language for the guid
of a session or room, the slug of a track and the acronym of the conference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.features.programme.formats.gathering import MAX_SESSIONS, Details, Gathering, too_many
from bot.features.programme.formats.json_v1 import Row, as_row, read_conference, rows_of
from bot.features.programme.formats.moments import end_of, moment_of
from bot.features.programme.formats.problems import UnreadableError, shown
from bot.features.programme.formats.values import names_in, text_in
from bot.features.programme.model import Localized, Programme, SessionState

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

STATES = {
    "DRAFT": SessionState.TENTATIVE,
    "SUBMITTED": SessionState.TENTATIVE,
    "ACCEPTED": SessionState.TENTATIVE,
    "CONFIRMED": SessionState.SCHEDULED,
    "DELAYED": SessionState.DELAYED,
    "REJECTED": SessionState.CANCELLED,
    "CANCELED": SessionState.CANCELLED,
    "CANCELLED": SessionState.CANCELLED,
    "WITHDRAWN": SessionState.CANCELLED,
    "DELETED": SessionState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class _Names:
    """What sessions refer to: titles by guid, slug or acronym; rooms by guid; tracks by slug."""

    titles: Row
    rooms: Row
    tracks: Row

    @classmethod
    def of(cls, conference: Row) -> _Names:
        titles = as_row(as_row(conference.get("meta")).get("titles"))
        return cls(
            titles, _names_by("guid", conference.get("rooms")), _names_by("slug", conference.get("tracks"))
        )

    def title(self, key: object, otherwise: object) -> object:
        return self.titles.get(key, otherwise) if isinstance(key, str) else otherwise

    def room(self, reference: object) -> Localized:
        if reference is None:
            return Localized()
        guid, name = as_row(reference).get("guid"), as_row(reference).get("name")
        if isinstance(guid, str):
            name = self.title(guid, self.rooms.get(guid) or name)
        if not name:
            raise UnreadableError(f"room {shown(guid or reference)} is not among the conference's rooms")
        return text_in(name, "room")

    def track(self, reference: object) -> Localized:
        """A track that is not listed goes by its slug: nobody misses a session for that."""
        slug = as_row(reference).get("slug")
        return text_in(
            self.title(slug, self.tracks.get(slug) or slug) if isinstance(slug, str) else None, "track"
        )


def _names_by(key: str, listed: object) -> Row:
    return {str(row[key]): row.get("name") for row in rows_of(listed) if isinstance(row.get(key), str)}


def read_json_v2(schedule: Row, default_zone: str) -> Programme:
    """The value of `schedule`, which has `events`."""
    gathering = Gathering()
    conference = as_row(schedule.get("conference"))
    names = _Names.of(conference)
    titled = {**conference, "title": names.title(conference.get("acronym"), conference.get("title"))}
    title, zone = read_conference(titled, default_zone, gathering)
    events = schedule["events"]
    if not isinstance(events, list):
        gathering.note("events", "is not a list of sessions")
        events = []
    if len(events) > MAX_SESSIONS:
        raise too_many()
    for number, row in enumerate(events, 1):
        _add(f"session {number}", row, names, zone, gathering)
    tracks = [gathering.attempt("tracks", Localized(), names.track, {"slug": slug}) for slug in names.tracks]
    version = schedule.get("version")
    return gathering.programme(title, zone.key, version if isinstance(version, str) else None, tracks)


def _add(where: str, row: object, names: _Names, zone: ZoneInfo, gathering: Gathering) -> None:
    if not isinstance(row, dict):
        gathering.note(where, "is not an object")
        return
    starts_at = gathering.attempt(where, 0, moment_of, row.get("start"), zone, "start")
    details = Details(
        starts_at=starts_at,
        ends_at=gathering.attempt(where, 0, end_of, starts_at, row.get("end"), row.get("duration"), zone),
        track=gathering.attempt(where, Localized(), names.track, row.get("track")) or None,
        room=gathering.attempt(where, Localized(), names.room, row.get("room")) or None,
        speakers=gathering.attempt(where, (), names_in, row.get("participants"), ("name",), "participants"),
        state=gathering.attempt(where, SessionState.SCHEDULED, _state_of, row.get("state")),
    )
    gathering.add(where, {**row, "title": names.title(row.get("guid"), row.get("title"))}, details)


def _state_of(value: object) -> SessionState:
    """Submissions that are not confirmed are tentative; whatever will not take place is cancelled."""
    if value is None:
        return SessionState.SCHEDULED
    state = STATES.get(value) if isinstance(value, str) else None
    if state is None:
        raise UnreadableError(f"state {shown(value)} is not known")
    return state
