"""A new master key: everything is sealed anew, and the old key is not needed any more."""

from __future__ import annotations

import pytest

from bot.core.clock import FastClock
from bot.core.context import Purpose
from bot.core.ids import MessageId
from bot.core.incoming import Text
from bot.core.language import Language
from bot.core.outcome import Step
from bot.engine.inbox import Envelope, Inbox
from bot.engine.keyring import Keyring
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, Visitor
from bot.engine.rotation import rotate
from bot.engine.vault import Unreadable, Vault, new_key
from bot.storage.database import Database
from tests.engine.post_office import post
from tests.storage.furnished import contents

OLD, NEW = new_key(), new_key()
NOW = 1_800_000_000
UPDATES = [
    Envelope(n, 42, Language.EN, Text(f"words {n}", MessageId(n))) for n in range(700_000_001, 700_000_004)
]


async def _furnish(database: Database) -> str:
    """Something in every place that is sealed with the master key; returns a pseudonym."""
    async with database.transaction() as tx:
        registry = await Registry.load(tx, Vault([OLD]))
        keyring = Keyring(registry)
        visitor = await Visitor.load(tx, registry, registry.sender(42), Language.EN, NOW)
        address = await visitor.keep_address(Purpose.CONCERN, "case")
        await visitor.ask(Step("learn.query", {"q": "x"}), NOW)
        key = await keyring.new(tx)
        letters = [post(address, "plain"), post(address, "of a case", sealed_with=key)]
        await Outbox(registry, keyring, FastClock(0)).post(tx, letters)
    inbox = Inbox(database, Vault([OLD]), FastClock(0))
    await inbox.receive(UPDATES)
    async with database.transaction() as tx:
        await inbox.finish(tx, UPDATES[0].update_id)
    return visitor.sender.person


async def test_after_a_rotation_the_new_key_alone_opens_everything(database: Database) -> None:
    person = await _furnish(database)
    async with database.transaction() as tx:
        assert await rotate(tx, Vault([NEW, OLD])) == 7  # pepper, 2 data keys, address, letter, 2 updates
    async with database.transaction() as tx:
        registry = await Registry.load(tx, Vault([NEW]))
        visitor = await Visitor.load(tx, registry, registry.sender(42), None, NOW)
        assert visitor.sender.person == person
        assert visitor.steps["learn"].data == {"q": "x"}
        (link,) = await visitor.links(Purpose.CONCERN)
        (row,) = await tx.rows("SELECT sealed FROM addresses", {})
        assert registry.open_address(link.address, row["sealed"]) == 42
    assert await Inbox(database, Vault([NEW]), FastClock(0)).left_over() == UPDATES[1:]


async def test_a_second_rotation_finds_nothing_to_do(database: Database) -> None:
    await _furnish(database)
    async with database.transaction() as tx:
        await rotate(tx, Vault([NEW, OLD]))
        assert await rotate(tx, Vault([NEW, OLD])) == 0


async def test_without_the_old_key_nothing_is_changed(database: Database) -> None:
    await _furnish(database)
    before = await contents(database)
    with pytest.raises(Unreadable):
        await _rotate(database, Vault([NEW]))
    assert await contents(database) == before


async def _rotate(database: Database, vault: Vault) -> None:
    async with database.transaction() as tx:
        await rotate(tx, vault)
