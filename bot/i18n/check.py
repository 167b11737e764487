"""Every mistake in the catalogues that can be found without knowing the languages."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.core.language import Language
from bot.i18n import babel_locale, catalogue_path
from bot.i18n.sentences import Limits, is_left_over, own_problems, translated_problems
from bot.i18n.uses import read_uses

PACKAGE = Path(__file__).parents[1]
_COUNTED = range(201)
"""Enough numbers to see every plural form of whole numbers that we count."""
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""As CLDR orders them."""
_MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under a key: one form, or one for each plural."""

    forms: tuple[str, ...]
    is_plural: bool
    is_fuzzy: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One file, read."""

    language: Language
    path: Path
    entries: dict[str, Entry]
    sorted_by: tuple[int, ...]
    """The form each of the numbers we count takes."""
    doubles: tuple[str, ...]

    def stands_for_few(self, form: int) -> bool:
        """Whether words can say the number: the form is for nothing but 0, 1 or 2."""
        return {n for n in _COUNTED if self.sorted_by[n] == form} <= {0, 1, 2}


def read_catalogue(path: Path, language: Language) -> Catalogue:
    """Raises OSError, ValueError or PoFileError when it is none."""
    with path.open("rb") as file:
        read = read_po(file, abort_invalid=True)
    if str(read.locale) != language.value:
        raise ValueError(f"the header says Language: {read.locale}")
    rule = gettext.c2py(read.plural_expr)
    doubles = Counter(_MSGID.findall(path.read_text(encoding="utf-8")))
    return Catalogue(
        language,
        path,
        _entries(read),
        tuple(rule(n) for n in _COUNTED),
        tuple(key for key, times in doubles.items() if times > 1),
    )


def check_catalogues(locales: Path, source: Path = PACKAGE) -> list[str]:
    """Every mistake as one line: file, key, what is wrong. `source` says what the texts are used as."""
    problems: list[str] = []
    catalogues: dict[Language, Catalogue] = {}
    for language in Language:
        path = catalogue_path(locales, language)
        try:
            catalogues[language] = read_catalogue(path, language)
        except (OSError, ValueError, PoFileError) as error:
            problems.append(f"{path}: header: {error}")
    limits = Limits(read_uses(source))
    english = catalogues.get(Language.EN)
    for catalogue in catalogues.values():
        for key, problem in _problems(catalogue, english, limits):
            problems.append(f"{catalogue.path}: {key}: {problem}")
    return problems


def _entries(read: Catalog) -> dict[str, Entry]:
    return {_key(message): _entry(message) for message in read if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _entry(message: Message) -> Entry:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
    return Entry(forms, not isinstance(message.id, str), message.fuzzy)


def _problems(catalogue: Catalogue, english: Catalogue | None, limits: Limits) -> Iterator[tuple[str, str]]:
    categories = tuple(babel_locale(catalogue.language).plural_form(n) for n in _COUNTED)
    if not _tells_apart(catalogue, categories):
        yield "header", f"Plural-Forms must tell apart, in this order, {' '.join(_named(categories))}"
    for key in catalogue.doubles:
        yield key, "stands there twice"
    for key, entry in catalogue.entries.items():
        if entry.is_fuzzy:
            yield key, "is marked as fuzzy"
        for form, text in enumerate(entry.forms):
            place = f"{key}[{form}]" if entry.is_plural else key
            for problem in (*own_problems(catalogue.language, text), *limits.problems(key, text)):
                yield place, problem
    if english is not None and english is not catalogue:
        yield from _differences(catalogue, english)


def _differences(catalogue: Catalogue, english: Catalogue) -> Iterator[tuple[str, str]]:
    for key in sorted(english.entries.keys() - catalogue.entries.keys()):
        yield key, "is missing"
    for key, entry in catalogue.entries.items():
        original = english.entries.get(key)
        if original is None:
            yield key, "is not in English"
        elif original.is_plural is not entry.is_plural:
            yield key, "has plural forms in one language and not in the other"
        else:
            yield from _differences_of(key, entry, original, catalogue)


def _differences_of(
    key: str, entry: Entry, original: Entry, catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    for form, text in enumerate(entry.forms):
        place = f"{key}[{form}]" if entry.is_plural else key
        may_leave_out_n = entry.is_plural and catalogue.stands_for_few(form)
        for problem in translated_problems(text, original.forms, may_leave_out_n=may_leave_out_n):
            yield place, problem
        if is_left_over(text, original.forms):
            yield place, "is still English"


def _tells_apart(catalogue: Catalogue, categories: tuple[str, ...]) -> bool:
    """Whether each form stands for one CLDR category, in CLDR's order: translators go by it."""
    found = sorted(set(zip(catalogue.sorted_by, categories, strict=True)))
    return found == list(enumerate(_named(categories)))


def _named(categories: Collection[str]) -> list[str]:
    return [category for category in _CATEGORIES if category in categories]
