"""Case codes of ours: whoever reads one could open the case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.codes import read_code
from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import BLANK, Message, latin

_FIVE = r"[0-9a-z]{5}"
_CODE = re.compile(
    rf"(?<![\w{BLANK}-]){_FIVE}(?:-{_FIVE}-?| {_FIVE} ?|{_FIVE})[0-9a-z*~$=]"
    rf"(?![\w{BLANK}-])",
    re.IGNORECASE,
)


def find_codes(message: Message) -> Iterator[Finding]:
    for found in _CODE.finditer(latin(message.shape)):
        if _could_be_meant(found.group()) and read_code(found.group()):
            yield Finding(*found.span(), Mark.CODE)


def _could_be_meant(written: str) -> bool:
    """Words and numbers of the right length are none: letters and digits are mixed in a code."""
    groups = written.split()
    if len(groups) > 1 and all(group.isalpha() or group.isdigit() for group in groups):
        return False
    as_we_spell_it = written.count("-") == 2 and written.isupper()
    return as_we_spell_it or any(map(str.isdigit, written))
