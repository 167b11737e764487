"""Small catalogues of our own: in them a test can put any mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.language import Language
from bot.i18n import catalogue_path

PLURALS = {
    Language.AR: "nplurals=6; "
    "plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    Language.FR: "nplurals=2; plural=(n > 1);",
    Language.RU: "nplurals=3; "
    "plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
TWO_FORMS = "nplurals=2; plural=(n != 1);"

WriteCatalogues = Callable[..., Path]


def catalogue(language: Language, body: str) -> str:
    header = (
        f"Language: {language}\\n",
        f"Plural-Forms: {PLURALS.get(language, TWO_FORMS)}\\n",
        "Content-Type: text/plain; charset=utf-8\\n",
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}"' for line in header), "", body])


@pytest.fixture
def write_catalogues(tmp_path: Path) -> WriteCatalogues:
    """Writes all seven: `body`, or what is given for a language by its code."""

    def write(body: str = "", **bodies: str) -> Path:
        for language in Language:
            path = catalogue_path(tmp_path, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(catalogue(language, bodies.get(language, body)), encoding="utf-8")
        return tmp_path

    return write
