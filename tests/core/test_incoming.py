"""What somebody may have put into a button is a number, or the first page."""

from __future__ import annotations

import pytest

from bot.core.incoming import number_in


@pytest.mark.parametrize("written", ["", "-1", "x", "٣", "²", "12345", "1.5", " 1"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert number_in((written,), 0) == 0


def test_a_number_has_a_place_and_a_length() -> None:
    assert number_in(("a", "0017"), 1) == 17
    assert number_in((), 0) == 0
    assert number_in(("12345",), 0, digits=5) == 12345
