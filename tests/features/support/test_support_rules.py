"""Whatever others say about numbers, there is one to call, and none goes that nothing stands in for."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.emergency import Numbers, Source, read_emergency_numbers
from bot.core.language import Language
from bot.features.support.behind import sources_screen
from bot.features.support.places import Place
from bot.features.support.rules import Line, Service, lines_to_call
from bot.house import LOCALES
from bot.i18n import Catalogues
from tests.house import REPOSITORY

NUMBERS = read_emergency_numbers(REPOSITORY / "config")
AUSTRIA, AFGHANISTAN, BELARUS, KOREA = (NUMBERS.of(country) for country in ("AT", "AF", "BY", "KR"))
numbers = st.builds(
    Numbers,
    *(st.sampled_from([None, "112", "133", "144"]) for _ in range(4)),
    is_agreed=st.booleans(),
).filter(lambda found: found.to_call in (found.general, found.ambulance))


def _numbers(lines: tuple[Line, ...]) -> list[str]:
    return [line.number for line in lines]


def test_an_address_of_a_source_ends_no_link() -> None:
    """Telegram takes no message whose markup is broken: nothing at all would be shown."""
    source = Source("Their page", 'https://example.org/?a=1&b="2"')
    place = Place(
        "AT", Numbers(sources=(source,), checked_on=date(2026, 11, 23)), lines_to_call(AUSTRIA, ()), ()
    )
    shown = sources_screen(Catalogues(LOCALES)(Language.EN), place).text
    assert shown.count('href="https://example.org/?a=1&amp;b=&quot;2&quot;"') == 1


@given(numbers, st.sets(st.sampled_from(["112", "133", "144"])))
def test_the_number_for_a_life_in_danger_comes_first_and_never_goes(of: Numbers, doubted: set[str]) -> None:
    lines = lines_to_call(of, doubted)
    assert lines[0].number == of.to_call
    assert len(set(_numbers(lines))) == len(lines)
    assert all(line.is_doubted == (line.number in doubted) for line in lines)


@given(numbers, st.sets(st.sampled_from(["112", "133", "144"])))
def test_a_number_goes_only_where_a_confirmed_one_for_everything_stays(
    of: Numbers, doubted: set[str]
) -> None:
    gone = set(_numbers(lines_to_call(of, ()))) - set(_numbers(lines_to_call(of, doubted)))
    assert gone <= doubted
    assert not gone or (of.is_agreed and of.general is not None and of.general not in gone)


def test_services_are_named_and_what_is_not_confirmed_is_said() -> None:
    assert [(line.number, line.services) for line in lines_to_call(AUSTRIA, ())] == [
        ("112", (Service.ALL,)),
        ("144", (Service.AMBULANCE,)),
        ("133", (Service.POLICE,)),
        ("122", (Service.FIRE,)),
    ]
    assert [(line.number, line.services) for line in lines_to_call(AFGHANISTAN, {"119"})] == [
        ("112", (Service.UNSURE,)),
        ("119", (Service.POLICE, Service.FIRE)),
    ]
    assert [(line.number, line.services) for line in lines_to_call(KOREA, ())] == [
        ("112", (Service.POLICE,)),
        ("119", (Service.FIRE,)),
    ]
    assert _numbers(lines_to_call(BELARUS, {"101", "102", "103"})) == ["103", "102", "101"]
    assert _numbers(lines_to_call(AUSTRIA, {"112", "144"})) == ["112", "133", "122"]
