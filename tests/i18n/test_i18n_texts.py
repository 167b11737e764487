"""What a person reads: the right plural, nothing that turns into markup, nothing that turns a line around."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from bot.core.language import Language
from bot.core.text import Html, Texts
from bot.i18n import Catalogues
from tests.i18n.conftest import WriteCatalogues

FSI, PDI, RLM, RLO = "\u2068", "\u2069", "\u200f", "\u202e"
BODY = """
msgid "a.hello"
msgstr "<b>Hello</b> {name}"

msgid "a.lines"
msgstr ""
"<b>One</b>\\n"
"\\n"
"/menu – {name}"

msgid "a.send"
msgstr "Send"

msgid "a.copy"
msgstr "Copy {number}, then /menu"

msgid "a.link"
msgstr "<i>or</i> https://example.org/menu"
"""
COUNTED = 'msgid "a.cases"\nmsgid_plural "a.cases"\n'
EN = BODY + COUNTED + 'msgstr[0] "{n} case of {name}"\nmsgstr[1] "{n} cases of {name}"\n'


def counted(*names: str) -> str:
    return BODY + COUNTED + "".join(f'msgstr[{form}] "{name} {{n}}"\n' for form, name in enumerate(names))


@pytest.fixture
def catalogues(write_catalogues: WriteCatalogues) -> Catalogues:
    return Catalogues(
        write_catalogues(
            EN,
            ar=counted("zero", "one", "two", "few", "many", "other"),
            ru=counted("one", "few", "many"),
        )
    )


@pytest.fixture
def english(catalogues: Catalogues) -> Texts:
    return catalogues(Language.EN)


@pytest.fixture
def arabic(catalogues: Catalogues) -> Texts:
    return catalogues(Language.AR)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        (
            Language.AR,
            {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other"},
        ),
        (Language.RU, {1: "one", 2: "few", 5: "many", 11: "many", 21: "one", 22: "few", 0: "many"}),
    ],
)
def test_each_number_takes_its_plural_form(
    catalogues: Catalogues, language: Language, forms: dict[int, str]
) -> None:
    t = catalogues(language)
    assert {n: t.count("a.cases", n).strip(RLM) for n in forms} == {
        n: f"{form} {FSI}{n}{PDI}" for n, form in forms.items()
    }


def test_a_count_takes_other_values_too(english: Texts) -> None:
    assert english.count("a.cases", 2, name="<me>") == f"{FSI}2{PDI} cases of {FSI}&lt;me&gt;{PDI}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        ("&amp;", "&amp;amp;"),
        ("{name} {0}", "{name} {0}"),
        ("سارة", "سارة"),
        (7, "7"),
        (Html("<i>a &amp; b</i>"), "<i>a &amp; b</i>"),
    ],
)
def test_a_value_stays_what_it_is(english: Texts, value: object, shown: str) -> None:
    assert english("a.hello", name=value) == f"<b>Hello</b> {FSI}{shown}{PDI}"


def test_a_value_cannot_break_out_of_its_isolate(english: Texts) -> None:
    assert english("a.hello", name=f"{PDI}{RLO}evil{FSI}") == f"<b>Hello</b> {FSI}evil{PDI}"
    assert english.label("a.copy", number=f"1{PDI}{RLO}2").startswith(f"Copy {FSI}12{PDI}")
    assert english.listed([f"{PDI}a", "b"]) == f"{FSI}a{PDI} and {FSI}b{PDI}"


def test_a_text_of_ours_keeps_its_isolates_inside_another(english: Texts) -> None:
    inner = english("a.hello", name="Sam")
    assert english("a.hello", name=inner) == f"<b>Hello</b> {FSI}<b>Hello</b> {FSI}Sam{PDI}{PDI}"


def test_every_line_in_arabic_says_its_direction(arabic: Texts) -> None:
    fenced = f"{FSI}/menu{PDI}"  # so that the slash stays before the name
    assert arabic("a.lines", name="Sam") == f"{RLM}<b>One</b>\n\n{RLM}{fenced} – {FSI}Sam{PDI}"
    assert arabic.count("a.cases", 3).startswith(RLM)


def test_a_path_or_a_closing_tag_is_no_command(arabic: Texts) -> None:
    assert arabic("a.link") == f"{RLM}<i>or</i> https://example.org/menu"


def test_labels_have_no_markup_and_no_direction_marks(english: Texts, arabic: Texts) -> None:
    assert english.label("a.send") == "Send"
    assert arabic.label("a.send") == "Send"
    assert english.label("a.copy", number="<112>") == f"Copy {FSI}<112>{PDI}, then /menu"
    assert arabic.label("a.copy", number=112) == f"Copy {FSI}112{PDI}, then {FSI}/menu{PDI}"


def test_no_other_language_gets_direction_marks(catalogues: Catalogues) -> None:
    for language in set(Language) - {Language.AR}:
        assert RLM not in catalogues(language)("a.lines", name="سارة")


def test_a_key_or_a_value_that_is_missing_is_a_mistake(english: Texts) -> None:
    with pytest.raises(KeyError, match=re.escape("a.nothing")):
        english("a.nothing")
    with pytest.raises(KeyError, match=re.escape("a.nothing")):
        english.label("a.nothing")
    with pytest.raises(KeyError, match=re.escape("a.nothing")):
        english.count("a.nothing", 1)
    with pytest.raises(KeyError, match="name"):
        english("a.hello")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.AR, "الاثنين، 23 نوفمبر"),
        (Language.DE, "Montag, 23. November"),
        (Language.EN, "Monday 23 November"),
        (Language.ES, "lunes, 23 de noviembre"),
        (Language.FR, "lundi 23 novembre"),
        (Language.IT, "lunedì 23 novembre"),
        (Language.RU, "понедельник, 23 ноября"),
    ],
)
def test_a_day_as_the_language_writes_it(catalogues: Catalogues, language: Language, words: str) -> None:
    assert catalogues(language).day(date(2026, 11, 23)) == words


def test_a_moment_shows_everyone_their_own_time_and_the_venues_to_old_apps(
    english: Texts, arabic: Texts
) -> None:
    at = int(datetime(2026, 11, 23, 17, 5, tzinfo=UTC).timestamp())
    words = f"{FSI}Monday 23 November, 18:05{PDI}"
    assert english.moment(at, "Europe/Vienna") == f'<tg-time unix="{at}" format="wDt">{words}</tg-time>'
    assert f"{FSI}الاثنين، 23 نوفمبر، 18:05{PDI}" in arabic.moment(at, "Europe/Vienna")


def test_clocks_of_the_venue_change_in_spring_and_autumn(english: Texts) -> None:
    before_spring = int(datetime(2026, 3, 29, 0, 59, tzinfo=UTC).timestamp())
    assert english.clock_time(before_spring, "Europe/Vienna") == "01:59"
    assert english.clock_time(before_spring + 60, "Europe/Vienna") == "03:00"
    before_autumn = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp())
    assert english.clock_time(before_autumn, "Europe/Vienna") == "02:30"
    assert english.clock_time(before_autumn + 3600, "Europe/Vienna") == "02:30"
    new_year = int(datetime(2026, 12, 31, 23, 30, tzinfo=UTC).timestamp())
    assert "Friday 1 January, 00:30" in english.moment(new_year, "Europe/Vienna")


@pytest.mark.parametrize(
    ("zone", "cities"),
    [
        ("Europe/Vienna", "فيينا Wien Vienna Viena Vienne Vienna Вена"),
        ("Europe/Kyiv", "كييف Kiew Kyiv Kiev Kiev Kiev Киев"),
        ("Europe/Kiev", "كييف Kiew Kyiv Kiev Kiev Kiev Киев"),
        ("Asia/Kolkata", "كالكتا Kalkutta Kolkata Calcuta Calcutta Calcutta Калькутта"),
        ("UTC", "UTC UTC UTC UTC UTC UTC UTC"),
        ("Etc/UTC", "UTC UTC UTC UTC UTC UTC UTC"),
        ("Etc/GMT-2", "غرينتش+02:00 GMT+02:00 GMT+02:00 GMT+02:00 UTC+02:00 GMT+02:00 GMT+02:00"),
    ],
)
def test_a_zone_by_its_city(catalogues: Catalogues, zone: str, cities: str) -> None:
    assert [catalogues(language).zone_name(zone) for language in Language] == cities.split()


def test_a_zone_by_its_city_and_not_by_its_region(english: Texts) -> None:
    assert english.zone_name("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert english.zone_name("America/New_York") == "New York"


def test_lists_join_their_items_in_words(catalogues: Catalogues, english: Texts) -> None:
    assert english.listed([]) == ""
    assert english.listed(["<a>"]) == f"{FSI}&lt;a&gt;{PDI}"
    assert english.listed(["a", "{0}", "c"]) == f"{FSI}a{PDI}, {FSI}{{0}}{PDI} and {FSI}c{PDI}"
    words = {
        language: catalogues(language).listed(["1", "2", "3"]).replace(FSI, "").replace(PDI, "")
        for language in Language
    }
    assert words == {
        "ar": "1 و2 و3",
        "de": "1, 2 und 3",
        "en": "1, 2 and 3",
        "es": "1, 2 y 3",
        "fr": "1, 2 et 3",
        "it": "1, 2 e 3",
        "ru": "1, 2 и 3",
    }


def test_languages_by_their_names(catalogues: Catalogues, english: Texts) -> None:
    names = [catalogues(language).language_name("de") for language in Language]
    assert names == ["الألمانية", "Deutsch", "German", "alemán", "allemand", "tedesco", "немецкий"]
    assert english.language_name("pt-BR") == "Portuguese (Brazil)"
    unknown = ["xx", "", "../..", "de-at-x"]
    assert [english.language_name(code) for code in unknown] == unknown
