"""A case's name means the same in every language, is good grammar in each, and is never taken for another."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.concerns.names import LONGEST_NAME, CaseNames, read_case_names

CONTENT = Path(__file__).parents[3] / "config" / "case_names"


@pytest.fixture(scope="module")
def names() -> CaseNames:
    return read_case_names(CONTENT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The real content, to make mistakes in."""
    return Path(shutil.copytree(CONTENT, tmp_path / "case_names"))


def change(folder: Path, language: str, old: str, new: str) -> None:
    path = folder / f"{language}.toml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(OperatorError) as caught:
        read_case_names(folder)
    return list(caught.value.problems)


def written(language: Language) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{language}.toml").read_text("utf-8"))


BLUE_SWAN = {
    Language.AR: "البجعة الزرقاء",
    Language.DE: "Himmelblauer Schwan",
    Language.EN: "Blue Swan",
    Language.ES: "Cisne azul",
    Language.FR: "Cygne bleu",
    Language.IT: "Cigno blu",
    Language.RU: "Лазурный лебедь",
}
NOBLE_ECHO = {
    Language.AR: "الصدى النبيل",
    Language.DE: "Edles Echo",
    Language.EN: "Noble Echo",
    Language.ES: "Eco noble",
    Language.FR: "Écho noble",
    Language.IT: "Eco nobile",
    Language.RU: "Благородное эхо",
}


def test_two_officers_speak_of_one_case_each_in_their_language(names: CaseNames) -> None:
    assert {language: names.name(0, language) for language in Language} == BLUE_SWAN
    assert {language: names.name(25 * 64 + 63, language) for language in Language} == NOBLE_ECHO


def test_a_case_is_called_tomorrow_what_it_is_called_today() -> None:
    """The number is kept and the words are not: a meaning that moves renames every open case."""
    english = written(Language.EN)
    meanings = " ".join((*english["describing"], *english["nouns"]))
    assert hashlib.sha256(meanings.encode()).hexdigest()[:16] == "3f1cfe457df519a3"


def test_no_two_cases_are_called_the_same_and_every_name_fits_a_button(names: CaseNames) -> None:
    assert names.count == 2048
    for language in Language:
        every = [names.name(number, language) for number in range(names.count)]
        assert len({name.casefold() for name in every}) == names.count
        assert all(len(name) <= LONGEST_NAME and len(name.split()) == 2 for name in every)
        assert language is Language.AR or all(name[0].isupper() for name in every)


@pytest.mark.parametrize("number", [-1, 2048])
def test_a_number_that_names_no_case_is_refused(names: CaseNames, number: int) -> None:
    with pytest.raises(IndexError):
        names.name(number, Language.EN)


GENDERS = {Language.DE: "mfn", Language.RU: "mfn", Language.EN: "n"}


@pytest.mark.parametrize("language", Language)
def test_describing_words_agree_with_nouns_of_every_gender(language: Language) -> None:
    genders = set(GENDERS.get(language, "mf"))
    content = written(language)
    assert {noun["gender"] for noun in content["nouns"].values()} == genders
    assert all(set(forms) == genders for forms in content["describing"].values())


ENDINGS = {
    Language.AR: {"f": ("ة", "اء")},
    Language.DE: {"m": ("er",), "f": ("e",), "n": ("es",)},
    Language.RU: {"m": ("ый", "ий", "ой"), "f": ("ая", "яя"), "n": ("ое", "ее")},
}


@pytest.mark.parametrize("language", ENDINGS)
def test_forms_end_as_their_gender_does_where_the_ending_tells(language: Language) -> None:
    for forms in written(language)["describing"].values():
        for gender, endings in ENDINGS[language].items():
            assert forms[gender].endswith(endings)


def stem(word: str, language: Language) -> str:
    return (word.removeprefix("ال") if language is Language.AR else word).casefold()


def edits_between(one: str, other: str) -> int:
    """Levenshtein's distance."""
    before = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        now = [at]
        for where, each in enumerate(other, 1):
            now.append(min(before[where] + 1, now[-1] + 1, before[where - 1] + (char != each)))
        before = now
    return before[-1]


def are_alike(one: str, other: str, language: Language) -> bool:
    """Heard badly on the telephone. Arabic writes no short vowels, so its words are longer than they look."""
    short = 5 if language is Language.AR else 4
    needed = 2 if min(len(one), len(other)) <= short else 3
    return one[:4] == other[:4] or edits_between(one, other) < needed


@pytest.mark.parametrize("language", Language)
def test_no_two_words_of_a_kind_look_or_sound_alike(language: Language) -> None:
    content = written(language)
    kinds = [[noun["word"] for noun in content["nouns"].values()]]
    kinds += [
        [forms[gender] for forms in content["describing"].values()] for gender in GENDERS.get(language, "mf")
    ]
    alike = [
        (one, other)
        for words in kinds
        for one, other in combinations([stem(word, language) for word in words], 2)
        if are_alike(one, other, language)
    ]
    assert alike == []


def test_every_mistake_in_every_file_is_told_at_once(folder: Path) -> None:
    change(folder, "de", 'm = "tapferer", ', "")
    change(folder, "fr", 'word = "cygne"', 'word = "faucon"')
    change(folder, "it", 'echo = { word = "eco", gender = "f" }', "")
    change(folder, "es", 'blue = { m = "azul", f = "azul" }', 'blue = { m = "verde", f = "azul" }')
    change(folder, "ru", "echo = {", "call = {")
    change(folder, "ar", 'm = "الماهر", f', 'n = "الماهر", m = "الماهر", f')
    change(folder, "en", 'word = "Chestnut"', 'word = "Chestnut-and-walnut-trees"')
    problems = problems_of(folder)
    for problem in (
        "de.toml: describing.brave: has no form for m",
        "fr.toml: nouns: faucon stands there twice",
        "it.toml: nouns: 63 words, not 64",
        "it.toml: nouns.echo: is missing",
        "es.toml: describing: verde stands there twice",
        "ru.toml: nouns.echo: is missing",
        "ru.toml: nouns.call: is not in en.toml",
        "ar.toml: describing.skilful: has a form for n, which no noun is",
        "en.toml: Optimistic Chestnut-and-walnut-trees: 36 characters, 32 at most",
    ):
        assert problem in problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('order = "describing-first"', 'order = "any"', "order: "),
        ('word = "Swan", gender = "n"', 'word = "Swan", gender = "x"', "nouns.swan.gender: "),
        ('word = "Swan"', 'word = "White swan"', "nouns.swan.word: "),
        ('blue = { n = "Blue" }', "blue = {", ""),
    ],
)
def test_a_file_that_cannot_be_understood_is_named(folder: Path, old: str, new: str, problem: str) -> None:
    change(folder, "en", old, new)
    (told,) = problems_of(folder)
    assert told.startswith(f"en.toml: {problem}")


def test_a_language_left_out_is_told(folder: Path) -> None:
    (folder / "ru.toml").unlink()
    (told,) = problems_of(folder)
    assert told.startswith("ru.toml: ")
