"""Files of services: a table (CSV) or Open Referral's HSDS 3 (JSON). Every mistake is named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.services.checks import Surroundings
from bot.features.services.files.checking import Findings
from bot.features.services.files.hsds import read_hsds
from bot.features.services.files.table import read_table
from bot.features.services.files.terms import Terms
from bot.features.services.model import Service


def read_services(
    name: str, content: bytes, around: Surroundings, terms: Terms, language: Language
) -> Sequence[Service]:
    """What a file called `name` says; `language` is that of an HSDS file, which does not say.

    Raises OperatorError with every mistake in it.
    """
    found = Findings(around)
    if name.lower().endswith(".csv"):
        read_table(content, found)
    else:
        read_hsds(content, found, terms, language)
    if not found.services and not found.problems:
        found.wrong("", "there is no service in it")
    if found.problems:
        raise OperatorError(*(f"{name}: {problem}" for problem in found.problems))
    return tuple(found.services.values())
