"""Files of services: what they say, and every mistake in them with its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.services.files.terms import read_terms
from bot.features.services.model import Cost, Kind, Status
from tests.features.services.places import CONFIG, DIRECTORY, ROW, mistakes, read, table

SAMPLE = (Path(__file__).parent / "samples" / "hsds.json").read_bytes()
FULL = {
    **ROW,
    "name_de": "Laterne",
    "for_en": "For everybody",
    "address": "1 Example Lane",
    "phones": "Desk: +43 1 0000001; 147",
    "web": "https://lantern.example.org/",
    "email": "hello@lantern.example.org",
    "languages": "de uk",
    "minimum_age": "10",
    "maximum_age": "17",
    "cost": "low",
    "anonymous": "yes",
    "hours": "Mon-Fri 8-12, 14-18",
    "holidays": "AT",
    "closed": "2026-12-24",
    "status": "paused",
    "checked_on": "2026-11-01",
    "checked_by": "Town",
    "expires_on": "2027-03-01",
    "demonstration": "yes",
}


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_table_is_read_as_spreadsheets_write_it(between: str, mark: bytes) -> None:
    (found,) = read("list.CSV", mark + table(FULL, between=between))
    assert found.kinds == (Kind.COUNSELLING, Kind.FAMILY)
    assert found.areas == ("north", "online")
    assert found.name == {Language.DE: "Laterne", Language.EN: "Lantern"}
    assert [(phone.note, phone.number) for phone in found.phones] == [("Desk", "+43 1 0000001"), ("", "147")]
    assert (found.hours, found.zone) == ("Mon-Fri 08:00-12:00 14:00-18:00", "Europe/Vienna")
    assert (found.cost, found.status, found.is_anonymous) == (Cost.LOW, Status.PAUSED, True)
    assert (found.minimum_age, found.maximum_age) == (10, 17)
    assert found.closed == (date(2026, 12, 24),)
    assert found.is_demonstration


def test_what_is_not_said_stays_unsaid() -> None:
    (found,) = read("list.csv", table(ROW))
    assert (found.hours, found.zone, found.is_anonymous, found.checked_on) == ("", "", None, None)
    assert (found.cost, found.status, found.is_demonstration) == (Cost.UNKNOWN, Status.ACTIVE, False)


def test_every_mistake_of_a_table_is_named_with_row_and_column() -> None:
    wrong = {
        **FULL,
        "kinds": "magic",
        "areas": "north atlantis",
        "phones": "+43 1 0000001; call us",
        "web": "http://lantern.example.org/",
        "email": "nobody",
        "languages": "german",
        "minimum_age": "18",
        "maximum_age": "12",
        "cost": "cheap",
        "anonymous": "perhaps",
        "hours": "always",
        "holidays": "XX",
        "closed": "Christmas",
        "checked_on": "2027-01-01",
        "expires_on": "soon",
    }
    nameless = {**ROW, "id": "nameless", "name_en": "", "source": ""}
    found = mistakes("list.csv", table(FULL, wrong, nameless, ROW))
    places = {place.partition(": ")[2].partition(":")[0] for place in found}
    assert places == {
        *(
            f"row 3, column {column}"
            for column in wrong
            if wrong[column] != FULL[column] and column != "minimum_age"
        ),
        "row 4, column name",
        "row 4, column source",
        "row 5, column id",
    }
    assert (
        "list.csv: row 3, column areas: atlantis is none of old-town, riverside, north, elsewhere, online"
        in found
    )
    assert "list.csv: row 3, column phones: call us cannot be a phone number" in found
    assert "list.csv: row 3, column hours: 'always' is no weekday" in found
    assert "list.csv: row 5, column id: lantern stands there twice" in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "row 1: there is no column id"),
        (b"id,kinds,areas,source,colour\n", "row 1: column colour is none of id"),
        (b"id,kinds,areas,source,id\n", "row 1: column id stands there twice"),
        (b"id,kinds,areas,source\n", "there is no service in it"),
        (
            b"id,kinds,areas,source\na,legal,north,x,y,z\n",
            "row 2, column 5: there are more cells than columns",
        ),
        (b"\xff\xfe", "can't decode"),
        (b'id,kinds,areas,source\n"a', "unexpected end of data"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(content: bytes, said: str) -> None:
    assert any(said in mistake for mistake in mistakes("list.csv", content))


def test_a_list_of_open_referral_is_understood() -> None:
    counselling, legal = read("list.json", SAMPLE, Language.DE)
    assert (counselling.kinds, counselling.areas) == ((Kind.COUNSELLING,), ("riverside", "old-town"))
    assert counselling.name == {Language.DE: "Beispiel-Beratung am Fluss"}
    assert counselling.hours == "Mon-Tue,Thu 10:00-18:00; Fri 20:00-02:00"
    assert counselling.hours_note == {Language.DE: "Am ersten Samstag im Monat von 10 bis 12."}
    assert counselling.languages == ("de", "tr")
    assert (counselling.cost, counselling.is_anonymous) == (Cost.FREE, True)
    assert counselling.address == "Haus Beispiel, Beispielweg 1, 0000 Altstadt"
    (phone,) = counselling.phones
    assert (phone.number, phone.extension, phone.note) == ("+43 1 0000002", "12", "Empfang")
    assert (counselling.source, counselling.checked_by) == ("Verein Beispiel", "stadt.example.org")
    assert counselling.checked_on == date(2026, 10, 30)
    assert counselling.access == {Language.DE: "Stufenloser Eingang."}
    assert (legal.kinds, legal.areas, legal.status) == ((Kind.LEGAL,), ("online",), Status.PAUSED)
    assert (legal.is_anonymous, legal.checked_on, legal.hours) == (False, None, "")


def changed(**said: Any) -> bytes:
    """The sample's first service alone, with something else in it."""
    first = orjson.loads(SAMPLE)["contents"][0]
    return orjson.dumps([{**first, **said}])


