"""What a lock screen shows in discreet mode: nothing until the person asks; and nothing is lost behind it."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.context import Purpose
from bot.core.ids import Ref
from bot.core.outcome import Delete, Delivery, Lane, Letter, Revise, Screen
from bot.core.text import escape
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.board import about
from tests.features.privacy.household import BOARD, KEY, Household, letter

WORDS = "The officer from the police has answered."
NEUTRAL = "A new message is waiting."
DAY = 24 * 3600


async def guarded(house: Household) -> tuple[Phone, Letter]:
    """Somebody with neutral messages, and a letter to them."""
    phone = await house.youth()
    await house.discreet(phone, "Neutral messages: off")
    await phone.hears("Discreet mode")
    return phone, letter(await house.address_of(phone), WORDS)


def everything_on(house: Household, phone: Phone) -> list[Message]:
    """Every message of the bot in every state it ever was in."""
    return [Message(raw) for _, raw in house.sandbox.world.chats[phone.chat_id].heard]


def neutral_messages(phone: Phone) -> list[Message]:
    return [message for message in phone.messages if message.text == NEUTRAL]


async def shows(phone: Phone) -> Message:
    await phone.presses("Show", message=neutral_messages(phone)[-1])
    return await phone.hears(WORDS)


@pytest.mark.parametrize("lane", [Lane.URGENT, Lane.ANSWERS, Lane.REMINDERS])
async def test_nothing_is_seen_of_a_letter_until_it_is_asked_for(house: Household, lane: Lane) -> None:
    phone, _ = await guarded(house)
    await house.posts(letter(await house.address_of(phone), WORDS, lane=lane))
    neutral = await phone.hears(NEUTRAL)
    assert neutral.buttons == ["Show"]
    assert not any(WORDS in message.text for message in everything_on(house, phone))
    shown = await shows(phone)
    assert shown.message_id == neutral.message_id
    assert shown.buttons == ["Answer"]
    await house.until_nothing_is_owed()
    assert await house.rows("outbox") == []


async def test_a_letter_waits_through_a_restart_and_every_failure(house: Household) -> None:
    phone, note = await guarded(house)
    chat, faults = phone.chat_id, house.sandbox.faults
    faults.add("sendMessage", chat_id=chat, retry_after=1, status=429)
    faults.add("sendMessage", chat_id=chat, kind="drop_after")
    house.clock.speed = 50
    await house.posts(note)
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    await house.closes()
    again = await Household.opens(house.database, house.sandbox, house.clock, KEY)
    try:
        for fault in ({"status": 429, "retry_after": 1}, {"kind": "drop_before"}, {"kind": "drop_after"}):
            faults.add("editMessageText", chat_id=chat, **fault)
        await shows(phone)
        await again.until_nothing_is_owed()
        assert [message.text for message in phone.messages].count(WORDS) == 1
        assert await again.rows("outbox") == []
    finally:
        await again.closes()


async def test_it_is_shown_even_while_nobody_knows_whether_the_neutral_message_arrived(
    house: Household,
) -> None:
    phone, note = await guarded(house)
    house.sandbox.faults.add("sendMessage", chat_id=phone.chat_id, kind="drop_after")
    await house.posts(note)
    await phone.hears(NEUTRAL)
    await shows(phone)
    await house.passes(10)
    await house.until_nothing_is_owed()
    assert not neutral_messages(phone)
    assert [message.text for message in phone.messages].count(WORDS) == 1


async def test_either_of_two_that_a_failure_doubled_shows_it(house: Household) -> None:
    phone, note = await guarded(house)
    house.clock.speed = 50
    house.sandbox.faults.add("sendMessage", chat_id=phone.chat_id, kind="drop_after")
    await house.posts(note)
    await house.until(lambda: len(neutral_messages(phone)) == 2)
    await house.until_nothing_is_owed()
    first, second = neutral_messages(phone)
    await phone.presses("Show", message=first)
    assert (await phone.hears(WORDS)).message_id == first.message_id
    await house.until_nothing_is_owed()
    assert "not kept here any more" in (await phone.presses("Show", message=second) or "")
    assert phone.message(first.message_id).text == WORDS


async def test_it_is_shown_in_its_own_chat_only(house: Household) -> None:
    phone, note = await guarded(house)
    await house.posts(note)
    neutral = await phone.hears(NEUTRAL)
    data = neutral.rows[0][0]["callback_data"]
    stranger = await house.youth("Stranger")
    menu = await stranger.hears()
    assert "not kept here any more" in (await stranger.presses_data(data, menu.message_id) or "")
    assert "not kept here any more" in (await stranger.presses_data("privacy.unveil", menu.message_id) or "")
    assert not any(WORDS in message.text for message in everything_on(house, stranger))
    await shows(phone)


async def test_what_changes_meanwhile_is_shown_as_it_is_by_then(house: Household) -> None:
    phone, _ = await guarded(house)
    to, ref = await house.address_of(phone), Ref("note:1")
    await house.posts(letter(to, "First words.", ref=ref))
    neutral = await phone.hears(NEUTRAL)
    await house.posts(Letter(to, "tests.note", Revise(ref, Screen(escape(WORDS)))))
    await house.until_nothing_is_owed()
    assert phone.message(neutral.message_id).text == NEUTRAL
    await shows(phone)
    await house.posts(Letter(to, "tests.note", Revise(ref, Screen(escape("Changed again.")))))
    assert (await phone.hears("Changed again.")).message_id == neutral.message_id
    assert not any("First words." in message.text for message in everything_on(house, phone))


async def test_a_last_change_is_shown_and_then_forgotten(house: Household) -> None:
    phone, _ = await guarded(house)
    to, ref = await house.address_of(phone), Ref("note:1")
    await house.posts(letter(to, "First words.", ref=ref))
    await phone.hears(NEUTRAL)
    await house.posts(Letter(to, "tests.note", Revise(ref, Screen(escape(WORDS)), is_final=True)))
    await house.until_nothing_is_owed()
    await shows(phone)
    await house.until_nothing_is_owed()
    assert await house.rows("outbox") == []


async def test_what_is_taken_back_goes_unseen(house: Household) -> None:
    phone, _ = await guarded(house)
    to, ref = await house.address_of(phone), Ref("note:1")
    await house.posts(letter(to, WORDS, ref=ref))
    neutral = await phone.hears(NEUTRAL)
    await house.posts(Letter(to, "tests.note", Delete(ref, Screen(escape("Taken back by the police.")))))
    await house.until(lambda: neutral.message_id not in {each.message_id for each in phone.messages})
    assert not any("police" in message.text for message in everything_on(house, phone))


async def test_a_reply_to_the_shown_message_still_finds_its_letter(house: Household) -> None:
    phone, _ = await guarded(house)
    to, ref = await house.address_of(phone), Ref("note:1")
    await house.posts(letter(to, WORDS, ref=ref))
    neutral = await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    for _ in range(2):
        async with house.database.transaction() as tx:
            found = await house.outbox.by_message(tx, to, neutral.message_id)  # type: ignore[arg-type]
        assert found == ref
        if neutral_messages(phone):
            await shows(phone)
            await house.until_nothing_is_owed()


async def test_the_last_letter_to_an_address_keeps_it_until_it_was_shown(house: Household) -> None:
    phone, _ = await guarded(house)
    to = await house.address_of(phone)
    await house.posts(letter(to, WORDS, is_last=True))
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    assert to in {row["address_id"] for row in await house.rows("addresses")}
    await shows(phone)
    await house.until_nothing_is_owed()
    assert to not in {row["address_id"] for row in await house.rows("addresses")}


@pytest.mark.parametrize(("is_last", "ref"), [(False, None), (True, None), (False, Ref("note:1"))])
async def test_after_a_week_it_is_gone_and_says_what_can_be_done(
    house: Household, is_last: bool, ref: Ref | None
) -> None:
    phone, _ = await guarded(house)
    to = await house.address_of(phone)
    await house.posts(letter(to, WORDS, is_last=is_last, ref=ref, expires_in=30 * DAY))
    neutral = await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    await house.passes(6 * DAY)
    assert [row["sealed"] is not None for row in await house.rows("outbox")] == [True]
    await house.passes(1 * DAY)
    assert not [row for row in await house.rows("outbox") if row["sealed"] is not None]
    assert "write there and ask" in (await phone.presses("Show", message=neutral) or "")
    if ref is not None:
        await house.posts(Letter(to, "tests.note", Revise(ref, Screen(escape(WORDS)))))
        await house.until_nothing_is_owed()
    assert not any(WORDS in message.text for message in everything_on(house, phone))


async def test_one_asked_for_late_comes_anew_so_that_it_can_still_be_deleted(house: Household) -> None:
    phone, note = await guarded(house)
    await house.posts(note)
    neutral = await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    await house.passes(30 * 3600)
    shown = await shows(phone)
    assert shown.message_id > neutral.message_id
    await house.until(lambda: not neutral_messages(phone))
    await house.posts(letter(await house.address_of(phone), WORDS))
    older = await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    await house.passes(60 * 3600)
    await shows(phone)
    assert (await phone.hears("Nothing is waiting")).message_id == older.message_id


async def test_one_that_was_deleted_on_the_phone_comes_anew(house: Household) -> None:
    phone, note = await guarded(house)
    await house.posts(note)
    neutral = await phone.hears(NEUTRAL)
    data = neutral.rows[0][0]["callback_data"]
    await house.until_nothing_is_owed()
    chat = house.sandbox.world.chats[phone.chat_id]
    house.sandbox.world.remove_message(chat, neutral.message_id)
    await phone.presses_data(data, neutral.message_id)
    await phone.hears(WORDS)


async def test_pressing_twice_shows_once(house: Household) -> None:
    phone, note = await guarded(house)
    await house.posts(note)
    neutral = await phone.hears(NEUTRAL)
    data = neutral.rows[0][0]["callback_data"]
    await house.until_nothing_is_owed()
    await asyncio.gather(*(phone.presses_data(data, neutral.message_id) for _ in range(3)))
    await phone.hears(WORDS)
    await house.until_nothing_is_owed()
    assert [message.text for message in phone.messages].count(WORDS) == 1


async def test_who_asks_for_what_telegram_did_not_take_is_told_so(house: Household) -> None:
    phone, note = await guarded(house)
    await house.posts(note)
    neutral = await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    refused = {"status": 400, "description": "Bad Request: can't parse entities"}
    house.sandbox.faults.add("editMessageText", chat_id=phone.chat_id, **refused)
    await phone.presses("Show", message=neutral)
    await house.until_nothing_is_owed()
    assert "not kept here any more" in str(await phone.presses("Show", message=neutral))


async def test_a_letter_on_its_way_at_most_once_is_not_lost_behind_its_veil(house: Household) -> None:
    """Nobody knows whether the neutral message arrived: another one does no harm."""
    phone, _ = await guarded(house)
    house.clock.speed = 50
    house.sandbox.faults.add("sendMessage", chat_id=phone.chat_id, kind="drop_after")
    await house.posts(letter(await house.address_of(phone), WORDS, delivery=Delivery.AT_MOST_ONCE))
    await house.until(lambda: len(neutral_messages(phone)) == 2)
    await house.until_nothing_is_owed()
    await shows(phone)


async def test_letters_arrive_as_they_are_when_it_is_turned_off_again(house: Household) -> None:
    phone, note = await guarded(house)
    await house.posts(note)
    await phone.hears(NEUTRAL)
    await house.discreet(phone, "✓ Neutral messages")
    await phone.hears("Discreet mode")
    await house.posts(letter(note.to, "Plainly."))
    await phone.hears("Plainly.")
    await shows(phone)


@pytest.mark.parametrize("line", ["It begins in 3 minutes.", ""], ids=["another time", "called off"])
async def test_behind_the_veil_it_says_what_is_true_when_it_is_shown(house: Household, line: str) -> None:
    phone, _ = await guarded(house)
    BOARD.lines["session"] = "It begins in 10 minutes."
    await house.posts(about("session", await house.address_of(phone)))
    await phone.hears(NEUTRAL)
    await house.until_nothing_is_owed()
    BOARD.lines["session"] = line
    await phone.presses("Show", message=neutral_messages(phone)[-1])
    await phone.hears(line or "Nothing is waiting here any more.")
    await house.until_nothing_is_owed()
    assert await house.rows("outbox") == []


async def test_who_works_here_is_written_to_plainly(house: Household) -> None:
    phone, _ = await guarded(house)
    await house.posts(letter(await house.address_of(phone, Purpose.STAFF), WORDS))
    await phone.hears(WORDS)
