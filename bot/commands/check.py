"""`check`: settings, catalogues, content and database, everything wrong in one list."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.core.audit import Verdict
from bot.core.clock import SystemClock
from bot.core.directory import read_directory
from bot.core.errors import OperatorError, Reading
from bot.engine.vault import Unreadable
from bot.features.learn.library import load_library
from bot.features.learn.lint.linter import lint
from bot.features.learn.lint.words import read_lint_words
from bot.features.services.files.terms import read_terms
from bot.house import LOCALES, open_house, read_values
from bot.i18n.check import check_catalogues
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.database import StorageError


async def check(*, only_texts: bool) -> int:
    """0 when nothing is wrong, else 1 and one line for each mistake on stderr; warnings stand there too."""
    settings = Settings.model_construct()
    problems: list[str] = []
    conclusion = "nothing wrong was found"
    if not only_texts:
        try:
            settings = load_settings()
        except SettingsError as error:
            problems += error.problems
    problems += check_catalogues(LOCALES) + _values(settings)
    mistakes, warnings = _library(settings.config)
    problems += (mistake for mistake in mistakes if mistake not in problems)
    if not only_texts and not problems:
        try:
            verdict = await _verify_journal(settings)
        except (StorageError, Unreadable, OperatorError) as error:
            problems.append(str(error))
        else:
            problems += _faults(verdict)
            conclusion += f"; entries in the journal: {verdict.entries}"
    for line in (*problems, *(f"warning: {warning}" for warning in warnings)):
        print(line, file=sys.stderr)
    if not problems:
        print(conclusion)
    return 1 if problems else 0


async def _verify_journal(settings: Settings) -> Verdict:
    """From end to end, as it stood at one moment. Raises StorageError, Unreadable, OperatorError."""
    house = await open_house(settings, SystemClock())
    try:
        async with house.database.transaction(is_snapshot=True) as tx:
            return await house.journal.verify(tx)
    finally:
        await house.database.close()


def _faults(verdict: Verdict) -> list[str]:
    if verdict.broken is None:
        return []
    position, fault = verdict.broken.position, verdict.broken.fault.replace("_", " ")
    return [f"the journal does not hold from entry {position} of {verdict.entries} on: {fault}"]


def _library(config: Path) -> tuple[list[str], list[str]]:
    """Mistakes and warnings. What cannot be read is not looked at any closer."""
    folder = config / "learn"
    try:
        found = lint(load_library(folder), read_lint_words(config), datetime.now(UTC).date())
    except OperatorError as error:
        return list(error.problems), []
    said = [(f"{folder}/{finding}", finding.is_warning) for finding in found]
    return [line for line, is_warning in said if not is_warning], [
        line for line, is_warning in said if is_warning
    ]


def _values(settings: Settings) -> list[str]:
    """What the bot reads when it starts, and what an import of services reads."""
    reading = Reading()
    reading.of(read_values, settings)
    directory = reading.of(read_directory, settings.config)
    reading.of(lambda known: read_terms(settings.config, known), directory)
    return list(dict.fromkeys(reading.problems))
