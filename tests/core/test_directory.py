"""Topics, areas and organisations: every mistake in every file is named at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.directory import read_directory
from bot.core.entries import Organisation
from bot.core.errors import OperatorError
from bot.core.language import Language

REPOSITORY = Path(__file__).parents[2]

NAMES = "{ " + ", ".join(f'{language.value} = "x"' for language in Language) + " }"
TOPIC = f'[[topic]]\nid = "drugs"\nname = {NAMES}\n'
AREA = f'[[area]]\nid = "old-town"\ncountry = "AT"\nzone = "Europe/Vienna"\nname = {NAMES}\n'
ORGANISATION = f'[[organisation]]\nid = "police"\nkind = "police"\nname = {NAMES}\n'


def _folder(
    tmp_path: Path, topics: str = TOPIC, areas: str = AREA, organisations: str = ORGANISATION
) -> Path:
    for name, content in (("topics", topics), ("areas", areas), ("organisations", organisations)):
        (tmp_path / f"{name}.toml").write_text(content, "utf-8")
    return tmp_path


def _problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(OperatorError) as refused:
        read_directory(folder)
    return refused.value.problems


def test_what_is_shipped_is_whole() -> None:
    directory = read_directory(REPOSITORY / "config")
    assert directory.topics
    assert directory.areas
    assert directory.organisations


def test_names_in_every_language_and_an_id_that_is_gone_as_it_is(tmp_path: Path) -> None:
    directory = read_directory(_folder(tmp_path))
    assert directory.topic_name("drugs", Language.RU) == "x"
    assert directory.area_name("gone", Language.RU) == "gone"
    assert not directory.is_urgent("drugs")
    assert not directory.is_urgent("gone")


@pytest.mark.parametrize(
    ("topics", "problem"),
    [
        ("", "topics.toml: there is no [[topic]]"),
        ("[topic]\nid = 'x'\n", "topics.toml: [[topic]]: Input should be a valid list"),
        ("topic = 5", "topics.toml: [[topic]]: Input should be a valid list"),
        ("topic = [5]", "topics.toml: topic 0: Input should be a valid dictionary or instance of Topic"),
        (TOPIC + TOPIC, "topics.toml: drugs stands there twice"),
        (TOPIC.replace('"drugs"', '"Dr ugs"'), "topic Dr ugs: id: String should match pattern"),
        (TOPIC.replace('ru = "x"', 'ru = " "'), "topics.toml: topic drugs: name: has no name in ru"),
        (TOPIC.replace('ru = "x"', 'xx = "x"'), "topics.toml: topic drugs: name.xx"),
        (TOPIC + "colour = 'red'\n", "topics.toml: topic drugs: colour: Extra inputs are not permitted"),
        ("[[topic]]\nid = 'drugs'\n", "topics.toml: topic drugs: name: Field required"),
        ("[[topic]", "topics.toml: "),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, topics: str, problem: str) -> None:
    found = _problems(_folder(tmp_path, topics=topics))
    assert any(problem in line for line in found), found
    assert not any("\n" in line for line in found)


def test_a_zone_that_is_none_is_named(tmp_path: Path) -> None:
    assert _problems(_folder(tmp_path, areas=AREA.replace("Vienna", "Atlantis"))) == (
        "areas.toml: area old-town: zone: is no time zone",
    )


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "areas.toml").write_bytes(b"\xff\xfe\x00")
    (problem,) = _problems(folder)
    assert problem.startswith("areas.toml: ")


def test_all_files_are_read_before_anything_is_said(tmp_path: Path) -> None:
    folder = _folder(tmp_path, topics="", areas=AREA.replace('"AT"', '"Austria"'))
    (folder / "organisations.toml").unlink()
    found = _problems(folder)
    assert [line.partition(".toml")[0] for line in found] == ["topics", "areas", "organisations"]


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ('areas = ["atlantis"]', ["areas: atlantis is none of old-town"]),
        ('topics = ["weather"]', ["topics: weather is none of drugs"]),
        ('areas = "old-town"', ["areas: Input should be a valid tuple"]),
        ('languages = ["xx"]', ["languages.0: Input should be 'ar', 'de'"]),
        ('hours = "Mon-Fryday 8-12"', ["hours: 'fryday' is no weekday"]),
        ('hours = "Mon-Fri 8-25"', ["hours: '8-25' is no time"]),
        ('zone = "Europe/Atlantis"', ["zone: is no time zone"]),
        ('holidays = "XX"', ["holidays: there is no calendar of holidays for XX"]),
        ('holidays = "AT-99"', ["holidays: there is no calendar of holidays for AT-99"]),
        ("closed = [2026-02-30]", ["organisations.toml: "]),
        ('hours = "x"\nzone = "y"', ["hours: 'x' is no weekday", "zone: is no time zone"]),
    ],
)
def test_what_an_organisation_takes_care_of_is_checked(
    tmp_path: Path, more: str, problems: list[str]
) -> None:
    found = _problems(_folder(tmp_path, organisations=ORGANISATION + more))
    assert len(found) == len(problems), found
    for line, words in zip(found, problems, strict=True):
        assert words in line
        assert line.startswith("organisations.toml: ")


def test_what_an_organisation_takes_care_of_is_read(tmp_path: Path) -> None:
    more = 'areas = ["old-town"]\nhours = "mon-fri 8-12"\nclosed = [2026-12-24]\nholidays = "AT-9"'
    police = read_directory(_folder(tmp_path, organisations=ORGANISATION + more)).organisations["police"]
    assert police.hours == "Mon-Fri 08:00-12:00"
    assert [day in police.days_off for day in (date(2026, 12, 24), date(2026, 12, 25))] == [True, True]
    assert date(2026, 12, 23) not in police.days_off
    assert Organisation.model_validate_json(police.model_dump_json()) == police


def test_the_clocks_are_its_own_or_those_of_its_first_area(tmp_path: Path) -> None:
    areas = AREA + AREA.replace("old-town", "docks").replace("Vienna", "Moscow")
    three = "".join(
        ORGANISATION.replace('id = "police"', f'id = "{name}"') + more
        for name, more in (("a", ""), ("b", 'areas = ["docks", "old-town"]\n'), ("c", 'zone = "Asia/Baku"\n'))
    )
    directory = read_directory(_folder(tmp_path, areas=areas, organisations=three))
    assert [directory.zone_of(each) for each in ("a", "b", "c", "gone")] == [
        "Europe/Vienna",
        "Europe/Moscow",
        "Asia/Baku",
        "Europe/Vienna",
    ]


def test_what_was_imported_stands_in_place_of_the_same_and_beside_the_rest(tmp_path: Path) -> None:
    directory = read_directory(_folder(tmp_path))
    police = directory.organisations["police"]
    directory.adopt(
        [police.model_copy(update={"kind": "school"}), police.model_copy(update={"id": "clinic"})]
    )
    assert {each.id: each.kind for each in directory.organisations.values()} == {
        "police": "school",
        "clinic": "police",
    }
    directory.adopt([])
    assert directory.organisations == {"police": police}