def weekly(**said: Any) -> list[dict[str, Any]]:
    return [{"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00", **said}]


@pytest.mark.parametrize(
    ("schedules", "hours"),
    [
        (weekly(opens_at="00:00:00", closes_at="23:59:00"), "Mon 00:00-24:00"),
        (weekly(byday="", dtstart="2026-11-19"), "Thu 09:00-17:00"),
        (weekly(opens_at="09:00+02:00", closes_at="17:00+0100", timezone=1), "Mon 09:00-17:00"),
        (weekly(valid_from="2026-12-01"), ""),
        (weekly(until="2026-11-01"), ""),
        (weekly(interval=2, description="Every other Monday"), ""),
        ([{"description": "By appointment"}], ""),
        ([], ""),
    ],
)
def test_schedules_become_hours_where_they_are_the_same_every_week(schedules: Any, hours: str) -> None:
    (found,) = read("list.json", changed(schedules=schedules))
    assert found.hours == hours


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"name": None}, "name"),
        ({"phones": [{"number": "call us"}]}, "phones"),
        ({"phones": {"number": "+43 1 0000001"}}, "phones"),
        ({"url": "http://fluss.example.org"}, "url"),
        ({"assured_date": "yesterday"}, "assured_date"),
        ({"assured_date": "2027-01-01"}, "assured_date"),
        ({"minimum_age": 30}, "maximum_age"),
        ({"minimum_age": 12.5}, "minimum_age"),
        ({"status": "sleeping"}, "status"),
        ({"organization": {}}, "organization.name"),
        ({"languages": [{"code": "xx"}]}, "languages"),
        ({"attributes": []}, "attributes"),
        ({"service_areas": [{"name": "Atlantis"}], "service_at_locations": []}, "service_areas"),
        ({"schedules": weekly(opens_at="9 am")}, "schedules[0].opens_at"),
        ({"schedules": weekly(closes_at="09:00")}, "schedules[0].closes_at"),
        ({"schedules": weekly(byday="1MO")}, "schedules[0].byday"),
        ({"schedules": weekly(opens_at="09:00Z")}, "schedules[0].opens_at"),
        ({"schedules": weekly(timezone=5)}, "schedules[0].opens_at"),
        ({"schedules": weekly(freq="MONTHLY")}, "schedules[0].description"),
    ],
)
def test_every_mistake_of_a_list_is_named_with_its_path(said: dict[str, Any], place: str) -> None:
    (found,) = mistakes("list.json", changed(**said))
    assert found.startswith(f"list.json: [0].{place}: ")


