"""What youngsters write in seven languages: what tells who they are is found, the rest is left in peace."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.core.codes import spell_code
from bot.core.language import Language
from bot.features.concerns.identifying import Finding, Identifying, Mark, read_identifying

CONFIG = Path(__file__).parents[3] / "config" / "words" / "identifying"
SENTENCES = Path(__file__).parent / "identifying"
CODE = spell_code("HXS368CX6RX")
MARKED = re.compile(r"⟦(\w+)\|(.*?)⟧")
FEWEST_ORDINARY, FEWEST_TELLING = 40, 25


@pytest.fixture(scope="session")
def identifying() -> Identifying:
    return read_identifying(CONFIG)


def sentences(language: Language, kind: str) -> list[str]:
    written = tomllib.loads((SENTENCES / f"{language}.toml").read_text("utf-8"))[kind]
    return [line.replace("{code}", CODE) for line in written.strip().splitlines()]


def in_words(text: str, findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.mark, text[finding.start : finding.end]) for finding in findings]


@pytest.mark.parametrize("language", Language)
def test_a_sentence_that_tells_nothing_is_left_in_peace(identifying: Identifying, language: Language) -> None:
    ordinary = sentences(language, "ordinary")
    found = {text: in_words(text, identifying.find(text, "AT")) for text in ordinary}
    assert {text: places for text, places in found.items() if places} == {}
    assert len(ordinary) >= FEWEST_ORDINARY


@pytest.mark.parametrize("language", Language)
def test_what_tells_is_found_to_the_letter(identifying: Identifying, language: Language) -> None:
    telling = sentences(language, "telling")
    wrong = {}
    for marked in telling:
        text = MARKED.sub(r"\2", marked)
        found = in_words(text, identifying.find(text, "AT"))
        if found != MARKED.findall(marked):
            wrong[marked] = found
    assert wrong == {}
    assert len(telling) >= FEWEST_TELLING


@pytest.mark.parametrize("language", Language)
def test_every_mark_is_told_in_every_language(language: Language) -> None:
    assert {mark for text in sentences(language, "telling") for mark, _ in MARKED.findall(text)} == set(Mark)
