"""An update is on disk before Telegram is told so, and is handled at most once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.clock import FastClock
from bot.core.ids import MessageId, ThreadId
from bot.core.incoming import Command, Edited, Event, Press, Reachable, Text, Unsupported
from bot.core.language import Language
from bot.engine.inbox import REMEMBERED, Envelope, Inbox
from bot.engine.vault import Vault, new_key
from bot.storage.database import Database
from tests.storage.furnished import contents

KEY = new_key()
ONE = MessageId(1)
EVENTS: Sequence[Event] = (
    Command("start", "i-code", ONE, ThreadId(3)),
    Press("case.take", ("one", "two"), ONE, "query", None),
    Press("start.menu", (), ONE, "query"),
    Text("words ünï 😀 \u202e\x00", ONE, ThreadId(3), MessageId(9), was_forwarded=True),
    Edited("new words", ONE),
    Unsupported("sticker", ONE),
    Reachable(reachable=False),
)


def _inbox(database: Database, clock: FastClock | None = None) -> Inbox:
    return Inbox(database, Vault([KEY]), clock or FastClock(0))


def _envelopes(*numbers: int) -> list[Envelope]:
    return [
        Envelope(number, 7_000_000_000 + number, Language.DE, EVENTS[number % len(EVENTS)])
        for number in numbers
    ]


async def _finish(inbox: Inbox, database: Database, number: int) -> bool:
    async with database.transaction() as tx:
        return await inbox.finish(tx, number)


async def test_what_was_left_over_comes_back_whole_and_in_order(database: Database) -> None:
    envelopes = [
        Envelope(number, 7_000_000_001, language, event)
        for number, (event, language) in enumerate(zip(EVENTS, [*Language], strict=True))
    ]
    await _inbox(database).receive(envelopes[3:])
    await _inbox(database).receive(envelopes[:3])
    assert await _inbox(database).left_over() == envelopes


async def test_an_update_that_is_known_is_not_taken_twice(database: Database) -> None:
    inbox = _inbox(database)
    assert await inbox.receive(_envelopes(5, 6, 7)) == _envelopes(5, 6, 7)
    assert await inbox.receive(_envelopes(6, 7, 8)) == _envelopes(8)
    assert await _finish(inbox, database, 6)
    assert await inbox.receive(_envelopes(6)) == []
    assert await inbox.receive([]) == ()
    assert await inbox.left_over() == _envelopes(5, 7, 8)


async def test_an_update_is_finished_once(database: Database) -> None:
    inbox = _inbox(database)
    await inbox.receive(_envelopes(5))
    assert await _finish(inbox, database, 5)
    assert not await _finish(inbox, database, 5)
    assert not await _finish(inbox, database, 99)


async def test_an_update_whose_handling_failed_is_still_in_hand(database: Database) -> None:
    inbox = _inbox(database)
    await inbox.receive(_envelopes(5))
    with pytest.raises(ZeroDivisionError):
        await _fail_after_finishing(inbox, database, 5)
    assert await inbox.left_over() == _envelopes(5)


async def test_nothing_that_was_handled_can_be_read_any_more(database: Database) -> None:
    inbox = _inbox(database)
    await inbox.receive(_envelopes(5))
    assert "7000000005" not in repr(await contents(database))
    await _finish(inbox, database, 5)
    assert [dict(row)["sealed"] for row in (await contents(database))["inbox"]] == [None]


async def test_handled_updates_are_forgotten_after_two_days_and_others_are_not(database: Database) -> None:
    clock = FastClock(0)
    inbox = _inbox(database, clock)
    await inbox.receive(_envelopes(5, 6))
    await _finish(inbox, database, 5)
    clock.advance(REMEMBERED - 1)
    await inbox.drop_old()
    assert await inbox.receive(_envelopes(5)) == []
    clock.advance(1)
    await inbox.drop_old()
    assert len((await contents(database))["inbox"]) == 1
    assert await inbox.left_over() == _envelopes(6)


async def _fail_after_finishing(inbox: Inbox, database: Database, number: int) -> float:
    async with database.transaction() as tx:
        return 1 / (await inbox.finish(tx, number) - 1)
