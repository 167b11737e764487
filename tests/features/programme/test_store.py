"""Programmes as they are imported, browsed and attended, on both engines."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from bot.core.errors import OperatorError
from bot.features.programme import attendance, store
from bot.features.programme.formats import read_programme
from bot.features.programme.importer import LosesTooMuch
from bot.features.programme.keeper import AttendanceKeeper
from bot.features.programme.kept import KeptSession, read_content, track_key, write_content
from bot.features.programme.model import Localized, ScheduledSession, SessionState
from bot.features.programme.rules import Lead
from bot.storage.database import Database, load_queries
from tests.features.programme.hall import DAY, HOUR, MINUTE, Hall, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
MIRA, JONAS = 1001, 1002


async def test_the_same_file_again_changes_nothing(hall: Hall) -> None:
    version = programme(planned("a", NINE, track="Family"), planned("b", NINE + HOUR, room=""))
    first = await hall.imports(version)
    again = await hall.imports(version)
    assert (first.new, first.changed, first.withdrawn, first.unchanged) == (2, 0, 0, 0)
    assert (again.new, again.changed, again.withdrawn, again.unchanged) == (0, 0, 0, 2)
    assert again.programme_id == first.programme_id
    assert await hall.count("sessions") == 2
    assert await hall.count("programme_imports") == 1
    assert await hall.count("rounds") == 2 * len(Lead)


async def test_a_session_keeps_its_id_through_all_versions(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    before = await hall.session("a")
    done = await hall.imports(programme(planned("a", NINE + HOUR, title="Anew"), planned("b", NINE)))
    after = await hall.session("a")
    assert (done.changed, done.unchanged) == (1, 1)
    assert after.session_id == before.session_id
    assert (after.starts_at, after.about.title.best("en")) == (NINE + HOUR, "Anew")


async def test_moving_a_session_sets_six_rows_anew_however_many_want_to_be_there(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    for person in range(30):
        await hall.adds(person + 1, "a")
    agenda = await rows_of(hall.database, "agenda")
    await hall.imports(programme(planned("a", NINE + HOUR), planned("b", NINE)))
    rounds = await rows_of(hall.database, "rounds")
    session = await hall.session("a")
    assert await rows_of(hall.database, "agenda") == agenda
    waiting = [row for row in rounds if row["session_id"] == session.session_id and not row["is_done"]]
    assert [row["starts_at"] for row in waiting] == [NINE + HOUR] * len(Lead)
    assert len(rounds) == 3 * len(Lead)
    assert await hall.count("session_changes") == 1


async def test_a_vanished_session_is_withdrawn_and_comes_back_as_itself(hall: Hall) -> None:
    both = programme(planned("a", NINE), planned("b", NINE))
    await hall.imports(both)
    before = await hall.session("a")
    gone = await hall.imports(programme(planned("b", NINE)))
    assert gone.withdrawn == 1
    assert (await hall.session("a")).is_withdrawn
    assert [session.about.key for session in await listed(hall)] == ["b"]
    await hall.imports(both)
    assert await hall.session("a") == before


async def test_what_has_begun_is_not_withdrawn(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + DAY)))
    hall.at(NINE + MINUTE)
    assert (await hall.imports(programme(planned("b", NINE + DAY)))).withdrawn == 0


async def test_a_file_that_lost_everything_is_refused_whole(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    with pytest.raises(LosesTooMuch, match="lacks 2 of the 2 sessions"):
        await hall.imports(programme(planned("c", NINE)), is_final=False)
    assert await hall.count("sessions") == 2


async def test_when_all_is_over_the_next_season_may_replace_it(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    hall.at(NINE + 7 * DAY)
    assert (await hall.imports(programme(planned("c", NINE + 14 * DAY)), is_final=False)).new == 1


async def test_programmes_of_different_names_stand_side_by_side(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), title="Conference"))
    await hall.imports(programme(planned("a", NINE + DAY), title="School week"))
    async with hall.database.transaction() as tx:
        found = await store.programmes_since(tx, hall.now)
    assert [one.title.best("en") for one in found] == ["Conference", "School week"]


async def test_a_programme_without_a_name_is_not_taken(hall: Hall) -> None:
    with pytest.raises(OperatorError, match="no title"):
        await hall.imports(programme(planned("a", NINE), title=""))


async def test_a_day_is_the_venues_and_can_be_narrowed_to_a_track(hall: Hall) -> None:
    late = vienna(2026, 9, 2, 23, 30)
    sessions = [
        planned("a", NINE, track="Family"),
        planned("b", late, track="School"),
        planned("c", late + HOUR),
    ]
    done = await hall.imports(programme(*sessions))
    async with hall.database.transaction() as tx:
        days = await store.days_of(tx, done.programme_id)
        tracks = await store.tracks_of_day(tx, done.programme_id, date(2026, 9, 2))
        narrowed = await store.sessions_of_day(
            tx, done.programme_id, date(2026, 9, 2), track_key(Localized.of("School")), 0, 9
        )
    assert days == {date(2026, 9, 2): 2, date(2026, 9, 3): 1}
    assert tracks == {track_key(Localized.of("Family")), track_key(Localized.of("School"))}
    assert [session.about.key for session in narrowed] == ["b"]


async def test_a_day_opens_where_something_is_still_going_on(hall: Hall) -> None:
    done = await hall.imports(programme(*(planned(str(hour), NINE + hour * HOUR) for hour in range(5))))
    async with hall.database.transaction() as tx:
        places = [
            await store.sessions_before_now(tx, done.programme_id, date(2026, 9, 2), NINE + hour * HOUR)
            for hour in (0, 1, 4, 5)
        ]
    assert places == [0, 1, 4, 0]


async def test_of_3000_sessions_only_a_page_is_looked_at(hall: Hall) -> None:
    many = programme(*(planned(str(n), NINE + n % 600 * MINUTE) for n in range(3000)))
    done = await hall.imports(many)
    async with hall.database.transaction() as tx:
        pages = [
            await store.sessions_of_day(tx, done.programme_id, date(2026, 9, 2), None, skipped, 1000)
            for skipped in (0, 1000, 2000, 3000)
        ]
    keys = [session.about.key for page in pages for session in page]
    assert len(keys) == len(set(keys)) == 3000
    assert [len(page) for page in pages] == [1000, 1000, 1000, 0]


WALKS = {
    "sessions_of_day": ["s USING INDEX sessions_of_day (programme_id=? AND day=? AND is_withdrawn=?)"],
    "days": ["USING COVERING INDEX sessions_of_day (programme_id=?)"],
    "close_rounds": ["USING INDEX sqlite_autoindex_rounds_1 (session_id=?)"],
    "next_round": ["USING INDEX rounds_due (due_at<?)"],
    "close_idle_rounds": [
        "USING INDEX rounds_due (due_at<?)",
        "g USING COVERING INDEX agenda_of_round (session_id=? AND lead_minutes=? AND zone=?)",
    ],
    "to_remind": [
        "g USING COVERING INDEX agenda_of_round (session_id=? AND lead_minutes=? AND zone=? AND attendee>?)",
        "t USING INDEX sqlite_autoindex_attendees_1 (attendee=?)",
        "r USING COVERING INDEX sqlite_autoindex_reminders_1 (session_id=? AND starts_at=? AND ",
    ],
    "to_tell": [
        "t USING INDEX sqlite_autoindex_attendees_1 (attendee>? AND attendee<?)",
        "g USING COVERING INDEX sqlite_autoindex_agenda_1 (attendee=?)",
        "c USING INDEX sqlite_autoindex_session_changes_1 (import_id=? AND session_id=?)",
    ],
}
IN_ORDER = {"sessions_of_day", "next_round", "next_import_to_tell", "to_remind", "last_of_next_attendees"}
"""What takes the first few of many must find them in order: sorting would look at all."""
FEW = {"programmes_ending_after", "next_import_to_tell", "due_snoozes", "held_of"}
FEW |= {"configured_sources", "due_source", "next_attendees", "next_of_programme", "next_of_session"}
FEW |= {"sessions_named"}
"""A handful of programmes or feeds; nothing but imports that wait; the hundreds just taken; no table;
the names at hand."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_statement_walks_through_a_whole_table(hall: Hall) -> None:
    """On SQLite, whose plans are the same everywhere; PostgreSQL's depend on what it has counted."""
    for name, sql in statements().items():
        async with hall.database.transaction() as tx:
            plan = await tx.rows(f"EXPLAIN QUERY PLAN {sql}", Anything())
        steps = "\n".join(row["detail"] for row in plan)
        assert "SCAN" not in steps or name in FEW, f"{name}: {steps}"
        assert "ORDER BY" not in steps or name not in IN_ORDER, f"{name}: {steps}"
        for step in WALKS.get(name, ()):
            assert step in steps, f"{name}: {steps}"


