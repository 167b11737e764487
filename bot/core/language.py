"""The seven languages everything is written in."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """ISO 639-1 codes; the value is the catalogue's folder under `locales/`."""

    AR = "ar"
    DE = "de"
    EN = "en"
    ES = "es"
    FR = "fr"
    IT = "it"
    RU = "ru"

    @property
    def is_right_to_left(self) -> bool:
        return self is Language.AR

    @classmethod
    def from_code(cls, code: str | None) -> Language | None:
        """The language of an IETF tag such as `pt-br`; None where we do not speak it."""
        try:
            return cls((code or "").replace("_", "-").split("-")[0].lower())
        except ValueError:
            return None
