"""The bot starts with what every message needs: what is large and seldom needed is loaded when it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house import REPOSITORY

WHEN_NEEDED = frozenset(
    {
        "PIL",  # pictures, recordings and documents are cleaned by another process
        "av",
        "pikepdf",
        "aiohttp.web",  # a webhook
        "aiosqlite",  # the engine at hand
        "asyncpg",
        "babel.messages",  # compiling catalogues
        "defusedxml",  # importing a programme
        "holidays",  # an organisation that keeps them
        "icalendar",
        "phonenumbers",  # a message that holds a number
        "tantivy",  # a search
        "aiogram",  # the sandbox
        "bot.sandbox",
        "httpx",  # the library's own client
        "telegram.ext",
    }
)


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """What the command line has loaded before it reads settings and values."""
    told = subprocess.run(
        [sys.executable, "-c", "import sys, bot.__main__, bot.commands; print(*sys.modules, sep='\\n')"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )
    return frozenset(told.stdout.split())


def test_the_bot_is_loaded(loaded: frozenset[str]) -> None:
    assert {"bot.app", "bot.house", "telegram", "aiohttp"} <= loaded


@pytest.mark.parametrize("module", sorted(WHEN_NEEDED))
def test_what_is_seldom_needed_is_not(module: str, loaded: frozenset[str]) -> None:
    assert module not in loaded
