"""Telephone numbers, in whatever digits and with whatever between them.

The library's own matcher needs more than 100 ms for a message that is all numbers, and takes dates for
numbers; so runs of digits are sought here, and the library is asked about those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import BLANK, Message

_LIKE_DIGITS = str.maketrans("oOоОIl|", "0000111")
_GROUP = r"[oOоОIl|]{0,2}\d[\doOоОIl|]{0,19}"
_NUMBER = re.compile(
    rf"(?<![\w{BLANK}])[+(]{{0,2}}{_GROUP}(?:[ ./()–-]{{1,3}}{_GROUP}){{0,14}}(?![\w{BLANK}])"
)
_YEAR = r"(?:19|20)\d\d"
_TIME_OR_DATE = re.compile(
    r"(?<![\d.:/])(?:"
    r"\d{1,2}:\d\d(?::\d\d)?"
    rf"|(?:0?[1-9]|[12]\d|3[01])([./-]) ?(?:0?[1-9]|1[0-2])\1 ?(?:{_YEAR}|\d\d)"
    rf"|{_YEAR}([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])"
    rf"|{_YEAR} ?[-–/] ?{_YEAR}"
    r")(?![\d:/]|[.-]\d)"
)
_FEWEST, _MOST = 7, 30
"""Emergency and help lines are shorter; two numbers in a row are not longer."""
_FEWEST_WRITTEN = _FEWEST - 1
"""One digit may be a letter that looks like one."""
_SURE_FROM = 9
_LOOKED_UP = 32
"""So many runs are looked up, the rest of a message that is all numbers is marked as it stands."""


def find_phones(message: Message, region: str) -> Iterator[Finding]:
    """`region` is the ISO 3166 country whose numbers are written without the country's prefix."""
    text = _TIME_OR_DATE.sub(lambda found: BLANK * len(found.group()), message.shape)
    looked_up = 0
    for found in _NUMBER.finditer(text):
        digits = sum(map(str.isdigit, found.group()))
        if _FEWEST_WRITTEN <= digits <= _MOST:
            looked_up += 1
            if looked_up > _LOOKED_UP or _is_phone(found.group().translate(_LIKE_DIGITS), region):
                yield Finding(*found.span(), Mark.PHONE)


def _is_phone(written: str, region: str) -> bool:
    """Valid there, or dialled like one; nine digits are somebody's number whatever it is."""
    import phonenumbers  # noqa: PLC0415 large, and few messages hold a number
    from phonenumbers import PhoneNumberType as Type  # noqa: PLC0415

    digits = sum(map(str.isdigit, written))
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return digits >= _SURE_FROM
    kind = phonenumbers.number_type(number)
    is_help_line = kind in (Type.TOLL_FREE, Type.SHARED_COST, Type.UAN)
    if digits < _FEWEST or is_help_line:
        return False
    is_dialled = written.lstrip("( ").startswith(("+", "0")) and phonenumbers.is_possible_number(number)
    return digits >= _SURE_FROM or is_dialled or kind != Type.UNKNOWN
