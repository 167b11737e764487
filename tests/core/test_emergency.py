"""Emergency numbers: in every country there is something to call; what is not known is said."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import phonenumbers
import pytest

from bot.core.emergency import FILE, Numbers, Source, read_emergency_numbers
from bot.core.errors import OperatorError
from tests.house import REPOSITORY

NUMBERS = read_emergency_numbers(REPOSITORY / "config")
PARTICIPATING_STATES = re.findall(
    r"\w+",
    """AL AD AM AT AZ BY BE BA BG CA HR CY CZ DK EE FI FR GE DE GR VA HU IS IE IT KZ KG LV LI LT LU MT MD MC
    MN ME NL MK NO PL PT RO RU SM RS SK SI ES SE CH TJ TR TM UA GB US UZ""",
)
PARTNERS = re.findall(r"\w+", "DZ EG IL JO MA TN AF AU JP KR TH")
NOT_AGREED = {"AF", "AM", "DZ", "KR", "MA", "RS", "TM", "UZ"}

SOURCES = """
[[source]]
id = "one"
title = "One list"
url = "https://one.example"

[[source]]
id = "two"
title = "Another list"
url = "https://two.example"
"""
COUNTRY = """
[[country]]
code = "XA"
general = "112"
ambulance = "144"
agreed = true
sources = ["one", "two"]
checked_on = 2026-11-23
"""


def _folder(tmp_path: Path, written: str) -> Path:
    (tmp_path / FILE).write_text(written, "utf-8")
    return tmp_path


@pytest.mark.parametrize("country", [*PARTICIPATING_STATES, *PARTNERS])
def test_every_country_of_the_organisation_has_a_row(country: str) -> None:
    numbers = NUMBERS.of(country)
    assert numbers.checked_on is not None
    assert numbers.sources
    assert numbers.is_agreed is (country not in NOT_AGREED)


@pytest.mark.parametrize("country", sorted({*PARTICIPATING_STATES, *PARTNERS} - NOT_AGREED))
def test_what_is_agreed_reaches_all_services_and_is_still_known_to_the_library(country: str) -> None:
    """As it is installed: another edition of one of the sources. It knows numbers, not whom they reach."""
    numbers = NUMBERS.of(country)
    assert numbers.general or (numbers.ambulance and numbers.police and numbers.fire)
    for number in {numbers.general, numbers.ambulance, numbers.police, numbers.fire} - {None}:
        assert phonenumbers.is_emergency_number(number, country), number


@pytest.mark.parametrize("country", sorted(NOT_AGREED))
def test_where_sources_disagree_112_is_shown_and_said_not_to_be_sure(country: str) -> None:
    numbers = NUMBERS.of(country)
    assert (numbers.to_call, numbers.is_agreed) == ("112", False)
    for number in {numbers.ambulance, numbers.police, numbers.fire} - {None}:
        assert phonenumbers.is_emergency_number(number, country), number


def test_a_country_nobody_wrote_down_is_not_left_without_anything() -> None:
    assert NUMBERS.of("XX") == Numbers("112", is_agreed=False)
    assert NUMBERS.of("").to_call == "112"


@pytest.mark.parametrize(
    ("country", "to_call"), [("AT", "112"), ("GB", "999"), ("US", "911"), ("BY", "103"), ("JP", "119")]
)
def test_the_number_for_a_life_in_danger(country: str, to_call: str) -> None:
    """Known to whoever has lived there; the file could be whole and wrong all the same."""
    assert NUMBERS.of(country).to_call == to_call


def test_a_row_says_where_it_comes_from(tmp_path: Path) -> None:
    numbers = read_emergency_numbers(_folder(tmp_path, SOURCES + COUNTRY)).of("XA")
    sources = (Source("One list", "https://one.example"), Source("Another list", "https://two.example"))
    assert numbers == Numbers("112", "144", None, None, True, sources, date(2026, 11, 23))  # noqa: FBT003


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "[[source]]: Field required"),
        ("[[country]", "Expected"),
        (SOURCES + "country = 5", "[[country]]: "),
        (SOURCES + COUNTRY + COUNTRY, "XA stands there twice"),
        (SOURCES + SOURCES + COUNTRY, "one stands there twice"),
        (SOURCES + COUNTRY.replace("XA", "Xanadu"), "country Xanadu: code: "),
        (SOURCES + COUNTRY.replace('"144"', '"+43 144"'), "country XA: ambulance: "),
        (SOURCES + COUNTRY.replace('"144"', "144"), "country XA: ambulance: "),
        (SOURCES + COUNTRY.replace("2026-11-23", '"lately"'), "country XA: checked_on: "),
        (SOURCES + COUNTRY.replace("agreed = true\n", ""), "country XA: agreed: Field required"),
        (SOURCES + COUNTRY + 'colour = "red"', "country XA: colour: Extra inputs are not permitted"),
        (SOURCES.replace("https", "gopher") + COUNTRY, "source one: url: "),
        (SOURCES + COUNTRY.replace('"two"', '"three"'), "country XA: there is no source three"),
        (SOURCES + COUNTRY.replace(', "two"', ""), "country XA: agreed, but with whom?"),
        (SOURCES + COUNTRY.replace('general = "112"\n', ""), "country XA: agreed, but not all"),
        (SOURCES + COUNTRY.replace("true", "false"), "country XA: not agreed: 112 is shown"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, written: str, problem: str) -> None:
    with pytest.raises(OperatorError) as refused:
        read_emergency_numbers(_folder(tmp_path, written))
    assert any(line.startswith(f"{FILE}: ") and problem in line for line in refused.value.problems)
    assert not any("\n" in line for line in refused.value.problems)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=FILE):
        read_emergency_numbers(tmp_path)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    other = COUNTRY.replace("XA", "XB").replace('"two"', '"three"')
    written = SOURCES + COUNTRY.replace(', "two"', "") + other
    with pytest.raises(OperatorError) as refused:
        read_emergency_numbers(_folder(tmp_path, written))
    assert [line.split(": ")[1] for line in refused.value.problems] == ["country XA", "country XB"]
