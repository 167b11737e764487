"""Arabic and Russian typed in Latin letters, and words typed with the other keyboard switched on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from bot.core.language import Language

LATIN = re.compile(r"[a-z0-9']*[a-z][a-z0-9']*")
_Rules = Sequence[tuple[re.Pattern[str], str]]


def _rules(*written: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), letters) for pattern, letters in written)


_CONSONANTS = str.maketrans("بپتطثجغحهخدضذرزظسصشفڤقكلمن", "bbtttgghhxdddrzzsscffkklmn")
"""How Arabic consonants sound; vowels are not written, or not always."""
_ARABIZI = _rules(
    ("^(?:al|el|il)(?=.{3})", ""),
    ("kh|7'|5", "x"),
    ("gh|3'|dj|j|8", "g"),
    ("sh|ch", "$"),
    ("th|6", "t"),
    ("dh", "d"),
    ("7", "h"),
    ("[qc]", "k"),
    (r"\$", "c"),
    ("v", "f"),
    ("p", "b"),
    ("[aeiouyw3'4]", ""),
)
_NO_LATIN = re.compile("[^a-z]")
_SHORTEST_SOUND = 2
_DOUBLED = re.compile(r"(.)\1+")

_TO_CYRILLIC = _rules(
    ("ts[yj]?a$", "тся"),
    ("shch|sch", "щ"),
    ("sh|6", "ш"),
    ("ch|4", "ч"),
    ("zh", "ж"),
    ("kh|h|x", "х"),
    ("ts|tz|c", "ц"),
    ("y[uo]u|yu|ju", "ю"),
    ("iya|ia", "ия"),
    ("ya|ja", "я"),
    ("yo|jo|ye|je", "е"),
    ("yy$|yj$", "ый"),
    ("i[yj]", "ий"),
    ("(?<=[aeoui])[yij](?![aeoui])", "й"),
    ("y", "ы"),
    ("j", "й"),
    ("w", "в"),
    ("q", "к"),
)
_LETTERS = str.maketrans("abvgdeziklmnoprstuf'", "абвгдезиклмнопрстуфь")
_MAYBE_SOFT = re.compile("(?:[тчш]|(?<=т)ся)$")

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"
KEYBOARDS = MappingProxyType(
    {
        Language.RU: str.maketrans(_LATIN_KEYS, "йцукенгшщзхъфывапролджэячсмитьбю.ё"),
        Language.AR: str.maketrans(_LATIN_KEYS, "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلىةوزظذ"),
    }
)
"""What was meant where the other letters of the keyboard were typed."""


def sound_of(word: str) -> str:
    """The consonants of a folded Arabic word; nothing if they are too few to tell it from others."""
    return _sounding(_NO_LATIN.sub("", word.removesuffix("ه").translate(_CONSONANTS)))


def sounds_of(word: str) -> Iterator[str]:
    """Those of an Arabic word in Latin letters. `2` and `9` stand for two letters each."""
    for two, nine in (("", "s"), ("k", "k")):
        sound = word.removesuffix("h").replace("2", two).replace("9", nine)
        for pattern, letters in _ARABIZI:
            sound = pattern.sub(letters, sound)
        yield _sounding(sound)


def _sounding(consonants: str) -> str:
    sound = _DOUBLED.sub(r"\1", consonants)
    return sound if len(sound) >= _SHORTEST_SOUND else ""


def cyrillic(word: str) -> Iterator[str]:
    """The Russian words a word in Latin letters may stand for."""
    for pattern, letters in _TO_CYRILLIC:
        word = pattern.sub(letters, word)
    word = word.translate(_LETTERS)
    yield word
    if word.startswith("е"):
        yield "э" + word[1:]
    if ending := _MAYBE_SOFT.search(word):
        yield word + "ь" if ending[0] != "ся" else word[:-2] + "ься"
