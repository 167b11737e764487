"""Importing organisations: every mistake with its place, all or nothing, seen without a restart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from bot.core.directory import Directory
from bot.core.entries import Organisation
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff.jobs import StaffJobs
from bot.features.staff.organisation_files import COLUMNS, NEEDED, read_organisations
from bot.features.staff.organisations import Imported, adopt, adopt_kept, import_organisations
from bot.features.staff.rules import Grant
from bot.storage.connect import connect
from bot.storage.database import Database
from bot.storage.migrate import migrate
from tests.features.staff.office import Office, directory, organisation

KNOWN = directory()
NAMES = {f"name_{language}": f"Name {language}" for language in Language}
ROW = {"id": "clinic", "kind": "health", **NAMES}
FULL = {
    **ROW,
    "areas": "north old-town",
    "languages": "de ru",
    "hours": "Mon-Fri 8-12, 14-18",
    "zone": "Europe/Vienna",
    "holidays": "AT",
    "closed": "2026-12-24 2026-12-31",
}


def table(*rows: Mapping[str, str], between: str = ",") -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return "\r\n".join(between.join(f'"{cell}"' for cell in line) for line in lines).encode()


def toml(*organisations: str) -> bytes:
    names = ", ".join(f'{language} = "{language}"' for language in Language)
    return "".join(
        f'[[organisation]]\nid = "{each}"\nkind = "school"\nname = {{ {names} }}\n' for each in organisations
    ).encode()


def problems(name: str, content: bytes) -> tuple[str, ...]:
    with pytest.raises(OperatorError) as refused:
        read_organisations(name, content, KNOWN)
    return refused.value.problems


async def imports(office: Office, *ids: str, kind: str = "school") -> Imported:
    async with office.database.transaction() as tx:
        found = [organisation(each, kind) for each in ids]
        return await import_organisations(tx, office.directory, found, office.now)


def jobs(office: Office) -> StaffJobs:
    return StaffJobs(office.database, office.directory, office.keyring, office.clock)


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_table_says_the_same_as_toml(between: str, mark: bytes) -> None:
    (found,) = read_organisations("places.CSV", mark + table(FULL, between=between), KNOWN)
    assert (found.id, found.kind, found.name[Language.RU]) == ("clinic", "health", "Name ru")
    assert (found.areas, found.topics) == (("north", "old-town"), ())
    assert found.languages == (Language.DE, Language.RU)
    assert found.hours == "Mon-Fri 08:00-12:00 14:00-18:00"
    assert found.closed == (date(2026, 12, 24), date(2026, 12, 31))


def test_every_mistake_in_a_table_is_named_with_row_and_column() -> None:
    wrong = {
        **FULL,
        "id": "Big Clinic",
        "kind": "bakery",
        "name_ru": "",
        "hours": "Mon 8-25",
        "closed": "tomorrow",
    }
    unknown = {**ROW, "id": "school-2", "areas": "atlantis", "topics": "weather"}
    found = problems("x.csv", table(ROW, wrong, dict.fromkeys(ROW, ""), ROW, unknown))
    places = [line.partition(": ")[2].split(":")[0] for line in found]
    assert places == [
        "row 3, column id",
        "row 3, column name",
        "row 3, column kind",
        "row 3, column hours",
        "row 3, column closed",
        "row 5, column id",
        "row 6, column areas",
        "row 6, column topics",
    ]
    assert "has no name in ru" in found[1]
    assert "clinic stands there twice" in found[5]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [f"there is no column {column}" for column in NEEDED]),
        (table({**ROW, "colour": "red"}), ["column colour is none of " + ", ".join(COLUMNS)]),
        (table(ROW).replace(b'"kind"', b'"id"', 1), ["no column kind", "column id stands there twice"]),
        (table(ROW) + b',"more"', ["row 2, column 10: there are more cells than columns"]),
        (table(ROW).splitlines()[0], ["there is no organisation in it"]),
        (b"\xff\xfe\x00", ["can't decode"]),
    ],
)
def test_a_table_of_another_form_is_refused(content: bytes, expected: list[str]) -> None:
    found = problems("x.csv", content)
    assert len(found) == len(expected), found
    assert all(words in line for words, line in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "x.toml: there is no [[organisation]]"),
        (b"organisation = 5", "x.toml: [[organisation]]"),
        (b"[[organisation]", "x.toml: "),
        (b"\xff", "x.toml: "),
        (toml("a", "a"), "x.toml: a stands there twice"),
        (toml("a") + b'areas = ["atlantis"]', "x.toml: organisation a: areas: atlantis is none of"),
        (toml("a") + b'hours = "never"', "x.toml: organisation a: hours: 'never' is no weekday"),
    ],
)
def test_every_mistake_in_toml_is_named(content: bytes, expected: str) -> None:
    (found,) = problems("x.toml", content)
    assert found.startswith(expected)


async def test_an_import_shows_without_a_restart(office: Office) -> None:
    job = jobs(office)
    await job.refresh()
    assert list(office.directory.organisations) == ["police", "clinic"]
    assert await imports(office, "clinic", "lyceum") == Imported(2, 0, 0, 0)
    await job.refresh()
    assert {each.id: each.kind for each in office.directory.organisations.values()} == {
        "police": "police",
        "clinic": "school",
        "lyceum": "school",
    }
    assert await imports(office, "clinic", "lyceum") == Imported(0, 0, 0, 2)
    assert await imports(office, "lyceum", "gym", kind="health") == Imported(1, 1, 1, 0)
    await job.refresh()
    kinds = {each.id: each.kind for each in office.directory.organisations.values()}
    assert kinds == {"police": "police", "clinic": "health", "lyceum": "health", "gym": "health"}


async def test_what_was_imported_is_there_from_the_start(office: Office) -> None:
    await imports(office, "lyceum")
    fresh = directory()
    async with office.database.transaction() as tx:
        await adopt_kept(tx, fresh)
    assert "lyceum" in fresh.organisations


async def test_an_organisation_somebody_works_for_is_not_retired(office: Office) -> None:
    await imports(office, "clinic", "lyceum", "gym")
    await jobs(office).refresh()
    await office.hires_coordinator()
    teacher = await office.hires(2, Grant(Role.OFFICER, "lyceum"))
    await office.hires(3, Grant(Role.OFFICER, "clinic"))
    with pytest.raises(OperatorError) as refused:
        await imports(office, "gym")
    (problem,) = refused.value.problems  # the clinic is in the configuration too
    assert "organisation lyceum is not in the file, and 1 still work for it" in problem
    assert await office.count("organisations") == 3
    await office.does(1, f":staff.ended|{teacher.address}")
    assert await imports(office, "gym") == Imported(0, 0, 2, 1)


def test_what_another_version_kept_and_this_one_cannot_read_is_said() -> None:
    content = organisation("gym").model_dump_json().replace('"police"', '"bakery"')
    with pytest.raises(OperatorError, match="organisation gym, once imported: Input should be"):
        adopt(directory(), {"gym": content, "clinic": organisation("clinic").model_dump_json()})


def test_an_area_that_is_gone_does_not_keep_the_bot_from_starting() -> None:
    known: Directory = directory()
    adopt(known, {"gym": organisation("gym", areas=["atlantis"]).model_dump_json()})
    assert known.zone_of("gym") == "Europe/Vienna"
    assert isinstance(known.organisations["gym"], Organisation)


async def test_roles_and_languages_kept_before_there_were_leads_stay_what_they_were(
    database_url: str,
) -> None:
    database: Database = await connect(database_url)
    await migrate(database, up_to=6)
    shared = "'police', '', ''"
    async with database.transaction() as tx:
        for role in (1, 2):
            await tx.execute(f"INSERT INTO staff VALUES ('a{role}', 'm{role}', {role}, {shared})", {})
            await tx.execute(f"INSERT INTO invites VALUES ('c{role}', {role}, {shared}, NULL, 9)", {})
        await tx.execute(f"INSERT INTO invites VALUES ('c3', 2, {shared}, 'de', 9)", {})
    await migrate(database)
    async with database.transaction() as tx:
        staff = await tx.rows("SELECT role FROM staff ORDER BY address_id", {})
        invites = await tx.rows("SELECT role, languages FROM invites ORDER BY code_lookup", {})
    await database.close()
    assert [Role(row["role"]) for row in staff] == [Role.OFFICER, Role.COORDINATOR]
    assert [(Role(row["role"]), row["languages"]) for row in invites] == [
        (Role.OFFICER, ""),
        (Role.COORDINATOR, ""),
        (Role.COORDINATOR, "de"),
    ]
