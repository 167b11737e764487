"""Words made comparable: case, diacritics, spelling variants and disguises folded away, in all languages."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

_HIDDEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Characters nobody sees: they steer the writing direction, join, break or vary others."""
_IGNORED = re.compile(rf"[\u0300-\u036f\u0483-\u0489\u0621\u0640\u064b-\u065f\u0670\u06d6-\u06ed{_HIDDEN}]")
_VARIANTS = MappingProxyType(
    {
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ک": "ك",
        "گ": "ك",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ґ": "г",
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    }
)
_VARIANT = re.compile(f"[{''.join(_VARIANTS)}]")
_RUN = re.compile(r"(\w)\1{2,}")
_FOLDED_WORD = re.compile(r"[^\W_]+")

_APOSTROPHE = re.compile(r"['’‘ʼʹ`´′＇]")
_SPACED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][ .*_-]){3,}[^\W\d_](?!\w)")
"""Four letters or more with a gap after each, as in `s u i c i d e`."""
_TOKEN = re.compile(r"[^\W_]+(?:['*@$][^\W_]+)*")
_PLAIN = re.compile(r"[a-z]+|[а-я]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_AND = re.compile(r"^[وف](?=\w{2})")
_ARABIC_BEFORE = re.compile(r"^(?:[بك]?ال|لل|[بلكسحه])(?=\w{3})")
_LONGEST_ELISION = 5
_SHORTEST_ELIDED = 3
_STAR = "aeiou"

_LEET = str.maketrans("013457@$", "oieastas")
_LATIN, _OTHER_SCRIPT = re.compile("[a-z]"), re.compile("[\u0370-\u04ff]")
_LOOKS_LATIN = str.maketrans("асеорхукмтвніјѕԁαεικνορτυχ", "aceopxykmtbhijsdaeiknoptux")
_LOOKS_CYRILLIC = str.maketrans("aceopxykmtbhu", "асеорхукмтвни")

Token = tuple[str, ...]
"""One word of a text in every spelling it may stand for, the plainest first."""


def fold(text: str) -> str:
    """Case, diacritics, Arabic vowel signs, hamza seats and letters repeated for emphasis do not count."""
    return _RUN.sub(r"\1", without_variants(text))


def words_of(text: str) -> list[str]:
    """All words, folded."""
    return _FOLDED_WORD.findall(fold(text))


def without_variants(text: str) -> str:
    """Folded but for letters repeated for emphasis, of which nobody knows whether one or two were meant."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _VARIANT.sub(lambda found: _VARIANTS[found[0]], _IGNORED.sub("", plain))


def without_apostrophes(text: str) -> str:
    """`isn't` is `isnt`, as many write it."""
    return _APOSTROPHE.sub("", text)


def tokens_of(text: str) -> list[Token]:
    """All words."""
    plain = without_variants(_APOSTROPHE.sub("'", text))
    joined = _SPACED_OUT.sub(lambda found: re.sub(r"[\W_]", "", found[0]), plain)
    written = _TOKEN.findall(joined)
    spellings = {word: _spellings(word) for word in set(written)}
    return [spellings[word] for word in written]


def _spellings(word: str) -> Token:
    has_run = _RUN.search(word)
    if _PLAIN.fullmatch(word) and not has_run:
        return (word,)
    forms = [word.replace("'", ""), *_without_elision(word)]
    if has_run:
        forms += [_RUN.sub(repeated, form) for form in forms for repeated in (r"\1", r"\1\1")]
    forms += [spelling for form in forms for spelling in _disguised(form)]
    if _ARABIC.search(word):
        forms += [bare for form in forms for bare in _without_prefixes(form)]
    return tuple(dict.fromkeys(forms))


def _without_elision(word: str) -> list[str]:
    """`dell'overdose` is about an `overdose`."""
    before, _, after = word.partition("'")
    return [after] if len(before) <= _LONGEST_ELISION and len(after) >= _SHORTEST_ELIDED else []


def _disguised(word: str) -> list[str]:
    """Digits and signs for letters, and letters of another script that look alike."""
    meant = [word.replace("*", vowel) for vowel in _STAR] if word.count("*") == 1 else []
    if not word.isalpha() and not word.isdigit():
        meant.append(word.translate(_LEET))
    if _LATIN.search(word) and _OTHER_SCRIPT.search(word):
        meant += [word.translate(_LOOKS_LATIN), word.translate(_LOOKS_CYRILLIC)]
    return meant


def _without_prefixes(word: str) -> list[str]:
    """Arabic writes `and`, `the`, `with`, `will` together with the next word."""
    alone = _ARABIC_AND.sub("", word)
    return [alone, _ARABIC_BEFORE.sub("", alone), _ARABIC_BEFORE.sub("", word)]
