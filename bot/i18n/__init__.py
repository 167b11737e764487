"""Catalogues by stable keys: one gettext file per language, plural forms, dates and names by Babel."""

from __future__ import annotations

import contextlib
import gettext
import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list

from bot.core.language import Language
from bot.core.text import RIGHT_TO_LEFT_MARK, Html, Texts, escape, isolate
from bot.i18n.zones import city_of

DOMAIN = "trustline"
COMMAND = re.compile(r"(?<![\w</:])/[a-z][a-z_]*")
_LINE_START = re.compile(r"^(?=.)", re.MULTILINE)


class CatalogueTexts:
    """Implements `core.text.Texts` for one language."""

    def __init__(self, language: Language, catalogue: gettext.GNUTranslations) -> None:
        self._language = language
        self._locale = babel_locale(language)
        self._catalogue = catalogue
        self._plain = lru_cache(maxsize=2048)(self._look_up)
        self._sentence = lru_cache(maxsize=2048)(self._look_up_directed)

    @property
    def language(self) -> Language:
        return self._language

    def __call__(self, key: str, **values: object) -> Html:
        return _filled(self._sentence(key), values, escape)

    def count(self, key: str, n: int, **values: object) -> Html:
        sentence = self._catalogue.ngettext(key, key, n)
        if sentence == key:
            raise KeyError(key)
        return _filled(self._directed(self._fenced(sentence)), {"n": n, **values}, escape)

    def label(self, key: str, **values: object) -> str:
        return str(_filled(self._plain(key), values, str))

    def listed(self, items: Sequence[str]) -> Html:
        return Html(format_list([_isolated(item, escape) for item in items], locale=self._locale))

    def day(self, day: date) -> str:
        return format_date(day, self._day_pattern, locale=self._locale)

    def clock_time(self, at: int, zone: str) -> str:
        moment = datetime.fromtimestamp(at, ZoneInfo(zone))
        return format_time(moment, "HH:mm", locale=self._locale)

    def plain_moment(self, at: int, zone: str) -> str:
        local = datetime.fromtimestamp(at, ZoneInfo(zone))
        both = str(self._locale.datetime_formats["medium"])
        return both.format(self.clock_time(at, zone), self.day(local.date()))

    def moment(self, at: int, zone: str) -> Html:
        words = self.plain_moment(at, zone)
        shown = f'<tg-time unix="{at}" format="wDt">{isolate(escape(words))}</tg-time>'
        return Html(self._directed(shown))  # it may stand alone on its line

    def zone_name(self, zone: str) -> str:
        return city_of(zone, self._locale)

    def country_name(self, code: str) -> str:
        return self._locale.territories.get(code) or code

    def language_name(self, language: str) -> str:
        try:
            named = Locale.parse(language.replace("_", "-"), sep="-")
        except (ValueError, UnknownLocaleError):
            return language
        return named.get_display_name(self._locale) or language

    @cached_property
    def _day_pattern(self) -> str:
        """Weekday, day and month; where CLDR has no pattern for these, its full one ends in the year."""
        if pattern := self._locale.datetime_skeletons.get("MMMMEEEEd"):
            return str(pattern)
        head, month, _ = str(self._locale.date_formats["full"]).rpartition("MMMM")
        return head + month

    def _look_up(self, key: str) -> str:
        sentence = self._catalogue.gettext(key)
        if sentence == key:
            raise KeyError(key)
        return self._fenced(sentence)

    def _look_up_directed(self, key: str) -> str:
        return self._directed(self._look_up(key))

    def _fenced(self, sentence: str) -> str:
        """Right to left, the slash of a command would stand behind its name."""
        if not self._language.is_right_to_left:
            return sentence
        return COMMAND.sub(lambda command: isolate(command[0]), sentence)

    def _directed(self, sentence: str) -> str:
        """In a right-to-left language every line says so first, whatever script its first word is in."""
        if not self._language.is_right_to_left:
            return sentence
        return _LINE_START.sub(RIGHT_TO_LEFT_MARK, sentence)


class Catalogues:
    """All languages, loaded once. `catalogues(language)` gives its texts."""

    def __init__(self, folder: Path) -> None:
        self._texts: dict[Language, Texts] = {
            language: CatalogueTexts(language, _load(catalogue_path(folder, language)))
            for language in Language
        }

    def __call__(self, language: Language) -> Texts:
        return self._texts[language]


def catalogue_path(folder: Path, language: Language) -> Path:
    return folder / language.value / "LC_MESSAGES" / f"{DOMAIN}.po"


def babel_locale(language: Language) -> Locale:
    """English is written as in Europe: Monday 23 November; one, two and three."""
    return Locale("en", "GB") if language is Language.EN else Locale(language.value)


def _filled(sentence: str, values: Mapping[str, object], prepare: Callable[[object], str]) -> Html:
    return Html(sentence.format_map({name: _isolated(value, prepare) for name, value in values.items()}))


def _isolated(value: object, prepare: Callable[[object], str]) -> str:
    return isolate(prepare(value))


def _load(source: Path) -> gettext.GNUTranslations:
    """The catalogue; kept compiled beside its source, where that can be written, for a faster next start."""
    compiled = source.with_suffix(".mo")
    if compiled.is_file() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    from babel.messages.mofile import write_mo  # noqa: PLC0415 rarely needed, and large
    from babel.messages.pofile import read_po  # noqa: PLC0415

    content = io.BytesIO()
    with source.open("rb") as file:
        write_mo(content, read_po(file))
    with contextlib.suppress(OSError):
        _keep(compiled, content.getvalue())
    content.seek(0)
    return gettext.GNUTranslations(content)


def _keep(compiled: Path, content: bytes) -> None:
    """Whole or not at all, since others may start at the same time."""
    draft = compiled.with_suffix(f".{os.getpid()}.mo")
    draft.write_bytes(content)
    draft.replace(compiled)
