"""Files of activities: every mistake named with its row and column, and nothing half imported."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.clock import FastClock
from bot.core.directory import read_directory
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.activities.activity_file import read_activities
from bot.features.activities.model import Access, Kind
from bot.house import House, open_house
from bot.settings import Settings
from tests.activities import VIENNA, bring, import_file, row, table
from tests.house import REPOSITORY

DIRECTORY = read_directory(REPOSITORY / "config")
DEMONSTRATION = REPOSITORY / "config" / "activities" / "demonstration.csv"
NOW = datetime(2026, 6, 2, 10, tzinfo=VIENNA)
START = datetime(2026, 6, 4, 17, tzinfo=VIENNA)
CALENDAR = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//\r
X-WR-CALNAME:Club\r
BEGIN:VEVENT\r
UID:chess\r
SUMMARY:Chess\r
LOCATION:Blue Hall\r
CATEGORIES:Music\r
DTSTART;TZID=Europe/Vienna:20260604T170000\r
DTEND;TZID=Europe/Vienna:20260604T180000\r
RRULE:FREQ=WEEKLY;COUNT=60\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    settings = Settings(database_url=database_url, config=REPOSITORY / "config")  # type: ignore[arg-type]
    opened = await open_house(settings, FastClock(0, start=NOW.timestamp()))
    yield opened
    await opened.database.close()


def test_a_row_says_everything() -> None:
    written = row(
        "swim", START, ages="6 - 12", cost="2 EUR", access="step_free sign", languages="de uk", capacity="",
        title_ar="السباحة", checked_on="2026-05-30", status="cancelled", demonstration="yes",
    )  # fmt: skip
    (found,) = read_activities("things.csv", table(written).encode("utf-8-sig"), DIRECTORY)
    assert (found.youngest, found.oldest, found.capacity, found.cost) == (6, 12, None, "2 EUR")
    assert found.access == Access.STEP_FREE | Access.SIGN
    assert found.title == {"ar": "السباحة", "en": "Swim"}
    assert (found.kind, found.languages) == (Kind.SPORT, ("de", "uk"))
    assert found.starts_at == int(START.timestamp())
    assert found.is_cancelled
    assert found.is_demonstration
    assert not found.is_free


def test_every_mistake_is_named_with_its_row_and_column() -> None:
    content = table(
        row("fine", START),
        row("fine", START, organisation="circus", area="moon", kind="war", ages="17-12"),
        row("x", START, capacity="0", access="wings", languages="Deutsch", checked_on="soon", title_en=""),
        row("y", START, start="tomorrow", end="2026-06-04 16:00"),
        row("", START, end="2026-06-04 16:00", title_en="x" * 201, place_en="", status="maybe"),
        row("spring", START, start="2026-03-29 02:30", end="2026-03-29 04:00"),
    )
    with pytest.raises(OperatorError) as raised:
        read_activities("things.csv", content.encode(), DIRECTORY)
    places = [problem.split(":")[1].strip() for problem in raised.value.problems]
    assert places == [
        *(f"row 3, column {column}" for column in ("area", "ages", "organisation", "kind", "id")),
        *(
            f"row 4, column {column}"
            for column in ("capacity", "access", "languages", "checked_on", "title_en")
        ),
        "row 5, column start",
        *(
            f"row 6, column {column}"
            for column in ("end", "id", "title_en", "status", "title_en", "place_en")
        ),
        "row 7, column start",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column id"),
        (b"\xff\xfe\x00", "codec"),
        (b"id,organisation,area,kind,start,end\n", "no activity in it"),
        (b"id,organisation,area,kind,start,end,phone\n", "column phone is none of"),
        (b"id,organisation,area,kind,start,end,id\n", "column id stands there twice"),
        (b"id,organisation,area,kind,start,end\na,b,c,d,e,f,g\n", "row 2, column 7: there are more cells"),
    ],
)
def test_a_table_that_is_none(content: bytes, said: str) -> None:
    with pytest.raises(OperatorError, match=said):
        read_activities("things.csv", content, DIRECTORY)


def test_a_damaged_table_is_read_or_refused_and_nothing_else() -> None:
    content, dice = DEMONSTRATION.read_bytes(), random.Random(7)
    refused = 0
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(dice.randint(1, 5)):
            place = dice.randrange(len(damaged))
            match dice.randrange(3):
                case 0:
                    damaged[place] = dice.randrange(256)
                case 1:
                    del damaged[place : place + dice.randint(1, 40)]
                case _:
                    damaged[place:place] = dice.choice([b'"', b",", b"\n", b"\0", b";", "\u202e".encode()])
        refused += _is_refused(bytes(damaged))
    assert refused > 100


def _is_refused(content: bytes) -> bool:
    try:
        read_activities("things.csv", content, DIRECTORY)
    except OperatorError as error:
        return all(problem.startswith("things.csv: ") for problem in error.problems)
    return False


def test_the_demonstration_is_complete_and_says_what_it_is() -> None:
    found = read_activities(DEMONSTRATION.name, DEMONSTRATION.read_bytes(), DIRECTORY)
    assert len(found) == 10
    assert {each.kind for each in found} == set(Kind)
    assert any(each.capacity == 1 for each in found)
    for each in found:
        assert each.is_demonstration
        assert set(each.title) == set(each.place) == {language.value for language in Language}


async def test_the_next_version_of_a_file_changes_what_it_changes(house: House, tmp_path: Path) -> None:
    later = START + timedelta(days=7)
    said = await bring(house, tmp_path, row("a", START), row("b", START), row("c", START))
    assert said == "3 new, 0 changed, 0 cancelled, 0 withdrawn, 0 unchanged"
    said = await bring(house, tmp_path, row("a", START), row("b", later), row("d", START))
    assert said == "1 new, 1 changed, 0 cancelled, 1 withdrawn, 1 unchanged"
    said = await bring(house, tmp_path, row("a", START, status="cancelled"), row("b", later), row("c", START))
    assert said == "0 new, 1 changed, 1 cancelled, 1 withdrawn, 1 unchanged"
    with pytest.raises(OperatorError, match="none of the 2 activities that are still to come"):
        await bring(house, tmp_path, row("other", START))
    with pytest.raises(OperatorError, match="row 3, column kind"):
        await bring(house, tmp_path, row("a", START), row("b", later, kind="war"))
    said = await bring(house, tmp_path, row("a", START, status="cancelled"), row("b", later), row("c", START))
    assert said == "0 new, 0 changed, 0 cancelled, 0 withdrawn, 3 unchanged"


async def test_a_calendar_is_taken_in_for_half_a_year(house: House, tmp_path: Path) -> None:
    file = tmp_path / "club.ics"
    file.write_text(CALENDAR, "utf-8")
    with pytest.raises(OperatorError) as raised:
        await import_file(house, file, area="moon", capacity=0)
    assert [problem.partition(":")[0] for problem in raised.value.problems] == [
        "--organisation", "--area", "--capacity",
    ]  # fmt: skip
    said = await import_file(house, file, organisation="city", area="north", capacity=12)
    assert said.startswith("26 new")
    assert "34 are more than half a year away" in said
    async with house.database.transaction() as tx:
        found = await tx.rows(
            "SELECT kind, capacity, is_free FROM activities WHERE starts_at = :at",
            {"at": int(START.timestamp())},
        )
    assert [tuple(each) for each in found] == [("music", 12, 0)]
    for broken in (
        CALENDAR.replace("LOCATION:Blue Hall\r\n", ""),
        CALENDAR[:200],
        CALENDAR.replace("T18", "T16"),
    ):
        file.write_text(broken, "utf-8")
        with pytest.raises(OperatorError, match=r"club\.ics"):
            await import_file(house, file, organisation="city", area="north", capacity=12)
