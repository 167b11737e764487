"""Helplines: none is shipped, and one that is added must say all that somebody checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.directory import read_directory
from bot.core.emergency import read_emergency_numbers
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.outcome import Rows
from bot.features.support.behind import somebody_screen, which_screen
from bot.features.support.doubts import Doubts
from bot.features.support.helplines import FILE, read_helplines
from bot.features.support.places import Places
from bot.house import LOCALES
from bot.i18n import Catalogues
from tests.house import REPOSITORY

CONFIG = REPOSITORY / "config"
NAMES = ", ".join(f'{language} = "Line"' for language in Language)
HELPLINE = f"""
[[helpline]]
id = "line"
country = "AT"
kind = "children"
number = "000 000"
languages = ["de", "uk"]
cost = "free"
source = "https://example.org/line"
checked_on = 2026-11-23
name = {{ {NAMES} }}
hours = {{ {NAMES} }}
"""


def _folder(tmp_path: Path, written: str) -> Path:
    (tmp_path / FILE).write_text(written, "utf-8")
    return tmp_path


def test_none_is_shipped_and_the_example_becomes_one_when_it_is_uncommented(tmp_path: Path) -> None:
    shipped = (CONFIG / FILE).read_text("utf-8")
    assert not read_helplines(CONFIG).of("AT")
    example = shipped[shipped.index("# [[helpline]]") :]
    found = read_helplines(_folder(tmp_path, re.sub("^# ?", "", example, flags=re.MULTILINE))).of("XX")
    assert [each.dialled for each in found] == ["000000000"]


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert not read_helplines(tmp_path).of("AT")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("[[helpline", "Expected"),
        ("[[helplines]]", "[[helplines]]: Extra inputs"),
        (HELPLINE + HELPLINE, "line stands there twice"),
        (HELPLINE.replace('"000 000"', '"call us"'), "helpline line: number: "),
        (HELPLINE.replace('"AT"', '"Austria"'), "helpline line: country: "),
        (HELPLINE.replace("children", "everybody"), "helpline line: kind: "),
        (HELPLINE.replace('["de", "uk"]', "[]"), "helpline line: languages: "),
        (HELPLINE.replace("https", "http"), "helpline line: source: "),
        (HELPLINE.replace("2026-11-23", '"lately"'), "helpline line: checked_on: "),
        (HELPLINE.replace('ar = "Line", ', ""), "helpline line: name: "),
        (HELPLINE.replace('cost = "free"\n', ""), "helpline line: cost: Field required"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, written: str, problem: str) -> None:
    with pytest.raises(OperatorError) as refused:
        read_helplines(_folder(tmp_path, written))
    assert any(line.startswith(f"{FILE}: ") and problem in line for line in refused.value.problems)


@pytest.mark.parametrize("language", Language)
def test_a_helpline_is_shown_where_it_is_and_goes_when_it_is_doubted(
    tmp_path: Path, language: Language
) -> None:
    doubts, t = Doubts(), Catalogues(LOCALES)(language)
    places = Places(
        read_directory(CONFIG),
        read_emergency_numbers(CONFIG),
        read_helplines(_folder(tmp_path, HELPLINE)),
        doubts,
    )
    shown = somebody_screen(t, places.at("AT"))
    assert "000 000" in shown.text
    assert "2026" in shown.text
    assert "000000" in _copied(shown.rows)
    asked = which_screen(t, places.at("AT"))
    assert "support.failed|AT|000000" in [button.press for row in asked.rows for button in row]
    doubts.add("AT", "000000")
    assert t("support.no_helplines") in somebody_screen(t, places.at("AT")).text
    assert "000000" not in _copied(somebody_screen(t, places.at("DE")).rows)


def _copied(rows: Rows) -> list[str | None]:
    return [button.copy for row in rows for button in row]
