"""Codes that people say, write down and type: what they forgive, and which slips they notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codes import new_code, read_code, spell_code

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = DIGITS + "*~$=U"


def _code(number: int) -> str:
    """Crockford's definition, in its own words: 50 bits in base 32, and their rest by 37."""
    digits, rest = "", number
    for _ in range(10):
        rest, digit = divmod(rest, 32)
        digits = DIGITS[digit] + digits
    return digits + CHECKS[number % 37]


codes = st.integers(0, 2**50 - 1).map(_code)


def _swapped(code: str, place: int) -> str:
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


@given(codes)
def test_a_code_is_read_as_it_is_spelt(code: str) -> None:
    assert read_code(spell_code(code)) == code
    assert read_code(code) == code
    assert len(spell_code(code)) == 13


@given(codes, st.data())
def test_it_is_read_as_people_type_it(code: str, data: st.DataObject) -> None:
    looks_like = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from([*looks_like.get(char, char), char, char.lower()])) for char in code
    )
    between = st.text(" \t\n-\u2068\u2069\u200f\u00a0", max_size=2)
    assert read_code("".join(char + data.draw(between) for char in typed)) == code


@given(codes, st.integers(0, 10), st.data())
def test_one_wrong_character_is_always_noticed(code: str, place: int, data: st.DataObject) -> None:
    wrong = data.draw(st.sampled_from(CHECKS if place == 10 else DIGITS))
    typed = code[:place] + wrong + code[place + 1 :]
    assert read_code(typed) == (code if typed == code else None)


@given(codes, st.integers(0, 9))
def test_two_neighbours_swapped_are_always_noticed(code: str, place: int) -> None:
    typed = _swapped(code, place)
    assert read_code(typed) == (code if typed == code else None)


@given(codes, st.integers(0, 10))
def test_a_character_too_few_or_too_many_is_always_noticed(code: str, place: int) -> None:
    assert read_code(code[:place] + code[place + 1 :]) is None
    assert read_code(code[:place] + "A" + code[place:]) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code is None or read_code(code) == code


@pytest.mark.parametrize("typed", ["", "-", "00000-00000", "U0000-00000-0", "ABCDE-FGHJK-!", "?" * 11])
def test_these_are_none(typed: str) -> None:
    assert read_code(typed) is None


def test_new_codes_are_codes_and_do_not_repeat() -> None:
    made = {new_code() for _ in range(10_000)}
    assert len(made) == 10_000
    assert all(read_code(code) == code for code in made)


def test_every_character_of_a_new_code_can_be_said_and_typed() -> None:
    assert all(new_code(digits).isalnum() for digits in (5, 10) for _ in range(500))
