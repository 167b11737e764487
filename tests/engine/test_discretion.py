"""Discreet mode in the engine: what is sealed how, what a kill leaves behind, and files behind a veil."""

from __future__ import annotations

from collections.abc import AsyncIterator

import orjson
import pytest

from bot.core.context import Purpose
from bot.core.ids import AddressId, Ref
from bot.core.manner import Manner, QuietHours
from bot.core.media import CleanFile, MediaKind
from bot.core.outcome import Lane, Letter, Post, Revise, Screen
from bot.core.text import Html, escape
from bot.engine.discretion import Reach, Veil, read_reach, write_reach
from bot.sandbox import Phone
from bot.sandbox.contents import DOT
from bot.storage.database import Database
from tests.features.privacy.household import KEY, Household, household, letter

NEUTRAL = "A new message is waiting."
WORDS = "The officer from the police has answered."
LONGEST = Manner(
    is_neutral=False, quiet=QuietHours(21, 7, "America/Argentina/ComodRivadavia"), wipe_after=47 * 3600
)


@pytest.fixture
async def house(database: Database) -> AsyncIterator[Household]:
    async with household(database) as opened:
        yield opened


async def guarded(house: Household) -> tuple[Phone, AddressId]:
    phone = await house.youth()
    await house.discreet(phone, "Neutral messages: off")
    return phone, await house.address_of(phone)


def test_an_address_tells_by_its_length_neither_whose_it_is_nor_in_which_manner_it_leads_there() -> None:
    reaches = [Reach(42, Manner()), Reach(2**52, LONGEST), Reach(2**52, Manner(is_neutral=True))]
    assert len({len(write_reach(reach)) for reach in reaches}) == 1
    assert [read_reach(write_reach(reach)) for reach in reaches] == reaches


def test_an_address_sealed_before_there_was_discreet_mode_is_read() -> None:
    assert read_reach(b"4398046511104") == Reach(4398046511104, Manner())


async def test_all_addresses_of_a_person_follow_and_those_of_staff_do_not(house: Household) -> None:
    phone = await house.youth()
    addresses = [await house.address_of(phone, purpose) for purpose in (Purpose.CONCERN, Purpose.ATTENDANCE)]
    desk = await house.address_of(phone, Purpose.STAFF)
    await house.discreet(phone, "All on")
    later = await house.address_of(phone)
    manners = {
        row["address_id"]: house.registry.reach(AddressId(row["address_id"]), row["sealed"]).manner
        for row in await house.rows("addresses")
    }
    assert all(manners[each].is_neutral and manners[each].wipe_after for each in (*addresses, later))
    assert manners[desk] == Manner()


async def test_what_was_chosen_stands_in_no_table_to_be_read(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "All on")
    (row,) = await house.rows("people")
    assert b"Vienna" not in orjson.dumps({name: str(value) for name, value in row.items()})
    assert b"Vienna" not in row["manner"]


async def test_a_bot_killed_while_a_neutral_message_was_on_its_way_sends_it_again(house: Household) -> None:
    phone, to = await guarded(house)
    house.sandbox.faults.add("sendMessage", chat_id=phone.chat_id, kind="hang")
    await house.posts(letter(to, WORDS))
    await house.until(lambda: house.sandbox.faults.happened == 1)
    await house.supervisor.stop(within=0)
    again = await Household.opens(house.database, house.sandbox, house.clock, KEY)
    try:
        await house.until(lambda: phone.last.text == NEUTRAL, seconds=10)
        await phone.presses("Show")
        await phone.hears(WORDS)
    finally:
        await again.closes()


async def test_a_bot_killed_while_a_letter_was_being_shown_shows_it(house: Household) -> None:
    phone, to = await guarded(house)
    await house.posts(letter(to, WORDS))
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    house.sandbox.faults.add("editMessageText", chat_id=phone.chat_id, kind="hang")
    await phone.presses("Show")
    await house.until(lambda: house.sandbox.faults.happened == 1)
    await house.supervisor.stop(within=0)
    again = await Household.opens(house.database, house.sandbox, house.clock, KEY)
    try:
        await house.until(lambda: phone.last.text == WORDS, seconds=10)
        await again.until_nothing_is_owed()
        assert await again.rows("outbox") == []
    finally:
        await again.closes()


async def test_files_behind_a_veil_come_below_and_the_neutral_message_goes(house: Household) -> None:
    phone, to = await guarded(house)
    async with house.database.transaction() as tx:
        key = await house.keyring.new(tx)
        files = [
            await house.files.put(tx, key, CleanFile(MediaKind.PHOTO, "image/jpeg", DOT, 1, 1), None)
            for _ in range(2)
        ]
    screen = Screen(Html(""), files=tuple(files))
    await house.posts(Letter(to, "tests.files", Post(screen), ref=Ref("files"), sealed_with=key))
    neutral = await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    await phone.presses("Show")
    await phone.hears()
    await house.until(lambda: neutral.message_id not in {each.message_id for each in phone.messages})
    album = [each.message_id for each in phone.messages if "photo" in each.raw]
    assert len(album) == 2
    await house.until_nothing_is_owed()
    (row,) = await house.rows("outbox")
    assert [row["message_id"], row["veil"], row["sealed"]] == [album[0], Veil.NONE, None]


async def test_a_destroyed_key_takes_what_waits_with_it(house: Household) -> None:
    phone, to = await guarded(house)
    async with house.database.transaction() as tx:
        key = await house.keyring.new(tx)
    await house.posts(letter(to, WORDS, sealed_with=key))
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    async with house.database.transaction() as tx:
        await house.keyring.destroy(tx, key)
    await phone.presses("Show")
    await phone.hears_nothing()
    await house.until_nothing_is_owed()
    assert await house.rows("outbox") == []


async def test_a_change_of_what_telegram_refused_holds_nothing_up(house: Household) -> None:
    phone, to = await guarded(house)
    house.sandbox.faults.add("sendMessage", chat_id=phone.chat_id, status=400, description="Bad Request: no")
    await house.posts(letter(to, "First words.", ref=Ref("note")))
    await house.until_nothing_is_owed()
    await house.posts(
        Letter(to, "tests.note", Revise(Ref("note"), Screen(escape(WORDS)))), letter(to, "Next.")
    )
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()


async def test_a_change_in_another_lane_waits_while_the_letter_is_being_shown(house: Household) -> None:
    phone, to = await guarded(house)
    await house.posts(letter(to, "First words.", ref=Ref("note")))
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    house.sandbox.faults.add("editMessageText", chat_id=phone.chat_id, retry_after=2, status=429)
    await phone.presses("Show")
    await house.posts(Letter(to, "tests.note", Revise(Ref("note"), Screen(escape(WORDS))), Lane.URGENT))
    house.clock.speed = 20
    await phone.hears("First words.")
    await phone.hears(WORDS)
