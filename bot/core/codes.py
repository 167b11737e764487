"""Codes that people read, say and type: Crockford base 32 with a check character."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_ALPHABET = _ALPHABET + "*~$=U"
_SPOKEN = range(len(_ALPHABET))
"""Remainders whose check character is a digit or a letter: of `~` few know the name or the key."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
CASE_DIGITS = 10
_GROUP = 5


def new_code(digits_wanted: int = CASE_DIGITS) -> str:
    """Random characters, and a check character (modulo 37) that everybody can say and type, unformatted."""
    number = secrets.randbits(5 * digits_wanted)
    while number % 37 not in _SPOKEN:
        number = secrets.randbits(5 * digits_wanted)
    digits = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(digits_wanted)))
    return digits + _CHECK_ALPHABET[number % 37]


def spell_code(code: str) -> str:
    """The code in groups, as people read it: `ABCDE-FGHJK-M`."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(typed: str, digits_wanted: int = CASE_DIGITS) -> str | None:
    """The code somebody typed, forgiving case, spaces, hyphens, invisible marks and look-alikes; or None."""
    code = "".join(char for char in typed.upper() if char.isascii() and not char.isspace() and char != "-")
    digits, check = code[:digits_wanted].translate(_READ_AS), code[digits_wanted:]
    if len(digits) != digits_wanted or any(digit not in _ALPHABET for digit in digits):
        return None
    number = 0
    for digit in digits:
        number = number << 5 | _ALPHABET.index(digit)
    expected = _CHECK_ALPHABET[number % 37]
    return digits + expected if check.translate(_READ_AS) == expected or check == expected else None