async def test_an_agenda_holds_each_session_once_and_lets_it_go(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + HOUR)))
    await hall.adds(MIRA, "b", "a", "a")
    assert await agenda(hall, MIRA) == ["a", "b"]
    await hall.drops(MIRA, "a")
    assert await agenda(hall, MIRA) == ["b"]
    assert await agenda(hall, JONAS) == []


async def test_one_address_is_kept_however_much_is_added(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.adds(MIRA, "a")
    await hall.adds(MIRA, "b", lead=Lead.HOUR)
    assert await hall.count("addresses") == 1


async def test_another_lead_time_holds_for_all_but_what_is_too_near_for_it(hall: Hall) -> None:
    await hall.imports(programme(planned("near", NINE), planned("far", NINE + 5 * HOUR)))
    await hall.adds(MIRA, "near", "far", lead=Lead.FIVE_MINUTES)
    hall.at(NINE - 12 * MINUTE)
    async with hall.visit(MIRA) as context:
        await attendance.choose_lead(context, Lead.HALF_HOUR)
        items = await attendance.coming(context)
    assert [item.lead for item in items] == [Lead.TEN_MINUTES, Lead.HALF_HOUR]


async def test_whoever_blocked_the_bot_and_comes_back_is_reached_again(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    await hall.adds(MIRA, "a")
    await hall.blocks(MIRA)
    assert await hall.count("addresses") == 0
    async with hall.visit(MIRA) as context:
        known = await attendance.present(context)
    assert known is not None
    assert await hall.count("addresses") == 1
    assert await hall.count("links") == 1
    assert await agenda(hall, MIRA) == ["a"]


async def test_erasing_leaves_nothing_of_the_person_and_everything_of_others(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await hall.adds(MIRA, "a", "b")
    await hall.adds(JONAS, "a")
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    async with hall.visit(MIRA) as context:
        held = dict(await AttendanceKeeper().holdings(context))
        letters = await AttendanceKeeper().erase(context)
    assert held == {
        "programme.held_agenda": 2,
        "programme.held_reminders": 2,
        "programme.held_snoozes": 0,
        "programme.held_days": 0,
        "programme.held_places": 0,
        "programme.held_roles": 0,
        "programme.held_address": 1,
    }
    assert letters == []
    for table, left in {"attendees": 1, "agenda": 1, "reminders": 1, "addresses": 1, "outbox": 1}.items():
        assert await hall.count(table) == left, table


async def test_who_was_where_is_forgotten_a_month_after(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + 40 * DAY)))
    await hall.adds(MIRA, "a", "b")
    hall.at(NINE - 10 * MINUTE)
    await hall.job.run()
    hall.at(NINE + 29 * DAY)
    await hall.job.forget_past()
    assert await hall.count("agenda") == 2
    hall.at(NINE + 32 * DAY)
    await hall.job.forget_past()
    assert (await hall.count("agenda"), await hall.count("reminders")) == (1, 0)
    assert await hall.count("rounds") == len(Lead)
    assert await hall.count("sessions") == 2


def test_a_session_is_read_as_it_was_written() -> None:
    session = ScheduledSession(
        key="k",
        code="ABC",
        starts_at=1,
        ends_at=2,
        title=Localized.of({"en": "Title", "ar": "عنوان"}),
        subtitle=Localized.of("sub"),
        abstract=Localized.of({"": "any", "de-AT": "Jause"}),
        track=None,
        room=Localized.of("Hall"),
        language="en",
        kind="talk",
        speakers=("a liaison officer", "Ana"),
        url="https://example.org/x",
        state=SessionState.DELAYED,
    )
    assert read_content(write_content(session), "k", 1, 2, SessionState.DELAYED) == session


async def test_a_programme_survives_any_order_of_its_versions(hall: Hall) -> None:
    """Sessions come, go, move and change; at the end the store is what the last file says."""
    chance = random.Random(20)
    keys = [f"k{n}" for n in range(8)]
    for _ in range(12):
        version = programme(
            planned("always", NINE),
            *(
                planned(key, NINE + chance.randrange(5) * HOUR, room=chance.choice(["Hall A", "Hall B", ""]))
                for key in keys
                if chance.random() < 0.7
            ),
        )
        await hall.imports(version)
        assert (await hall.imports(version)).unchanged == len(version.sessions)
        wanted = {(session.key, session.starts_at) for session in version.sessions}
        assert {(session.about.key, session.starts_at) for session in await listed(hall)} == wanted
        open_rounds = "rounds WHERE is_done = 0"
        assert await hall.count(open_rounds) == len(version.sessions) * len(Lead)


async def test_a_new_zone_of_the_venue_moves_days_and_reminders(hall: Hall) -> None:
    midnight = vienna(2026, 9, 3)
    version = programme(planned("a", midnight))
    done = await hall.imports(version)
    await hall.imports(replace(version, zone="Europe/London"))
    async with hall.database.transaction() as tx:
        assert list(await store.days_of(tx, done.programme_id)) == [date(2026, 9, 2)]
    assert await hall.count("session_changes") == 0


FRAB = b"""<?xml version="1.0"?><schedule><version>1</version><conference><title>Old</title>
<time_zone_name>Europe/Vienna</time_zone_name></conference>
<day index="1" date="2026-09-02"><room name="Hall A">
<event guid="g1" id="1"><date>2026-09-02T09:00:00+02:00</date><start>09:00</start><duration>01:00</duration>
<title>Opening &amp; welcome</title></event></room></day></schedule>"""


async def test_a_file_goes_all_the_way(hall: Hall) -> None:
    await hall.imports(read_programme(FRAB))
    (session,) = await listed(hall)
    assert (session.starts_at, session.about.title.best("en")) == (NINE, "Opening & welcome")
    assert (await hall.imports(read_programme(FRAB))).unchanged == 1


class Anything(dict[str, object]):
    """A value for every parameter: a plan does not depend on them."""

    def __missing__(self, name: str) -> object:
        return 0


def statements() -> dict[str, str]:
    """All that read or change rows; what puts in new ones looks for none."""
    loaded = load_queries(store.__file__)
    found = {name: statement.sql for name, statement in vars(loaded).items()}
    assert found.keys() > WALKS.keys() | IN_ORDER
    return {
        name: sql.replace("FOR UPDATE SKIP LOCKED", "")
        for name, sql in found.items()
        if not sql.startswith("INSERT")
    }


async def rows_of(database: Database, table: str) -> list[dict[str, object]]:
    async with database.transaction() as tx:
        rows = await tx.rows(f"SELECT * FROM {table}", {})
    return sorted((dict(row) for row in rows), key=repr)


async def listed(hall: Hall) -> list[KeptSession]:
    async with hall.database.transaction() as tx:
        (found,) = await store.programmes_since(tx, 0)
        days = await store.days_of(tx, found.programme_id)
        return [
            session
            for day in sorted(days)
            for session in await store.sessions_of_day(tx, found.programme_id, day, None, 0, 100)
        ]


async def agenda(hall: Hall, chat_id: int) -> list[str]:
    async with hall.visit(chat_id) as context:
        return [item.session.about.key for item in await attendance.coming(context)]
