"""`python -m bot check` says how many entries the journal has, or where it does not hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.commands.check import check
from bot.engine.journal import ChainedJournal
from bot.engine.people import Registry
from bot.engine.vault import Vault, new_key, write_key
from bot.storage.connect import open_database
from bot.storage.database import Transaction
from tests.engine.chronicle import entry
from tests.house import REPOSITORY

KEY = new_key()
Checked = Callable[[], Awaitable[tuple[int, str, str]]]


@pytest.fixture
def checked(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checked:
    """Exit code, output and errors."""
    monkeypatch.setenv("BOT_CONFIG", str(REPOSITORY / "config"))
    monkeypatch.setenv("BOT_DATABASE_URL", database_url)
    monkeypatch.setenv("BOT_MASTER_KEY", write_key(KEY))
    monkeypatch.chdir(Path(REPOSITORY))

    async def run() -> tuple[int, str, str]:
        code = await check(only_texts=False)
        return code, *capsys.readouterr()

    return run


async def _in_journal(url: str, do: Callable[[Transaction, ChainedJournal], Awaitable[object]]) -> None:
    database = await open_database(url)
    async with database.transaction() as tx:
        await do(tx, ChainedJournal((await Registry.load(tx, Vault([KEY]))).pepper))
    await database.close()


async def test_a_whole_journal_is_counted_and_a_broken_one_is_named(
    database_url: str, checked: Checked
) -> None:
    found = "nothing wrong was found; entries in the journal: "
    assert await checked() == (0, f"{found}0\n", "")
    entries = [entry(number) for number in range(7)]
    await _in_journal(database_url, lambda tx, journal: journal.write_all(tx, entries))
    assert await checked() == (0, f"{found}7\n", "")
    await _in_journal(database_url, lambda tx, _: tx.execute("DELETE FROM journal WHERE position = 3", {}))
    assert await checked() == (1, "", "the journal does not hold from entry 3 of 7 on: missing\n")