def test_all_mistakes_of_a_list_come_at_once() -> None:
    found = mistakes(
        "list.json", changed(schedules=[*weekly(byday="XX"), *weekly(opens_at="")], attributes=[], email="?")
    )
    assert [mistake.split(": ")[1] for mistake in found] == [
        "[0].schedules[0].byday",
        "[0].schedules[1].opens_at",
        "[0].attributes",
        "[0].email",
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"3", b"{}", b'{"services": 3}', b"[]", b"[[]]", b"[null]"])
def test_what_is_no_list_of_services_is_refused_in_words(content: bytes) -> None:
    assert len(mistakes("list.json", content)) == 1


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def paths(value: Any, here: tuple[int | str, ...] = ()) -> list[tuple[int | str, ...]]:
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [here, *(path for step, inner in steps for path in paths(inner, (*here, step)))]


def put(into: Any, path: tuple[int | str, ...], instead: Any) -> Any:
    """Where there is such a place; an earlier mutation may have taken it away."""
    if not path:
        return instead
    step, rest = path[0], path[1:]
    if isinstance(into, dict) and step in into:
        return {**into, step: put(into[step], rest, instead)}
    if isinstance(into, list) and isinstance(step, int) and step < len(into):
        return [*into[:step], put(into[step], rest, instead), *into[step + 1 :]]
    return into


PATHS = paths(orjson.loads(SAMPLE))


@given(st.lists(st.tuples(st.sampled_from(PATHS[1:]), junk), min_size=1, max_size=4))
def test_a_mutated_list_is_read_or_refused_in_words(
    mutations: list[tuple[tuple[int | str, ...], Any]],
) -> None:
    written = orjson.loads(SAMPLE)
    for path, value in mutations:
        written = put(written, path, value)
    content = json.dumps(written).encode()
    assert mistakes("list.json", content) or read("list.json", content)


@given(
    st.lists(st.tuples(st.integers(0, len(table(FULL)) - 1), st.binary(max_size=3)), min_size=1, max_size=6)
)
def test_a_mutated_table_is_read_or_refused_in_words(mutations: list[tuple[int, bytes]]) -> None:
    content = table(FULL, ROW | {"id": "other"})
    for place, instead in mutations:
        content = content[:place] + instead + content[place + 1 :]
    assert mistakes("list.csv", content) or read("list.csv", content)


def test_the_demonstration_is_in_order_and_can_be_called_by_nobody() -> None:
    found = read("demonstration.csv", (CONFIG / "services" / "demonstration.csv").read_bytes())
    assert len(found) == 12
    assert all(each.is_demonstration and not each.phones for each in found)
    assert all(".example.org" in each.web + ".example.org" for each in found)
    assert {kind for each in found for kind in each.kinds} == set(Kind)


def test_words_of_other_lists_mean_one_thing_each(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "hsds.toml").write_text(
        '[kinds]\nlegal = ["Advice"]\nfamily = ["advice"]\n[areas]\natlantis = ["sea"]\n'
    )
    with pytest.raises(OperatorError) as refused:
        read_terms(tmp_path, DIRECTORY)
    assert len(refused.value.problems) == 2
    for content in ("[kinds", "[kinds]\nmagic = []\n[areas]\n"):
        (tmp_path / "services" / "hsds.toml").write_text(content)
        with pytest.raises(OperatorError):
            read_terms(tmp_path, DIRECTORY)
