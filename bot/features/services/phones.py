"""Phone numbers: checked, and shown exactly as they were written."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, Field, ValidationInfo

from bot.core.strict import TRIMMED
from bot.features.services.checks import surroundings

_WRITTEN = re.compile(r"[+(\d][\d\s()/.\-–]*")


class Phone(BaseModel):
    model_config = TRIMMED

    number: Annotated[str, Field(min_length=1, max_length=60)]
    extension: Annotated[str, Field(max_length=20)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


def is_plausible(number: str, country: str) -> bool:
    """As dialled in `country` (ISO 3166): a number, or a short one such as those of helplines."""
    if not _WRITTEN.fullmatch(number):
        return False
    import phonenumbers  # noqa: PLC0415 large, and few list services

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed) or phonenumbers.is_possible_short_number(parsed)


def dialled(phones: tuple[Phone, ...], info: ValidationInfo) -> tuple[Phone, ...]:
    """Only checked: the numbers stay as they were written."""
    if held := surroundings(info):
        country = held.country_of(info.data.get("areas", ()))
        wrong = [phone.number[:30] for phone in phones if not is_plausible(phone.number, country)]
        if wrong:
            raise ValueError(f"{', '.join(wrong)} cannot be a phone number")
    return phones
