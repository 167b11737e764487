"""Hours as people type and read them: weekdays by their names in every language of the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from babel import Locale

from bot.core.errors import UserError
from bot.core.hours import HoursMistake, WeekHours, read_hours
from bot.core.language import Language
from bot.core.words import without_variants

_WIDTHS = ("wide", "abbreviated", "short")
_SHOWN = 20
"""Characters of what cannot be read that are said again."""


def read_typed_hours(text: str, language: Language) -> WeekHours:
    """Raises UserError that names what cannot be read."""
    try:
        return read_hours(text, weekday_names(language))
    except HoursMistake as mistake:
        raise UserError(f"staff.bad_hours_{mistake.problem}", word=mistake.word[:_SHOWN]) from mistake


def spell_hours(week: WeekHours, language: Language) -> Iterator[tuple[str, str]]:
    """Weekdays and their times, in words of the language, for one line each."""
    names = Locale(language.value).days["stand-alone"]["abbreviated"]
    comma = "، " if language.is_right_to_left else ", "
    for runs, times in week.groups():
        days = [names[first] if first == last else f"{names[first]}–{names[last]}" for first, last in runs]
        yield comma.join(days), comma.join(f"{start}–{end}" for start, end in times)


@lru_cache(maxsize=len(Language))
def weekday_names(language: Language) -> Mapping[str, int]:
    """Folded name to weekday (0: Monday). What means two days in two languages (`Do`, `Di`) is taken as in
    the one given, or not at all."""
    found: dict[str, set[int]] = {}
    for name, weekday in (pair for other in Language for pair in _names_in(other)):
        found.setdefault(name, set()).add(weekday)
    clear = {name: days.pop() for name, days in found.items() if len(days) == 1}
    return clear | dict(_names_in(language))


def _names_in(language: Language) -> Iterator[tuple[str, int]]:
    for names in Locale(language.value).days.values():
        for width in _WIDTHS:
            for weekday, name in names.get(width, {}).items():
                yield without_variants(name).rstrip("."), weekday
