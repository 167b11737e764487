"""Those who take part, as people who can be written to: all, those of a programme, or those of a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from bot.core.audience import Circle, Reader
from bot.core.directory import Directory
from bot.core.ids import AddressId
from bot.core.incoming import number_in
from bot.core.language import Language
from bot.core.text import Texts
from bot.features.programme import store
from bot.features.programme.kept import ProgrammeId, SessionId
from bot.features.programme.rules import shortened
from bot.features.programme.store import DAY_FORMAT, queries
from bot.storage.database import Row, Transaction

PAGE = 20
LONGEST_LABEL = 40
NOWHERE = "-"
"""No zone."""
_PROGRAMME, _DAY, _SESSION = "p", "d", "s"


class Attendees:
    """Implements `core.audience.Audience`. Keys: `p.ID`, `d.ID.DAY.PAGE`, `s.ID`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def inside(self, tx: Transaction, t: Texts, key: str, now: int) -> Sequence[Circle]:
        match key.split("."):
            case [""]:
                return [
                    Circle(f"{_PROGRAMME}.{each.programme_id}", _label(each.title.best(t.language)))
                    for each in await store.programmes_since(tx, now)
                ]
            case ["p", programme]:
                days = await store.days_of(tx, ProgrammeId(programme))
                return [_day(t, programme, day) for day in sorted(days)]
            case ["d", programme, day, page]:
                return await self._sessions(tx, t, ProgrammeId(programme), day, number_in([page], 0))
            case _:
                return []

    async def named(self, tx: Transaction, t: Texts, key: str) -> str | None:
        match key.split("."):
            case [""]:
                return ""
            case ["p", programme]:
                found = await store.find_programme(tx, ProgrammeId(programme))
                return found.title.best(t.language) if found else None
            case ["s", session]:
                about = await store.find_session(tx, SessionId(session))
                return about.about.title.best(t.language) if about else None
            case _:
                return None

    async def sizes(self, tx: Transaction, key: str) -> Mapping[str, Mapping[Language, int]]:
        match key.split("."):
            case ["p", programme]:
                rows = await queries.attendees_of_programme(tx, programme_id=programme)
            case ["s", session]:
                rows = await queries.attendees_of_session(tx, session_id=session)
            case [""]:
                rows = await queries.all_attendees(tx)
            case _:
                return {}
        venue, sizes = await self._venue(tx, key), dict[str, Counter[Language]]()
        for row in rows:
            sizes.setdefault(row["zone"] or venue, Counter())[Language(row["language"])] += row["people"]
        return sizes

    async def readers(self, tx: Transaction, key: str, zone: str, after: str, most: int) -> Sequence[Reader]:
        zones = {"zone": zone, "or_zone": "" if zone == await self._venue(tx, key) else NOWHERE}
        match key.split("."):
            case ["p", programme]:
                rows = await queries.next_of_programme(
                    tx, programme_id=programme, after=after, most=most, **zones
                )
            case ["s", session]:
                rows = await queries.next_of_session(tx, session_id=session, after=after, most=most, **zones)
            case [""]:
                rows = await queries.next_attendees(tx, after=after, most=most, **zones)
            case _:
                return []
        return [read_reader(row) for row in rows]

    async def _venue(self, tx: Transaction, key: str) -> str:
        """Its zone is that of everybody who has not said otherwise."""
        kind, _, which = key.partition(".")
        if kind == _PROGRAMME and (programme := await store.find_programme(tx, ProgrammeId(which))):
            return programme.zone
        if kind == _SESSION and (session := await store.find_session(tx, SessionId(which))):
            return session.zone
        return self._directory.zone_of("")

    async def _sessions(
        self, tx: Transaction, t: Texts, programme: ProgrammeId, day: str, page: int
    ) -> list[Circle]:
        try:
            on = date.fromisoformat(day)
        except ValueError:  # no button of ours says so
            return []
        found = await store.sessions_of_day(tx, programme, on, None, page * PAGE, PAGE + 1)
        circles = [
            Circle(
                f"{_SESSION}.{each.session_id}",
                _label(f"{t.clock_time(each.starts_at, each.zone)} {each.about.title.best(t.language)}"),
            )
            for each in found[:PAGE]
        ]
        if len(found) > PAGE:
            circles.append(_day(t, programme, on, page + 1))
        return circles


def _day(t: Texts, programme: str, day: date, page: int = 0) -> Circle:
    label = t.day(day) if not page else f"{t.day(day)} ({page + 1})"
    return Circle(f"{_DAY}.{programme}.{day.strftime(DAY_FORMAT)}.{page}", label, can_be_chosen=False)


def _label(text: str) -> str:
    return shortened(text, LONGEST_LABEL)


def read_reader(row: Row) -> Reader:
    language = Language(row["language"]) if row["language"] else None
    return Reader(row["attendee"], AddressId(row["address_id"]), language)
