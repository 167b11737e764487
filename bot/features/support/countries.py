"""Choosing a country: by its first letter in the reader's language, then by its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.core.outcome import Button, Rows, Screen, press
from bot.core.text import Texts
from bot.features.support.cards import back_to_card, nowhere_button
from bot.features.support.places import Places

_LETTERS_IN_A_ROW = 6
_ARABIC_ARTICLE = "ال"
"""Passed over, as in every Arabic index."""


def letters_screen(t: Texts, places: Places) -> Screen:
    """The countries of the areas first: most people are in one of them."""
    letters = sorted({_initial(t.country_name(each)) for each in places.countries})
    near = [(_country_button(t, each),) for each in places.near] if len(places.near) > 1 else []
    buttons = [press(each, "support.letter", each) for each in letters]
    rows = (*near, *_in_rows(buttons), (nowhere_button(t),), (back_to_card(t, places.home),))
    return Screen(t("support.where"), rows)


def letter_screen(t: Texts, places: Places, letter: str) -> Screen:
    """With all letters to choose from where no country begins so, as in another language than before."""
    found = [each for each in places.countries if _initial(t.country_name(each)) == letter]
    if not found:
        return letters_screen(t, places)
    found.sort(key=lambda each: _sortable(t.country_name(each)))
    back = (press(t.label("support.other_letters"), "support.elsewhere"),)
    return Screen(
        t("support.countries", letter=letter), (*((_country_button(t, each),) for each in found), back)
    )


def _country_button(t: Texts, country: str) -> Button:
    return press(t.country_name(country), "support.card", country)


def _in_rows(buttons: Sequence[Button]) -> Rows:
    firsts = range(0, len(buttons), _LETTERS_IN_A_ROW)
    return tuple(tuple(buttons[first : first + _LETTERS_IN_A_ROW]) for first in firsts)


def _initial(name: str) -> str:
    return _sortable(name)[0].upper()


def _sortable(name: str) -> str:
    """Without accents and hamza."""
    letters = unicodedata.normalize("NFD", name.removeprefix(_ARABIC_ARTICLE))
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()
