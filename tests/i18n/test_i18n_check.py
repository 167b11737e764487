"""Each kind of mistake in a catalogue is found, in one line that says where and what."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.language import Language
from bot.i18n import catalogue_path
from bot.i18n.check import check_catalogues
from tests.i18n.conftest import TWO_FORMS, WriteCatalogues

SOURCE = """
def show(t, name):
    t("a.hello", name=name)
    t.count("a.cases", 3)
    t.label("a.send")
    t.label("command.menu")
    raise UserError("a.gone", name=name)
"""
HELLO = "<b>Good that you are here</b>, {name}. /menu shows everything."
CASES = ("You have {n} case.", "You have {n} cases.")
GONE = "{name} is not there any more."


def body(hello: str, cases: tuple[str, ...], send: str, menu: str, gone: str) -> str:
    forms = "".join(f'msgstr[{form}] "{text}"\n' for form, text in enumerate(cases))
    return (
        f'msgid "a.hello"\nmsgstr "{hello}"\n\n'
        f'msgid "a.cases"\nmsgid_plural "a.cases"\n{forms}\n'
        f'msgid "a.send"\nmsgstr "{send}"\n\n'
        f'msgid "command.menu"\nmsgstr "{menu}"\n\n'
        f'msgid "a.gone"\nmsgstr "{gone}"\n'
    )


BODIES = {
    "en": body(HELLO, CASES, "Send", "Everything at a glance", GONE),
    "de": body(
        "<b>Gut, dass du da bist</b>, {name}. /menu zeigt alles.",
        ("Du hast einen Fall.", "Du hast {n} Fälle."),
        "Senden",
        "Alles auf einen Blick",
        "{name} gibt es nicht mehr.",
    ),
    "ar": body(
        "<b>أهلاً</b> {name}: /menu",
        ("لا شيء", "قضية", "قضيتان", "{n} قضايا", "{n} قضية", "{n} قضية"),
        "إرسال",
        "كل شيء",
        "{name} لم يعد هنا",
    ),
    **{
        code: body(
            "<b>…</b>, {name}. /menu …",
            ("… {n}",) * (3 if code == "ru" else 2),
            "…",
            "…",
            "{name} …",
        )
        for code in ("es", "fr", "it", "ru")
    },
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "flow.py").write_text(SOURCE)
    return folder


def test_good_catalogues_pass(write_catalogues: WriteCatalogues, source: Path) -> None:
    assert check_catalogues(write_catalogues(**BODIES), source) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong", "key", "problem"),
    [
        ("de", 'msgid "a.send"\nmsgstr "Senden"\n', "", "a.send", "is missing"),
        (
            "de",
            'msgid "a.send"',
            'msgid "a.more"\nmsgstr "x"\n\nmsgid "a.send"',
            "a.more",
            "is not in English",
        ),
        (
            "de",
            'msgid "a.send"',
            'msgid "a.send"\nmsgstr "x"\n\nmsgid "a.send"',
            "a.send",
            "stands there twice",
        ),
        ("de", 'msgid "a.send"', '#, fuzzy\nmsgid "a.send"', "a.send", "is marked as fuzzy"),
        ("de", '"Senden"', '""', "a.send", "is empty"),
        ("de", '"Senden"', '"Senden "', "a.send", "has space at its beginning or end"),
        ("de", 'msgstr[1] "Du hast {n} Fälle."\n', "", "a.cases[1]", "is empty"),
        ("de", "Du hast {n} Fälle.", "Du hast Fälle.", "a.cases[1]", "placeholders none, English has n"),
        ("ru", 'msgstr[0] "… {n}"', 'msgstr[0] "…"', "a.cases[0]", "placeholders none, English has n"),
        ("ar", 'msgid_plural "a.cases"\nmsgstr[0]', "msgstr", "a.cases", "has plural forms in one language"),
        ("de", "{name}. /menu", "{nam}. /menu", "a.hello", "has the placeholders nam, English has name"),
        ("de", "{name}. /menu", "{name}}. /menu", "a.hello", "a stray }"),
        ("de", "{name}. /menu", "{name!r}. /menu", "a.hello", "a stray {"),
        ("de", "{name}. /menu", "{name}. /menü", "a.hello", "names the commands /men, English names /menu"),
        ("de", "</b>", "</i>", "a.hello", "</i> closes nothing"),
        ("en", "</b>", "", "a.hello", "<b> is never closed"),
        ("de", "Senden", "<b>Senden</b>", "a.send", "holds < but is shown as plain text"),
        ("de", "Senden", "Senden &amp; fertig", "a.send", "holds & but is shown as plain text"),
        ("de", "gibt es nicht", "<b>gibt</b> es nicht", "a.gone", "holds < but is shown as plain text"),
        ("de", "Alles auf", "<i>Alles</i> auf", "command.menu", "holds < but is shown as plain text"),
        ("de", "Senden", "S" * 65, "a.send", "has 65 characters, 64 at most"),
        ("de", "Senden", "😀" * 33, "a.send", "has 66 characters, 64 at most"),
        ("de", "gibt es nicht mehr.", "x" * 180, "a.gone", "has 187 characters, 180 at most"),
        ("de", "Alles auf einen Blick", "x" * 257, "command.menu", "has 257 characters, 256 at most"),
        ("de", "Gut, dass", "x" * 3000, "a.hello", "at most"),
        ("en", "command.menu", "command.Menu", "command.Menu", "is not the name of a command"),
        (
            "de",
            "Gut, dass du da bist</b>, {name}. /menu zeigt alles.",
            HELLO[3:],
            "a.hello",
            "is still English",
        ),
        ("ar", "{n} قضايا", "{n} cases: قضايا", "a.cases[3]", "line 1 begins with the left-to-right 'c'"),
        ("ar", "أهلاً</b>", "أهلاً</b>\\n• 1. 😀 OK نعم", "a.hello", "line 2 begins with"),
        ("ar", "{n} قضايا", "{n} قضايا ٣", "a.cases[3]", "holds the digit ٣: digits are 0 to 9"),
        ("de", "Senden", "Sen\u202eden", "a.send", "holds U+202E: direction is not the catalogue's to set"),
        ("de", "plural=(n != 1)", "plural=(n > 1)", "header", "must tell apart, in this order, one other"),
        (
            "ar",
            "n%100>=11 ? 4 : 5",
            "n%100>=12 ? 4 : 5",
            "header",
            "must tell apart, in this order, zero one two few many other",
        ),
        (
            "ar",
            "n%100>=11 ? 4 : 5",
            "n%100>=0 && n%100<=2 ? 4 : 5",
            "header",
            "must tell apart, in this order, zero one two few many other",
        ),
        ("de", "Language: de", "Language: it", "header", "the header says Language: it"),
        ("de", 'msgid "a.send"', 'msgit "a.send"', "header", "Unknown or misformatted keyword"),
        ("de", TWO_FORMS, "nplurals=2; plural=(n ! 1);", "header", "plural form"),
    ],
)
def test_a_mistake_is_found(
    write_catalogues: WriteCatalogues,
    source: Path,
    language: str,
    right: str,
    wrong: str,
    key: str,
    problem: str,
) -> None:
    path = catalogue_path(write_catalogues(**BODIES), Language(language))
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    found = check_catalogues(path.parents[2], source)
    assert any(line.startswith(f"{path}: {key}: ") and problem in line for line in found), found


def test_words_may_say_the_numbers_none_one_and_two(write_catalogues: WriteCatalogues, source: Path) -> None:
    bodies = BODIES | {"fr": BODIES["fr"].replace('msgstr[0] "… {n}"', 'msgstr[0] "…"')}
    assert check_catalogues(write_catalogues(**bodies), source) == []


def test_a_catalogue_that_is_not_there_is_one_mistake(
    write_catalogues: WriteCatalogues, source: Path
) -> None:
    folder = write_catalogues(**BODIES)
    path = catalogue_path(folder, Language.RU)
    path.unlink()
    (found,) = check_catalogues(folder, source)
    assert found.startswith(f"{path}: header: ")
