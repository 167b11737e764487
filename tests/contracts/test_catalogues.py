"""Every sentence is there, in every language, as the source uses it; and none is there for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.ids import random_id
from bot.core.language import Language
from bot.core.outcome import CALLBACK_BYTES, press
from bot.i18n import catalogue_path
from bot.i18n.check import PACKAGE, Entry, check_catalogues, read_catalogue
from bot.i18n.sentences import PLACEHOLDER
from bot.i18n.uses import Kind, Use, mentioned_keys, read_uses

LOCALES = Path(__file__).parents[2] / "locales"
DIALOGUE_ERRORS = "engine/handling.py"
"""Shows the sentence of whatever UserError it catches."""


@pytest.fixture(scope="module")
def english() -> dict[str, Entry]:
    return read_catalogue(catalogue_path(LOCALES, Language.EN), Language.EN).entries


@pytest.fixture(scope="module")
def uses() -> list[Use]:
    return read_uses(PACKAGE)


def test_nothing_is_wrong_with_the_catalogues() -> None:
    assert check_catalogues(LOCALES) == []


def test_every_key_in_the_source_is_in_the_catalogue(uses: list[Use], english: dict[str, Entry]) -> None:
    unknown = {
        f"{use.place}: {key}"
        for use in uses
        for key in use.keys
        if not any(re.fullmatch(key, each) for each in english)
    }
    assert unknown == set()


def test_every_key_in_the_catalogue_is_used(english: dict[str, Entry]) -> None:
    mentioned = re.compile("|".join(mentioned_keys(PACKAGE)))
    assert [key for key in english if not mentioned.fullmatch(key)] == []


def test_the_source_shows_which_keys_are_labels(uses: list[Use]) -> None:
    """Else nobody could tell how long they may be. Write the key in the call, or near it."""
    hidden = [use.place for use in uses if use.kind in {Kind.LABEL, Kind.NOTICE} and not use.keys]
    assert [place for place in hidden if not place.startswith(DIALOGUE_ERRORS)] == []


def test_every_use_gives_the_values_its_sentence_names(uses: list[Use], english: dict[str, Entry]) -> None:
    """Where the key is written out; one that is put together may be meant for some of those it could be."""
    missing = {
        f"{use.place}: {key}: {name}"
        for key, entry in english.items()
        for use in uses
        if use.values is not None and re.escape(key) in use.keys
        for name in {name for form in entry.forms for name in PLACEHOLDER.findall(form)} - use.values
        if (use.kind, name) != (Kind.COUNT, "n")
    }
    assert missing == set()


def test_what_is_counted_has_plural_forms_and_nothing_else_has(
    uses: list[Use], english: dict[str, Entry]
) -> None:
    mixed_up = {
        f"{use.place}: {key}"
        for key, entry in english.items()
        for use in uses
        if use.is_of(key) and entry.is_plural is not (use.kind is Kind.COUNT)
    }
    assert mixed_up == set()


def test_two_ids_fit_into_a_button_of_any_route() -> None:
    routes = set(re.findall(r'OnPress\(\s*"([a-z_.]+)"', "".join(map(Path.read_text, PACKAGE.rglob("*.py")))))
    assert {"case.to", "case.closed", "concern.show"} <= routes
    for route in routes:
        data = press("To this case", route, random_id(), random_id()).press
        assert data is not None
        assert len(data.encode()) <= CALLBACK_BYTES


def test_a_button_that_says_too_much_is_never_made() -> None:
    assert press("Go", "a.b", "x" * 60).press == "a.b|" + "x" * 60
    with pytest.raises(ValueError, match=r"over 64 bytes for route a\.b"):
        press("Go", "a.b", "x" * 61)
    with pytest.raises(ValueError, match="over 64 bytes"):
        press("Go", "a.b", "ж" * 31)
